"""Reading consultations: the campaign's list and letters, one letter, what was said of a case."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.nominations.consultation import rules
from app.domain.nominations.consultation.lines import seen
from app.domain.nominations.consultation.links import Visit, behind
from app.domain.nominations.consultation.models import (
    ConsultationLetter,
    ConsultationLine,
    ConsultedAuthority,
)
from app.domain.nominations.consultation.standing import authorities_of
from app.domain.nominations.consultation.views import AuthorityView, Gap, LetterView, LineView
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.rules import State
from app.kernel.database import session
from app.kernel.refusal import NotFound


def authorities(campaign_id: UUID) -> list[AuthorityView]:
    """The campaign's list, in the order it was written."""
    return [AuthorityView(one.id, one.kind, one.name) for one in authorities_of(campaign_id)]


def letters(campaign_id: UUID) -> list[LetterView]:
    """Every letter of a campaign, the latest first."""
    query = select(ConsultationLetter).where(ConsultationLetter.campaign_id == campaign_id)
    rows = session.scalars(query.order_by(ConsultationLetter.number.desc())).all()
    return _views(rows)


def letter(letter_id: UUID, staff: Staff) -> LetterView:
    """One letter of the centre above her; another centre's is not found."""
    row = session.get(ConsultationLetter, letter_id)
    campaign = session.get(Campaign, row.campaign_id) if row else None
    if row is None or campaign is None or not staff.scope.covers(campaign.place_path):
        raise NotFound
    return _views([row])[0]


def letter_of_visit(visit: Visit, *, now: datetime) -> LetterView:
    """What the authority that was let in reads: only people whose case still waits."""
    return _views([behind(visit, now=now)])[0]


def line(line_id: UUID, staff: Staff) -> tuple[LineView, LetterView]:
    """One person's line within its letter."""
    row = session.get(ConsultationLine, line_id)
    if row is None or row.letter_id is None:
        raise NotFound
    found = letter(row.letter_id, staff)
    for one in found.lines:
        if one.id == line_id:
            return one, found
    raise NotFound


def about(nomination_id: UUID) -> list[LineView]:
    """What has been asked and said about a case, as it counts now."""
    query = select(ConsultationLine).where(
        ConsultationLine.nomination_id == nomination_id, ConsultationLine.ended_at.is_(None)
    )
    return seen(session.scalars(query.order_by(ConsultationLine.id)).all())


def gaps(campaign_id: UUID) -> list[Gap]:
    """Who passed and about whom somebody has not been asked yet."""
    listed = authorities(campaign_id)
    ids = [one.id for one in listed]
    states = [State.PASSED.value, State.CONSULTING.value]
    query = select(Nomination).where(
        Nomination.campaign_id == campaign_id, Nomination.state.in_(states)
    )
    found = []
    said = _verdicts(campaign_id)
    for case in session.scalars(query.order_by(Nomination.id)):
        verdicts = said.get(case.id, {})
        if rules.is_settled(ids, verdicts):
            continue
        again = case.state == State.PASSED.value
        missing = tuple(
            one
            for one in listed
            if one.id not in verdicts or (again and verdicts[one.id] == "object")
        )
        if missing or again:
            found.append(Gap(case.id, case.name, case.unit, case.category, missing))
    return found


def count_overdue(path: str, today: date) -> int:
    """Letters of a centre whose time is over and that miss an answer."""
    query = (
        select(func.count(func.distinct(ConsultationLetter.id)))
        .join(ConsultationLine, ConsultationLine.letter_id == ConsultationLetter.id)
        .join(Nomination, Nomination.id == ConsultationLine.nomination_id)
        .join(Campaign, Campaign.id == ConsultationLetter.campaign_id)
        .where(
            Campaign.place_path.startswith(path, autoescape=True),
            ConsultationLetter.due_on < today,
            ConsultationLine.verdict.is_(None),
            ConsultationLine.ended_at.is_(None),
            Nomination.state == State.CONSULTING.value,
        )
    )
    return session.scalar(query) or 0


def _verdicts(campaign_id: UUID) -> dict[UUID, dict[object, str | None]]:
    query = (
        select(
            ConsultationLine.nomination_id, ConsultationLine.authority_id, ConsultationLine.verdict
        )
        .join(Nomination, Nomination.id == ConsultationLine.nomination_id)
        .where(Nomination.campaign_id == campaign_id, ConsultationLine.ended_at.is_(None))
    )
    found: dict[UUID, dict[object, str | None]] = {}
    for nomination_id, authority_id, verdict in session.execute(query):
        found.setdefault(nomination_id, {})[authority_id] = verdict
    return found


def _views(rows: Sequence[ConsultationLetter]) -> list[LetterView]:
    ids = [one.id for one in rows]
    query = select(ConsultationLine).where(
        ConsultationLine.letter_id.in_(ids), ConsultationLine.ended_at.is_(None)
    )
    lines = seen(session.scalars(query.order_by(ConsultationLine.id)).all())
    kinds = dict(
        session.execute(
            select(ConsultedAuthority.id, ConsultedAuthority.kind).where(
                ConsultedAuthority.id.in_({one.authority_id for one in rows})
            )
        ).all()
    )
    titles = dict(
        session.execute(
            select(Campaign.id, Campaign.title).where(
                Campaign.id.in_({one.campaign_id for one in rows})
            )
        ).all()
    )
    names = access.names({one.sent_by_id for one in rows})
    return [
        LetterView(
            id=one.id,
            campaign_id=one.campaign_id,
            campaign=titles[one.campaign_id],
            number=one.number,
            kind=kinds[one.authority_id],
            addressee=one.addressee,
            sent_by=names.get(one.sent_by_id, ""),
            sent_at=one.sent_at,
            due_on=one.due_on,
            reminded_at=one.reminded_at,
            link_until=one.link_until,
            opened_at=one.opened_at,
            lines=tuple(line for line in lines if line.letter_id == one.id),
        )
        for one in rows
    ]
