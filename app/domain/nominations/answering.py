"""Whom the centre asks to answer an objection, when nobody near is without a part in the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.access import queries as access
from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import ROLE_PERMISSIONS, Permission
from app.domain.nominations import errors, part_rules, queries
from app.domain.nominations.events import StaffCalled
from app.domain.nominations.holding import held_case, move, note
from app.domain.nominations.models import Campaign, Nomination, NominationObjection
from app.domain.nominations.parts import part_of
from app.domain.nominations.review_models import ObjectionAnswerer, ObjectionPicture
from app.domain.nominations.rules import ANSWERABLE, Decision, State
from app.domain.nominations.views import CaseView, ObjectionView
from app.domain.places.scope import EVERYWHERE, Scope
from app.kernel.database import session
from app.kernel.happenings import happened
from app.kernel.refusal import NotFound, Refusal
from app.kernel.rows import row_with
from app.kernel.transaction import transaction

CANDIDATES_SHOWN = 20


@dataclass(frozen=True)
class Asked:
    """An objection with all that who answers it needs: the case, evidence, who was asked."""

    said: ObjectionView
    case: CaseView
    pictures: tuple[UUID, ...]
    answerer_id: UUID | None
    answerer: str


def ask(staff: Staff, objection_id: UUID, answerer_id: UUID, *, now: datetime) -> None:
    """The centre asks somebody without any part in the case, from another place, to answer."""
    with transaction():
        case, campaign, said = _held(objection_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, case.place_path)
        if said.answered_at is not None:
            raise errors.AlreadyAnswered
        refusal = part_rules.why_not_touched_by(part_of(staff, case))
        if refusal:
            raise refusal
        who = access.staff_member(answerer_id, Scope(campaign.place_path))
        refusal = why_not_asked(who, case, said)
        if refusal:
            raise refusal
        if State(case.state) not in ANSWERABLE:
            move(case, Decision.ASK)
        row = session.get(ObjectionAnswerer, objection_id) or ObjectionAnswerer(
            objection_id=objection_id
        )
        row.staff_id, row.asked_by_id, row.asked_at = who.id, staff.id, now
        session.add(row)
        note(staff.actor, case, Decision.ASK, now=now, words=f"请{who.name}答复")
        if who.volunteer_id is not None:
            happened(StaffCalled("case_answer_asked", (who.volunteer_id,), campaign.title, now))


def why_not_asked(who: Staff, case: Nomination, said: NominationObjection) -> Refusal | None:
    """Somebody who works, may decide on cases, is of another place, and had no part in this one."""
    if who.ended_at is not None or Permission.NOMINATIONS_REVIEW not in ROLE_PERMISSIONS[who.role]:
        return errors.CannotAnswer(name=who.name)
    concerned = who.place.level != "centre" and case.place_path.startswith(who.place.path)
    hers = who.volunteer_id is not None and who.volunteer_id == said.volunteer_id
    if concerned or hers or part_rules.why_not_answered_by(part_of(who, case)):
        return errors.CannotAnswer(name=who.name)
    return None


def candidates(staff: Staff, objection_id: UUID, text: str = "") -> list[Staff]:
    """Who may be asked, by name or user name; the first twenty."""
    case, said = _found(objection_id)
    staff.require(Permission.CAMPAIGNS_MANAGE, case.place_path)
    found = access.staff_list(staff.scope, text, size=3 * CANDIDATES_SHOWN).items
    fit = [who for who in found if why_not_asked(who, case, said) is None]
    return fit[:CANDIDATES_SHOWN]


def why_not_answer(staff: Staff, case: Nomination, said: NominationObjection) -> Refusal | None:
    """Who was asked may answer wherever the case is; others at the case's place, with the right."""
    if not _was_asked(staff, said.id):
        staff.require(Permission.OBJECTIONS_ANSWER, case.place_path)
    elif problem := staff.why_not_by_this_sign_in(Permission.OBJECTIONS_ANSWER):
        return problem
    hers = staff.volunteer_id is not None and staff.volunteer_id == said.volunteer_id
    return errors.Involved() if hers else part_rules.why_not_answered_by(part_of(staff, case))


def objection_for(staff: Staff, objection_id: UUID) -> Asked:
    """One objection, for who answers at its place and for who was asked; else not found."""
    case, _ = _found(objection_id)
    if not _was_asked(staff, objection_id):
        if not staff.scope.covers(case.place_path):
            raise NotFound
        if not staff.may(Permission.OBJECTIONS_ANSWER):
            raise NotAllowed(permission=Permission.OBJECTIONS_ANSWER.title)
    asked = session.get(ObjectionAnswerer, objection_id)
    names = access.names({asked.staff_id}) if asked else {}
    return Asked(
        said=queries.objection(objection_id, EVERYWHERE),
        case=queries.case(case.id, EVERYWHERE),
        pictures=pictures_of(objection_id),
        answerer_id=asked.staff_id if asked else None,
        answerer=names.get(asked.staff_id, "") if asked else "",
    )


def pictures_of(objection_id: UUID) -> tuple[UUID, ...]:
    """The evidence that came with an objection."""
    query = select(ObjectionPicture.attachment_id).where(
        ObjectionPicture.objection_id == objection_id
    )
    return tuple(session.scalars(query.order_by(ObjectionPicture.attachment_id)))


def asked_of(staff: Staff) -> list[ObjectionView]:
    """What she was asked to answer and has not answered yet, the first to be due first."""
    query = (
        select(NominationObjection.id)
        .join(ObjectionAnswerer, ObjectionAnswerer.objection_id == NominationObjection.id)
        .where(
            ObjectionAnswerer.staff_id == staff.id,
            NominationObjection.answered_at.is_(None),
        )
        .order_by(NominationObjection.due_on, NominationObjection.id)
    )
    return [queries.objection(one, EVERYWHERE) for one in session.scalars(query)]


def _was_asked(staff: Staff, objection_id: UUID) -> bool:
    row = session.get(ObjectionAnswerer, objection_id, populate_existing=True)
    return row is not None and row.staff_id == staff.id


def _found(objection_id: UUID) -> tuple[Nomination, NominationObjection]:
    said = row_with(NominationObjection, objection_id)
    return session.get_one(Nomination, said.nomination_id), said


def _held(objection_id: UUID) -> tuple[Nomination, Campaign, NominationObjection]:
    _, said = _found(objection_id)
    case, campaign = held_case(said.nomination_id)
    session.refresh(said, with_for_update=True)
    return case, campaign, said
