"""What staff type about recognised units."""

from collections.abc import Mapping
from datetime import datetime

from wtforms import BooleanField, SelectField, StringField, TelField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.domain.recognised_units.queries import UnitView
from app.domain.recognised_units.recognising import About
from app.domain.recognised_units.rules import (
    CONSENT_MOST,
    CONTACT_MOST,
    KINDS,
    LEVELS,
    NAME_LENGTH,
    NEEDS_REASON,
    PHONE_MOST,
    REASON_LENGTH,
    WORDS_MOST,
    Decided,
    Decision,
)
from app.entrypoints.forms import DateField, Form, IdField, at_most, required
from app.kernel.calendar import local_date, months_after

# What each decision asks for, besides its day and its papers.
ASKED: Mapping[Decision, tuple[str, ...]] = {
    Decision.RECOGNISE: ("level", "awarded_by", "document", "review_due_on"),
    Decision.KEEP: ("document", "reason", "review_due_on"),
    Decision.RAISE: ("level", "awarded_by", "document", "review_due_on"),
    Decision.WARN: ("document", "reason"),
    Decision.RENAME: ("name", "document", "reason"),
    Decision.CORRECT: ("name", "level", "awarded_by", "document", "review_due_on", "reason"),
    Decision.WITHDRAW: ("document", "reason"),
}


class AboutFields(Form):
    """Where it lies, whom to call, who may see it."""

    place_id = IdField("所在阵地", [InputRequired("请选择所在阵地")])
    contact_name = StringField("联系人", [Optional(), at_most(CONTACT_MOST)])
    contact_phone = TelField("联系电话", [Optional(), at_most(PHONE_MOST)])
    is_public = BooleanField("在公开名单里列出")
    consent = StringField("家庭同意情况", [Optional(), at_most(CONSENT_MOST)])

    def about(self) -> About:
        """As the room takes it."""
        return About(
            place_id=self.place_id.data,
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            is_public=self.is_public.data,
            consent=self.consent.data or "",
        )

    def show(self, unit: UnitView) -> None:
        """Fill in what is known, before anything was typed."""
        self.place_id.data = unit.place.id
        self.contact_name.data = unit.contact_name
        self.contact_phone.data = unit.contact_phone
        self.is_public.data, self.consent.data = unit.is_public, unit.consent


class DecisionFields(Form):
    """A decision: its day, and what it gives."""

    on = DateField("日期", [InputRequired("请填写日期")])
    name = StringField("名称", [Optional(), at_most(NAME_LENGTH[1])])
    level = SelectField("级别", choices=list(LEVELS.items()))
    awarded_by = StringField("认定单位", [Optional(), at_most(WORDS_MOST)])
    document = StringField("文号", [Optional(), at_most(WORDS_MOST)])
    review_due_on = DateField("下次复查", [Optional()])
    reason = TextAreaField(
        "原因或说明", [Optional(), at_most(REASON_LENGTH[1])], render_kw={"rows": 3}
    )

    def decided(self) -> Decided:
        """As the room takes it; what the form does not ask for stays empty."""
        given = {name: self[name].data or "" for name in _TEXTS if name in self}
        due = self["review_due_on"].data if "review_due_on" in self else None
        return Decided(on=self.on.data, review_due_on=due, **given)

    def ask_for(self, decision: Decision) -> None:
        """Leave out what this decision does not touch."""
        for name in (*_TEXTS, "review_due_on"):
            if name not in ASKED[decision]:
                del self[name]
        if decision in NEEDS_REASON:
            self["reason"].validators = [required("请写明原因"), at_most(REASON_LENGTH[1])]
            self["reason"].flags.required = True
        if "awarded_by" in self:
            self["awarded_by"].flags.required = True

    def propose(self, decision: Decision, unit: UnitView, *, months: int, now: datetime) -> None:
        """What is most likely, before anything was typed."""
        today = local_date(now)
        self.on.data = unit.since if decision is Decision.CORRECT else today
        if decision is Decision.CORRECT:
            for name in ("name", "level", "awarded_by", "document", "review_due_on"):
                self[name].data = getattr(unit, name)
        elif "review_due_on" in self:
            self["review_due_on"].data = months_after(today, months)


class UnitForm(AboutFields, DecisionFields):
    """A unit that is entered, with the decision that recognised it."""

    kind = SelectField("类别", choices=list(KINDS.items()))
    name = StringField("名称", [required("请填写名称"), at_most(NAME_LENGTH[1])])
    level = SelectField("级别", choices=list(LEVELS.items()), default="district")
    awarded_by = StringField("认定单位", [required("请填写认定单位"), at_most(WORDS_MOST)])


_TEXTS = ("name", "level", "awarded_by", "document", "reason")
