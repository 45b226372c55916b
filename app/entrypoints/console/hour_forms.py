"""What is asked of an approver: how to narrow the queue, why not, and what is to be counted."""

from datetime import datetime, timedelta

from wtforms import BooleanField, StringField, TextAreaField

from app.domain.call_backs.rules import LONGEST_TEXT, SHORTEST_TEXT
from app.domain.hours.queries import QueueFilter
from app.domain.hours.risk_rules import LONGEST_NOTE, SHORTEST_NOTE
from app.domain.hours.rules import LONGEST_REASON, Stretch
from app.domain.places.queries import PlaceView
from app.entrypoints.console.place_choices import indented
from app.entrypoints.forms import Form, IdField, MomentField, at_most, required

A_MINUTE = timedelta(minutes=1)


class QueueForm(Form):
    """A search, by GET; the text is the search box's."""

    class Meta(Form.Meta):
        csrf = False

    place = IdField("阵地")
    activity = IdField("活动", validate_choice=False)
    overdue = BooleanField("只看超期")
    second_look = BooleanField("只看当日超 8 小时")
    flagged = BooleanField("只看有风险提示")
    q = StringField("搜索")

    def offer(self, places: list[PlaceView]) -> None:
        """The places she may choose among."""
        self.place.choices = [("", "全部阵地"), *indented(places)]

    def narrowed(self) -> QueueFilter:
        """What the queue is asked for."""
        return QueueFilter(
            place_id=self.place.data,
            activity_id=self.activity.data,
            text=self.q.data or "",
            overdue=bool(self.overdue.data),
            second_look=bool(self.second_look.data),
            flagged=bool(self.flagged.data),
        )


class HourReasonForm(Form):
    """Why; the volunteers read it."""

    reason = TextAreaField(
        "原因", [required("请写明原因"), at_most(LONGEST_REASON)], render_kw={"rows": 3}
    )


class LookForm(Form):
    """How somebody looked into what was flagged; staff read it."""

    note = TextAreaField(
        "核实情况",
        [required("请写明怎么核实的"), at_most(LONGEST_NOTE)],
        render_kw={"rows": 3, "minlength": SHORTEST_NOTE},
    )


class SaidForm(Form):
    """What somebody said on the phone that the record does not say."""

    said = TextAreaField(
        "哪里不符",
        [required("请写明哪里不符"), at_most(LONGEST_TEXT)],
        render_kw={"rows": 3, "minlength": SHORTEST_TEXT},
    )


class MendForm(Form):
    """What is to be counted of a returned record, and how one knows."""

    counted_from = MomentField("从", [required("请填写开始时间")])
    counted_until = MomentField("到", [required("请填写结束时间")])
    note = TextAreaField(
        "怎么核实的", [required("请写明怎么核实的"), at_most(LONGEST_REASON)], render_kw={"rows": 3}
    )


def whole_minutes(stretch: Stretch) -> Stretch:
    """The same stretch in minutes that can be typed: never longer than it was."""
    begins = _floor(stretch.begins)
    if begins < stretch.begins:
        begins += A_MINUTE
    return Stretch(begins, max(begins, _floor(stretch.ends)))


def _floor(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
