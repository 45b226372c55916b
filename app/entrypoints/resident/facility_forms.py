"""What residents type when they book a facility: from when to when, what for, how many."""

from datetime import date

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from app.domain.facilities.half_hours import Day, minutes_into, moment_of
from app.domain.facilities.rules import LONGEST_PURPOSE, Wanted
from app.entrypoints.forms import Form, IdField, at_most, required

CHOOSE = ("", "请选择")
TAKEN = "（没有空）"


class BookForm(Form):
    """From and until are minutes after midnight of the day that the page shows."""

    starts_at = SelectField("从几点", [required("请选择开始时间")])
    ends_at = SelectField("到几点", [required("请选择结束时间")])
    purpose = StringField("做什么用", [required("请写明做什么用"), at_most(LONGEST_PURPOSE)])
    heads = IntegerField("大约多少人", [InputRequired("请填写人数")])
    team_id = IdField("为谁预约", [Optional()])

    def offer(self, day: Day) -> None:
        """The half hours of a day to choose among; what is not free cannot be chosen."""
        self.starts_at.choices = [CHOOSE]
        self.ends_at.choices = [CHOOSE]
        for half in day.halves:
            off = {} if half.free else {"disabled": True}
            begin, end = (minutes_into(day.day, at) for at in (half.starts_at, half.ends_at))
            words = half.begins if half.free else f"{half.begins}{TAKEN}"
            self.starts_at.choices.append((str(begin), words, off))
            self.ends_at.choices.append((str(end), half.ends, off))

    def wanted(self, day: date) -> Wanted:
        """As the room takes it."""
        return Wanted(
            starts_at=moment_of(day, int(self.starts_at.data)),
            ends_at=moment_of(day, int(self.ends_at.data)),
            purpose=self.purpose.data or "",
            heads=self.heads.data or 0,
        )
