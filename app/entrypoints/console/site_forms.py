"""What is typed about a place's page: hours a day each, who leads it, what helps to come in."""

import re
from datetime import date

from wtforms import SelectField, SelectMultipleField, StringField, TelField, TextAreaField
from wtforms.validators import Optional

from app.domain.places.opening_hours import (
    HOLIDAYS,
    LONGEST_NOTE,
    WEEKDAYS,
    OpeningHours,
    day_in_words,
    spans_typed,
)
from app.domain.places.rules import (
    FACILITIES,
    HEAD_SHOWN,
    LONGEST_ALT,
    LONGEST_HEAD,
    LONGEST_INTRODUCTION,
    PHONE_MOST,
)
from app.domain.places.site_queries import Description
from app.entrypoints.forms import Form, at_most, required
from app.kernel.refusal import BadInput


def _day(name: str) -> StringField:
    return StringField(name, [Optional(), at_most(60)])


class HoursForm(Form):
    """When something is open. A day's hours are typed as `8:30-12:00，14:00-17:30`."""

    day_0, day_1, day_2, day_3, day_4, day_5, day_6 = (_day(name) for name in WEEKDAYS)
    holidays = SelectField("节假日", choices=list(HOLIDAYS.items()), default="usual")
    closed_on = TextAreaField("临时不开放的日期", [Optional(), at_most(900)], render_kw={"rows": 2})
    hours_note = StringField("开放时间的说明", [Optional(), at_most(LONGEST_NOTE)])

    def hours(self) -> OpeningHours:
        """What was typed; refuses what is no time or day."""
        return OpeningHours(
            week=tuple(
                spans_typed(self[name].data or "", name=name)
                for name in (f"day_{number}" for number in range(7))
            ),
            holidays=self.holidays.data,
            closed_on=_dates(self.closed_on.data or ""),
            note=(self.hours_note.data or "").strip(),
        )

    def show_hours(self, hours: OpeningHours) -> None:
        """Fill in what is known, before anything was typed."""
        for number, spans in enumerate(hours.week):
            self[f"day_{number}"].data = day_in_words(spans).replace("–", "-").replace("、", "，")
        self.holidays.data = hours.holidays
        self.closed_on.data = "，".join(day.isoformat() for day in hours.closed_on)
        self.hours_note.data = hours.note


class SiteForm(HoursForm):
    """The page of a place."""

    introduction = TextAreaField(
        "介绍", [Optional(), at_most(LONGEST_INTRODUCTION)], render_kw={"rows": 5}
    )
    head_name = StringField("负责人姓名", [Optional(), at_most(LONGEST_HEAD)])
    head_phone = TelField("负责人办公电话", [Optional(), at_most(PHONE_MOST)])
    head_shown = SelectField("负责人怎样显示", choices=list(HEAD_SHOWN.items()), default="nothing")
    access = SelectMultipleField("方便出入的设施", choices=list(FACILITIES.items()))

    def said(self) -> Description:
        """What was typed, for the action to look at."""
        return Description(
            introduction=self.introduction.data or "",
            head_name=self.head_name.data or "",
            head_phone=self.head_phone.data or "",
            head_shown=self.head_shown.data,
            hours=self.hours(),
            access=tuple(self.access.data or ()),
        )

    def show(self, said: Description) -> None:
        """Fill in what is known, before anything was typed."""
        for name in ("introduction", "head_name", "head_phone", "head_shown"):
            self[name].data = getattr(said, name)
        self.show_hours(said.hours)
        self.access.data = list(said.access)


class PhotosForm(Form):
    """What is seen on the photos, for who cannot see them."""

    alt = StringField("照片上是什么", [required("请写照片上是什么"), at_most(LONGEST_ALT)])


def _dates(text: str) -> tuple[date, ...]:
    words = [word for word in re.split(r"[\s,，、;；]+", text) if word]
    try:
        return tuple(sorted({date.fromisoformat(word) for word in words}))
    except ValueError:
        raise BadInput(
            field="closed_on", problem="日期请写成 2026-12-01 这样，几个日期用逗号隔开"
        ) from None
