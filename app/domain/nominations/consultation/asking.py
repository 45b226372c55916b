"""Send letters: one to each authority, with everybody it is asked about."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.nominations.consultation import errors, rules
from app.domain.nominations.consultation.listing import held
from app.domain.nominations.consultation.models import (
    ConsultationLetter,
    ConsultationLine,
    ConsultedAuthority,
)
from app.domain.nominations.consultation.standing import (
    authorities_of,
    is_settled,
    refuse_kin,
    settle,
    standing_lines,
)
from app.domain.nominations.holding import cases_of, move, note, note_campaign
from app.domain.nominations.models import Nomination
from app.domain.nominations.rules import LONGEST_WORDS, Decision, State
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, Refusal
from app.kernel.transaction import transaction

Pair = tuple[UUID, UUID]  # a case, an authority


@dataclass(frozen=True)
class Wanted:
    """Whom to ask about whom; why the others need not be asked; by when."""

    pairs: frozenset[Pair]
    why_others_not: str = ""
    working_days: int = rules.USUAL_DAYS


@dataclass(frozen=True)
class _Gap:
    """An authority not heard about a case; `before` is an objection that no longer counts."""

    case: Nomination
    authority: ConsultedAuthority
    before: ConsultationLine | None

    @property
    def pair(self) -> Pair:
        return (self.case.id, self.authority.id)


def ask(staff: Staff, campaign_id: UUID, wanted: Wanted, *, now: datetime) -> list[UUID]:
    """Letters to each authority that has not been heard about somebody who passed.

    Who is not among the pairs need not be asked, for a reason that is kept. Returns the letters.
    """
    with transaction():
        campaign = held(staff, campaign_id)
        cases, gaps = _unheard(campaign_id)
        refusal = _why_not_ask(cases, gaps, wanted)
        if refusal:
            raise refusal
        for case in cases:
            refuse_kin(staff, case)
        letters = _write(gaps, _Sending(staff, campaign_id, wanted, now))
        note_campaign(staff.actor, campaign, "consult", now=now, count=len(letters))
        for case in cases:
            if State(case.state) is State.PASSED:
                move(case, Decision.CONSULT)
                note(staff.actor, case, Decision.CONSULT, now=now)
            settle(case, now=now)
    return letters


def _unheard(campaign_id: UUID) -> tuple[list[Nomination], list[_Gap]]:
    """Cases that miss an answer, and what they miss.

    Who passed again after an authority had objected is asked about anew there.
    """
    authorities = authorities_of(campaign_id)
    cases = cases_of(campaign_id, State.PASSED, State.CONSULTING)
    lines = standing_lines([one.id for one in cases])
    ids = [one.id for one in authorities]
    unsettled = [one for one in cases if not is_settled(ids, lines[one.id])]
    gaps = []
    for case in unsettled:
        for authority in authorities:
            line = lines[case.id].get(authority.id)
            passed_again = line is not None and line.verdict == "object"
            if line is None or (passed_again and State(case.state) is State.PASSED):
                gaps.append(_Gap(case, authority, line))
    return unsettled, gaps


def _why_not_ask(
    cases: Sequence[Nomination], gaps: Sequence[_Gap], wanted: Wanted
) -> Refusal | None:
    if not gaps and all(State(one.state) is not State.PASSED for one in cases):
        return errors.NobodyToAsk()
    reason = wanted.why_others_not.strip()
    if any(one.pair not in wanted.pairs for one in gaps) and not reason:
        problem = "有没勾选的，请写明为什么不需要征求"
        return BadInput(field="why_others_not", problem=problem)
    if len(reason) > LONGEST_WORDS:
        return BadInput(field="why_others_not", problem=f"最多 {LONGEST_WORDS} 个字")
    return rules.why_not_so_many_days(wanted.working_days)


@dataclass
class _Sending:
    """What is being sent: one letter for each authority, for "own unit" one for each unit."""

    staff: Staff
    campaign_id: UUID
    wanted: Wanted
    now: datetime
    letters: dict[tuple[UUID, str], UUID] = field(default_factory=dict)

    def letter_to(self, authority: ConsultedAuthority, case: Nomination) -> UUID:
        """The authority's letter, written when the first person of it comes."""
        to = (authority.id, authority.name or case.unit)
        if to not in self.letters:
            row = ConsultationLetter(
                id=new_id(),
                campaign_id=self.campaign_id,
                authority_id=authority.id,
                addressee=to[1],
                number=self._last_number() + 1,
                sent_by_id=self.staff.id,
                sent_at=self.now,
                due_on=rules.answer_due(self.now, self.wanted.working_days),
            )
            session.add(row)
            session.flush()
            self.letters[to] = row.id
        return self.letters[to]

    def _last_number(self) -> int:
        query = select(func.max(ConsultationLetter.number)).where(
            ConsultationLetter.campaign_id == self.campaign_id
        )
        return session.scalar(query) or 0


def _write(gaps: Sequence[_Gap], sending: _Sending) -> list[UUID]:
    for gap in gaps:
        if gap.before is not None:
            gap.before.ended_at = sending.now
    session.flush()  # the old line makes way for the new one
    for gap in gaps:
        facts = {"nomination_id": gap.case.id, "authority_id": gap.authority.id}
        line = ConsultationLine(id=new_id(), **facts)
        if gap.pair in sending.wanted.pairs:
            line.letter_id = sending.letter_to(gap.authority, gap.case)
        else:
            line.verdict, line.way = "unneeded", "staff"
            line.reason = sending.wanted.why_others_not.strip()
            line.typed_by_id, line.answered_at = sending.staff.id, sending.now
        session.add(line)
    return list(sending.letters.values())
