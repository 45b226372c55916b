"""Corrections of approved hours: what may be proposed, and who approves it.

Numbers and their sources: docs/rules.md, Hours.
"""

from dataclasses import dataclass
from uuid import UUID

from app.domain.hours.back_fill_rules import Person
from app.domain.hours.errors import OutsideStay, OwnRecord
from app.domain.hours.reports import errors
from app.domain.hours.rules import STANDINGS as RECORD_STANDINGS
from app.domain.hours.rules import Credit, Decider, RecordFacts, Stretch
from app.kernel.refusal import NotFound, Refusal

STANDINGS = {
    "waiting": "待核对",
    "approved": "已更正",
    "refused": "未同意",
    "withdrawn": "已撤回",
}


@dataclass(frozen=True)
class CorrectionFacts:
    """A correction as the rules see it. `answers_report`: then its record is frozen meanwhile."""

    state: str
    record_state: str
    place_path: str
    volunteer_id: UUID
    minutes: int
    answers_report: bool
    proposed_by: Person
    proposed_from: str
    proposed_at_centre: bool


def why_not_propose(
    record: RecordFacts,
    by: Decider,
    *,
    stretch: Stretch,
    stay: Stretch,
    now_counted: Stretch,
    waits: bool,
    answers_report: bool = False,
) -> Refusal | None:
    """Approved hours, to other times within the plan and the stay, one proposal at a time."""
    if not by.scope.covers(record.place_path):
        return NotFound()
    if by.volunteer_id is not None and record.volunteer_id == by.volunteer_id:
        return OwnRecord()
    if record.state != ("frozen" if answers_report else "approved"):
        return errors.NotCorrectable(standing=RECORD_STANDINGS[record.state])
    if waits:
        return errors.CorrectionWaits()
    if not stay.begins <= stretch.begins < stretch.ends <= stay.ends:
        return OutsideStay(earliest=stay.begins, latest=stay.ends)
    return errors.NothingToCorrect() if stretch == now_counted else None


def why_not_approve(facts: CorrectionFacts, by: Decider, person: Person) -> Refusal | None:
    """Somebody else, above; and the record must still be as it was proposed for."""
    return why_not_decide(facts, by, person) or (
        None
        if facts.record_state == ("frozen" if facts.answers_report else "approved")
        else errors.NotCorrectable(standing=RECORD_STANDINGS[facts.record_state])
    )


def why_not_decide(facts: CorrectionFacts, by: Decider, person: Person) -> Refusal | None:
    """By another person from a place above the proposer's, not about herself.

    Above the centre there is nobody: what was proposed there, another person there decides.
    """
    refusal = _why_not_waiting(facts, by)
    if refusal is not None:
        return refusal
    if person.is_same_as(facts.proposed_by):
        return errors.ProposedByHer()
    if by.volunteer_id is not None and by.volunteer_id == facts.volunteer_id:
        return OwnRecord()
    above = by.scope.strictly_above(facts.proposed_from)
    if not above and not (facts.proposed_at_centre and by.at_centre):
        return errors.CorrectedFromAbove()
    return None


def why_not_withdraw(facts: CorrectionFacts, by: Decider) -> Refusal | None:
    """By who proposed it, while it waits."""
    refusal = _why_not_waiting(facts, by)
    if refusal is None and facts.proposed_by.staff_id != by.staff_id:
        return errors.ProposedByAnother()
    return refusal


def why_not_as_proposed(facts: CorrectionFacts, credit: Credit) -> Refusal | None:
    """No minute twice and no day above its cap, as things stand at the decision."""
    if credit.minutes == facts.minutes:
        return None
    return errors.CorrectionOutOfDate(proposed=facts.minutes, now=credit.minutes)


def _why_not_waiting(facts: CorrectionFacts, by: Decider) -> Refusal | None:
    if not by.scope.covers(facts.place_path):
        return NotFound()
    if facts.state != "waiting":
        return errors.CorrectionDecided(standing=STANDINGS[facts.state])
    return None
