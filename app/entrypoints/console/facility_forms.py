"""What staff type about facilities and bookings."""

from datetime import timedelta

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError

from app.domain.facilities.booking import Caller
from app.domain.facilities.described import (
    AUDIENCES,
    KINDS,
    LEAST_MINUTES,
    LONGEST_ALT,
    LONGEST_INSIDE,
    LONGEST_NAME,
    MOST_MINUTES,
    USUAL_DAYS_AHEAD,
    USUAL_MINUTES,
    Described,
)
from app.domain.facilities.half_hours import clock_of, moment_of
from app.domain.facilities.queries import FacilityView
from app.domain.facilities.rules import (
    LONGEST_PURPOSE,
    LONGEST_REASON,
    STAFF_DAYS_AHEAD,
    Limits,
    Wanted,
)
from app.domain.messaging.words import hours_in_words
from app.entrypoints.console.reasons import reason_field
from app.entrypoints.console.site_forms import HoursForm
from app.entrypoints.forms import DateField, Form, IdField, at_most, required
from app.kernel import clock
from app.kernel.calendar import local_date

FOR_ACTIVITY = "activity"
FOR_WHOM = [("phone", "来电话的人"), ("visit", "到现场来的人"), (FOR_ACTIVITY, "我们的活动")]
FREE_AT_ONCE = [("1", "要工作人员确认"), ("", "约了就能用，不用确认")]
_HALF = 30
_BEGINS = [(str(one), clock_of(one)) for one in range(0, 1440, _HALF)]
_ENDS = [(str(one), clock_of(one)) for one in range(_HALF, 1441, _HALF)]
_LENGTHS = [
    (one, hours_in_words(one)) for one in range(LEAST_MINUTES, MOST_MINUTES + 1, LEAST_MINUTES)
]


class FacilityForm(HoursForm):
    """A facility: what it is, and who may book it for how long."""

    place_id = IdField("在哪个阵地", [required("请选择")])
    name = StringField("名称", [required("请填写名称"), at_most(LONGEST_NAME)])
    kind = SelectField("类型", choices=list(KINDS.items()))
    seats = IntegerField("能坐多少人", [InputRequired("请填写人数")])
    inside = TextAreaField("里面有什么", [Optional(), at_most(LONGEST_INSIDE)])
    audience = RadioField("谁可以预约", choices=list(AUDIENCES.items()), default="volunteers")
    needs_approval = RadioField("要不要确认", choices=FREE_AT_ONCE, default="1")
    most_minutes = SelectField("一次最长", choices=_LENGTHS, coerce=int, default=USUAL_MINUTES)
    days_ahead = IntegerField("最多提前几天", [InputRequired("请填写")], default=USUAL_DAYS_AHEAD)

    def said(self) -> Described:
        """As the room takes it."""
        return Described(
            name=self.name.data or "",
            kind=self.kind.data,
            seats=self.seats.data or 0,
            inside=self.inside.data or "",
            audience=self.audience.data,
            most_minutes=self.most_minutes.data,
            days_ahead=self.days_ahead.data or 0,
            needs_approval=self.needs_approval.data == "1",
            hours=self.hours(),
        )

    def show(self, found: FacilityView) -> None:
        """Fill in what is known, before anything was typed."""
        for name in ("name", "kind", "seats", "inside", "audience", "most_minutes", "days_ahead"):
            self[name].data = getattr(found, name)
        self.place_id.data = found.place.id
        self.needs_approval.data = "1" if found.needs_approval else ""
        self.show_hours(found.own_hours)


class FacilityPictureForm(Form):
    """What is seen on the photo, for who cannot see it."""

    alt = StringField("照片上是什么", [required("请写照片上是什么"), at_most(LONGEST_ALT)])


class SwitchOffForm(Form):
    """Whether what is booked ahead ends with it, and why."""

    ends_all = BooleanField("约好的也一并取消，马上通知")
    reason = TextAreaField("原因", [at_most(LONGEST_REASON)])


class BookForForm(Form):
    """A time that staff take for somebody, or for an activity."""

    source = RadioField("给谁用", choices=FOR_WHOM, default="phone")
    activity_id = IdField("哪个活动", [Optional()], validate_choice=False)
    name = StringField("姓名", [at_most(50)])
    phone = TelField("手机号", [at_most(20)])
    day = DateField("哪天", [required("请选择日期")])
    starts_at = SelectField("从几点", choices=_BEGINS, default="540")
    ends_at = SelectField("到几点", choices=_ENDS, default="660")
    purpose = StringField("做什么用", [at_most(LONGEST_PURPOSE)])
    heads = IntegerField("大约多少人", [InputRequired("请填写人数")])

    def validate_day(self, field: DateField) -> None:
        """A day that staff can book; checked before a moment is reckoned from it."""
        today = local_date(clock.now())
        if field.data and not today <= field.data <= today + timedelta(days=STAFF_DAYS_AHEAD):
            raise ValidationError(f"请选今天起 {STAFF_DAYS_AHEAD} 天以内的日子")

    def wanted(self, *, otherwise: str = "") -> Wanted:
        """As the room takes it; `otherwise` says what for where nothing was typed."""
        return Wanted(
            starts_at=moment_of(self.day.data, int(self.starts_at.data)),
            ends_at=moment_of(self.day.data, int(self.ends_at.data)),
            purpose=self.purpose.data or otherwise[:LONGEST_PURPOSE],
            heads=self.heads.data or 0,
        )

    @property
    def caller(self) -> Caller:
        """Who asked for it."""
        return Caller(self.name.data or "", self.phone.data or "", self.source.data)


class BookingReasonForm(Form):
    """Why not; who booked reads it."""

    reason = reason_field(LONGEST_REASON)


class LimitsForm(Form):
    """What keeps few from booking all."""

    most_open = IntegerField("一个人最多同时有几个没用的预约", [InputRequired("请填写")])
    most_missed = IntegerField("几次没有来就暂停", [InputRequired("请填写")])
    within_days = IntegerField("算多少天以内的", [InputRequired("请填写")])
    wait_days = IntegerField("暂停多少天", [InputRequired("请填写；填 0 就不暂停")])

    @property
    def limits(self) -> Limits:
        """As the room takes them."""
        numbers = (self.most_open, self.most_missed, self.within_days, self.wait_days)
        return Limits(*(one.data if one.data is not None else 0 for one in numbers))
