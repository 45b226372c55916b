"""The form of an activity: its fields, and its sessions and positions as rows that come and go."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import wtforms
from flask import g
from wtforms import (
    BooleanField,
    FieldList,
    FloatField,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from app.domain.activities.plan_rules import (
    CANCEL_DEADLINE_MOST_HOURS,
    CAPACITY_MOST,
    FIXED_ONCE_PUBLISHED,
    LENGTHS,
    RADIUS_LEAST_METRES,
    RADIUS_MOST_METRES,
)
from app.domain.activities.rules import REASON_MOST
from app.domain.activities.vocabulary import ALL_WORK_TYPES, CATEGORIES, RISK_LEVELS, TARGETS
from app.domain.people.vocabulary import SKILLS
from app.domain.qualifications import queries as qualifications
from app.entrypoints.forms import Form, IdField, MomentField, at_most, is_whole_number, required
from app.entrypoints.guard import current_staff
from app.kernel import clock

MOST = {name: most for name, _label, most in LENGTHS}
CHOOSE = ("", "请选择")
OLDEST_AGE = 120
USUAL_RADIUS_METRES = 500
A_WEEK = timedelta(days=7)
NO_CHECK, AT_THE_PLACE, ELSEWHERE = "none", "place", "elsewhere"


def qualifications_to_ask_for() -> list[tuple[str, str]]:
    """What positions may ask for, as this member of staff can choose; read once a request."""
    if "qualifications_to_ask_for" not in g:
        staff = current_staff()
        own = qualifications.defined_within(staff.scope, now=clock.now())
        usable = [*qualifications.usable_at(staff.place.path), *own]
        names = {str(one.id): one.name for one in usable if not one.retired}
        g.qualifications_to_ask_for = [("", "不要求"), *names.items()]
    found: list[tuple[str, str]] = g.qualifications_to_ask_for
    return found


class _Part(wtforms.Form):  # type: ignore[misc]
    """A row of the form; the token against forgery is the whole form's."""

    class Meta:
        locales = ("zh",)

    id = HiddenField()

    @property
    def known_id(self) -> UUID | None:
        """The id of the row this one was filled from."""
        try:
            return UUID(str(self.id.data))
        except ValueError:
            return None


class PositionRow(_Part):
    """A position: what to do, how many, who may."""

    name = StringField("岗位名称", [required("请填写岗位名称"), at_most(30)])
    capacity = IntegerField(
        "人数",
        [
            required("请填写人数"),
            NumberRange(1, CAPACITY_MOST, f"人数在 1 至 {CAPACITY_MOST} 之间"),
        ],
    )
    duties = StringField("做什么", [at_most(200)])
    youngest = IntegerField(
        "最小年龄", [Optional(), NumberRange(0, OLDEST_AGE, "请填写 0 至 120 之间的整数")]
    )
    oldest = IntegerField(
        "最大年龄", [Optional(), NumberRange(0, OLDEST_AGE, "请填写 0 至 120 之间的整数")]
    )
    skills = SelectMultipleField("需要的技能", choices=list(SKILLS))
    qualification_id = IdField("需要的资格", choices=qualifications_to_ask_for)


class SessionRow(_Part):
    """A session with its positions."""

    starts_at = MomentField("开始", [required("请填写开始时间")])
    ends_at = MomentField("结束", [required("请填写结束时间")])
    positions = FieldList(FormField(PositionRow), "岗位", min_entries=1)


