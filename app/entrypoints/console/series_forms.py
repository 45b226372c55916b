"""The forms of a series: the rule of its dates, and what is done to some of them."""

from datetime import date

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import NumberRange, Optional

from app.domain.activities.rules import REASON_MOST
from app.domain.series.making import Wish
from app.domain.series.recurrence import (
    BY_DAY,
    BY_WEEKDAY,
    FEWEST_COUNTED,
    INTERVALS,
    LAST,
    MOST_OCCURRENCES,
    ORDINALS,
    WEEKLY,
    Recurrence,
)
from app.domain.series.rules import MOVE, ON_HOLIDAYS, OPENS_DAYS, OPENS_DAYS_MOST
from app.entrypoints.display import WEEKDAYS
from app.entrypoints.forms import DateField, Form, at_most, required

UNTIL, COUNT = "until", "count"
_EVERY = {
    1: "每周（月）",
    2: "每两周（月）",
    3: "每三周（月）",
    4: "每四周（月）",
    6: "每六周（月）",
}


class RepeatForm(Form):
    """When an activity comes again. `first` is left out where the draft itself is the first."""

    frequency = RadioField(
        "怎样重复",
        choices=[
            (WEEKLY, "按周：每周的星期几"),
            (BY_WEEKDAY, "按月：当月第几个星期几"),
            (BY_DAY, "按月：当月几号"),
        ],
        default=WEEKLY,
    )
    interval = SelectField(
        "间隔", choices=[(one, _EVERY[one]) for one in INTERVALS], coerce=int, default=1
    )
    weekdays = SelectMultipleField(
        "星期几", choices=[(n, f"周{name}") for n, name in enumerate(WEEKDAYS)], coerce=int
    )
    ordinal = SelectField("当月第几个", choices=list(ORDINALS.items()), coerce=int, default=1)
    month_day = SelectField(
        "当月几号",
        choices=[*((n, f"{n} 日") for n in range(1, 32)), (LAST, "最后一天")],
        coerce=int,
        default=1,
    )
    first = DateField("从哪天开始", [required("请选择开始的日期")])
    ends = RadioField(
        "到什么时候", choices=[(UNTIL, "到某一天为止"), (COUNT, "办够几次为止")], default=UNTIL
    )
    until = DateField("结束日期", [Optional()])
    count = IntegerField(
        "一共几次",
        [
            Optional(),
            NumberRange(
                FEWEST_COUNTED,
                MOST_OCCURRENCES,
                f"请填 {FEWEST_COUNTED} 至 {MOST_OCCURRENCES} 次",
            ),
        ],
    )
    on_holidays = RadioField("遇到法定节假日", choices=list(ON_HOLIDAYS.items()), default=MOVE)
    opens_days = IntegerField(
        "每次提前几天开放报名",
        [
            NumberRange(1, OPENS_DAYS_MOST, f"请填 1 至 {OPENS_DAYS_MOST} 天"),
        ],
        default=OPENS_DAYS,
    )
    more = DateField("再加一天", [Optional()])

    def wish(self, first: date) -> Wish:
        """What was chosen; `first` is the day it begins."""
        counted = self.ends.data == COUNT
        rule = Recurrence(
            frequency=self.frequency.data,
            interval=self.interval.data,
            weekdays=tuple(sorted(self.weekdays.data or ()))
            if self.frequency.data != BY_DAY
            else (),
            ordinal=self.ordinal.data,
            month_day=self.month_day.data,
            until=None if counted else self.until.data,
            count=self.count.data if counted else None,
        )
        return Wish(rule, first, self.on_holidays.data, self.opens_days.data)


class AddDatesForm(Form):
    """One more date of a series."""

    day = DateField("增加一天", [required("请选择日期")])


class EndSeriesForm(Form):
    """Why dates are called off."""

    reason = TextAreaField(
        "原因", [required("请写明原因"), at_most(REASON_MOST)], render_kw={"rows": 3}
    )
