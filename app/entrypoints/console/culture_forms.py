"""What staff type about culture."""

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from app.domain.culture.counting import Counted
from app.domain.culture.plan_rules import (
    LONGEST_ABOUT,
    LONGEST_LINK,
    LONGEST_TITLE,
    LONGEST_VENUE,
    Event,
    Programme,
)
from app.domain.culture.rules import LONGEST_REASON, SEATS_MOST
from app.domain.culture.vocabulary import EVENT_KINDS, ONLINE_SOURCES, PROGRAMME_KINDS
from app.entrypoints.console.card_scanning import LONGEST_CARD
from app.entrypoints.console.reasons import reason_field
from app.entrypoints.forms import DateField, Form, IdField, MomentField, at_most, required

CHOOSE = ("", "请选择")
TICKET, OPEN = "ticket", "open"


class ProgrammeForm(Form):
    """A programme."""

    place_id = IdField("主办阵地", [required("请选择阵地")])
    kind = SelectField("种类", choices=[CHOOSE, *((one, one) for one in PROGRAMME_KINDS)])
    title = StringField("项目名称", [required("请填写名称"), at_most(LONGEST_TITLE)])
    about = TextAreaField("介绍", [required("请写几句介绍"), at_most(LONGEST_ABOUT)])
    from_on = DateField("从哪天", [required("请选择日期")])
    to_on = DateField("到哪天", [required("请选择日期")])

    @property
    def asked(self) -> Programme:
        """As the room takes it."""
        return Programme(
            kind=self.kind.data or "",
            title=self.title.data or "",
            about=self.about.data or "",
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )


class EventForm(Form):
    """One event."""

    programme_id = IdField("属于哪个项目", [required("请选择项目")])
    place_id = IdField("在哪个社区或阵地办", [required("请选择阵地")])
    kind = SelectField("种类", choices=[CHOOSE, *((one, one) for one in EVENT_KINDS)])
    title = StringField("名称", [required("请填写名称"), at_most(LONGEST_TITLE)])
    about = TextAreaField("看什么", [at_most(LONGEST_ABOUT)])
    venue = StringField("具体地点", [required("请填写地点"), at_most(LONGEST_VENUE)])
    starts_at = MomentField("开始时间", [required("请填写开始时间")])
    ends_at = MomentField("结束时间", [required("请填写结束时间")])
    entry = RadioField("怎样入场", choices=[(TICKET, "免费领票"), (OPEN, "不用领票，来了点人数")])
    capacity = IntegerField("座位数", [Optional()])
    seats_most = IntegerField("一张票最多几人", [Optional()])
    tickets_from = MomentField("几时起领票", [Optional()])
    tickets_until = MomentField("领票到几时", [Optional()])

    @property
    def asked(self) -> Event:
        """As the room takes it; what is about tickets only is left out of open entry."""
        by_ticket = self.entry.data == TICKET
        return Event(
            kind=self.kind.data or "",
            title=self.title.data or "",
            about=self.about.data or "",
            venue=self.venue.data or "",
            starts_at=self.starts_at.data,
            ends_at=self.ends_at.data,
            entry=self.entry.data or "",
            capacity=self.capacity.data if by_ticket else None,
            seats_most=(self.seats_most.data or 0) if by_ticket else SEATS_MOST,
            tickets_from=self.tickets_from.data if by_ticket else None,
            tickets_until=self.tickets_until.data if by_ticket else None,
        )


class HandCountForm(Form):
    """How many somebody counted."""

    number = IntegerField("现场有多少人", [InputRequired("请填写人数")])
    counted_at = MomentField("几时数的", [required("请填写时间")])

    @property
    def counted(self) -> Counted:
        """As the room takes it."""
        return Counted("hand", self.number.data, self.counted_at.data)


class OnlineCountForm(Form):
    """How many saw it online."""

    source = SelectField("平台", choices=[CHOOSE, *((one, one) for one in ONLINE_SOURCES)])
    number = IntegerField("观看人次", [InputRequired("请填写人次")])
    counted_at = MomentField("几时看到的", [required("请填写时间")])
    link = StringField("链接", [at_most(LONGEST_LINK)])

    @property
    def counted(self) -> Counted:
        """As the room takes it."""
        return Counted(
            "online",
            self.number.data,
            self.counted_at.data,
            source=self.source.data or "",
            link=self.link.data or "",
        )


class CorrectHandForm(HandCountForm):
    """Another number, and why."""

    reason = reason_field(LONGEST_REASON)


class CorrectOnlineForm(OnlineCountForm):
    """Another number, and why; the platform stays."""

    source = HiddenField()
    reason = reason_field(LONGEST_REASON)


class CancelEventForm(Form):
    """Why it does not take place; people with tickets read it."""

    reason = reason_field(LONGEST_REASON)


class TourForm(Form):
    """Which communities are to have how many shows."""

    place_ids = SelectMultipleField("社区")
    target = IntegerField("每个社区安排几场", [InputRequired("请填写场数")])


class TicketCodeForm(Form):
    """What was scanned at the door."""

    card = StringField("票", [required("请扫票上的二维码"), at_most(LONGEST_CARD)])
    nonce = HiddenField()