class ActivityForm(Form):
    """Everything of an activity; `version` is the one it was filled from."""

    version = HiddenField()
    place_id = IdField("组织单位", [required("请选择组织单位")])
    title = StringField("活动名称", [required("请填写活动名称"), at_most(MOST["title"])])
    work_type = SelectField("工作类型", choices=[CHOOSE, *((one, one) for one in ALL_WORK_TYPES)])
    category = SelectField("服务类别", choices=[CHOOSE, *((one, one) for one in CATEGORIES)])
    targets = SelectMultipleField("服务对象", choices=list(TARGETS))
    content = TextAreaField(
        "活动内容",
        [at_most(MOST["content"])],
        id="activity-content",  # "content" is the page's main part
        render_kw={"rows": 6},
    )
    venue = StringField("活动地点", [at_most(MOST["venue"])])
    check_place = RadioField(
        "签到时核对位置",
        choices=[
            (NO_CHECK, "不核对"),
            (AT_THE_PLACE, "核对，活动就在本单位"),
            (ELSEWHERE, "核对，活动在别处（填写坐标）"),
        ],
        default=NO_CHECK,
    )
    latitude = FloatField("纬度", [Optional(), NumberRange(3, 54, "请填写 3 至 54 之间的数")])
    longitude = FloatField("经度", [Optional(), NumberRange(73, 136, "请填写 73 至 136 之间的数")])
    check_radius_metres = IntegerField(
        "多少米以内可以签到",
        [
            Optional(),
            NumberRange(
                RADIUS_LEAST_METRES,
                RADIUS_MOST_METRES,
                f"请填写 {RADIUS_LEAST_METRES} 至 {RADIUS_MOST_METRES} 米",
            ),
        ],
        default=USUAL_RADIUS_METRES,
    )
    sessions = FieldList(FormField(SessionRow), "场次和岗位", min_entries=1)
    recruits_from = MomentField("报名开始", [required("请填写报名开始时间")])
    recruits_until = MomentField("报名截止", [required("请填写报名截止时间")])
    cancel_deadline_hours = IntegerField(
        "开始前几小时内取消算临时取消",
        [
            NumberRange(
                0, CANCEL_DEADLINE_MOST_HOURS, f"请填 0 至 {CANCEL_DEADLINE_MOST_HOURS} 小时"
            )
        ],
        default=24,
    )
    risk_level = RadioField("风险程度", choices=list(RISK_LEVELS.items()), default="none")
    risk_text = TextAreaField(
        "风险提示和注意事项", [at_most(MOST["risk_text"])], render_kw={"rows": 3}
    )
    insurance_number = StringField("保单号", [at_most(MOST["insurance_number"])])
    contact_name = StringField("联系人", [at_most(MOST["contact_name"])])
    contact_phone = TelField("联系电话", [at_most(MOST["contact_phone"])])
    scene_code_allowed = BooleanField("允许用微信活动码签到")

    def keep_what_is_fixed(self) -> None:
        """Leave out what cannot change once people have signed up."""
        for name, _label in FIXED_ONCE_PUBLISHED:
            del self[name]
        for row in self.sessions:
            for position in row.form.positions:
                for name in ("name", "youngest", "oldest", "skills", "qualification_id"):
                    del position.form[name]


class ActivityReasonForm(Form):
    """Why an activity goes back or does not take place."""

    reason = TextAreaField(
        "原因", [required("请写明原因"), at_most(REASON_MOST)], render_kw={"rows": 3}
    )


def change_rows(form: ActivityForm, wish: str) -> None:
    """Add or drop a row: `add-session`, `drop-session:1`, `add-position:0`, `drop-position:0:2`.

    What was typed stays. A new session is the last one a week later.
    """
    verb, *numbers = wish.split(":")
    where = [int(number) for number in numbers if is_whole_number(number)]
    sessions = form.sessions
    if verb == "add-session":
        sessions.append_entry(_a_week_later(sessions.data[-1]))
    elif verb == "drop-session" and len(where) == 1:
        _drop(sessions, where[0])
    elif verb == "add-position" and len(where) == 1 and where[0] < len(sessions.entries):
        sessions.entries[where[0]].form.positions.append_entry()
    elif verb == "drop-position" and len(where) == 2 and where[0] < len(sessions.entries):
        _drop(sessions.entries[where[0]].form.positions, where[1])


def _drop(rows: FieldList, number: int) -> None:
    """Take one row out; the last one stays."""
    if len(rows.entries) > 1 and number < len(rows.entries):
        del rows.entries[number]


def _a_week_later(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "starts_at": row["starts_at"] + A_WEEK if row["starts_at"] else None,
        "ends_at": row["ends_at"] + A_WEEK if row["ends_at"] else None,
        "positions": [{**position, "id": None} for position in row["positions"]],
    }
