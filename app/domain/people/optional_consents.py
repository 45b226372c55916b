"""Agree to one use of one's data, or withdraw that alone; it takes effect at once, nothing is lost.

Who registered agreed to messages with the terms: no row says so, and withdrawing that alone leaves
one, with the words and the time of the terms. A guardian does the same for her child.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select

from app.domain.access import queries as access
from app.domain.audit import trail
from app.domain.audit.actors import Actor
from app.domain.people.consents import KIND, text_hash
from app.domain.people.errors import NotOfAge
from app.domain.people.models import Consent, Guardianship, Volunteer
from app.domain.people.profile import locked
from app.domain.people.purposes import BY_KIND, OPEN_NAME, PURPOSES, VERSION, Purpose
from app.domain.people.queries import ConsentView, VolunteerView, cards, consents
from app.domain.people.rules import ADULT_YEARS, is_of_age, of_age_if_born_by
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Standing:
    """How one purpose stands. `rows`: what was said of it, the latest first."""

    purpose: Purpose
    agreed: bool
    rows: Sequence[ConsentView]


def agree(volunteer_id: UUID, kind: str, *, by: VolunteerView, channel: str, now: datetime) -> None:
    """Note that she agrees to the words as they stand; `channel` is wechat | phone.

    Said again, nothing more happens; newer words take the place of older ones.
    """
    purpose = _purpose(kind)
    with transaction():
        person = locked(volunteer_id)
        if purpose.of_age and not is_of_age(person.birth_date, local_date(now)):
            raise NotOfAge(years=ADULT_YEARS)
        before = _in_force(volunteer_id, kind)
        words = text_hash(purpose.text)
        if before is not None and before.text_hash == words:
            return
        if before is None and purpose.with_terms and not _said(volunteer_id, kind):
            return
        if before is not None:
            before.withdrawn_at = now
            session.flush()  # the index allows one in force
        session.add(
            Consent(
                id=new_id(),
                volunteer_id=volunteer_id,
                kind=kind,
                version=VERSION,
                text_hash=words,
                channel=channel,
                given_at=now,
            )
        )
        _write_down("volunteer.agree", person, purpose, by, now=now)


def withdraw(volunteer_id: UUID, kind: str, *, by: VolunteerView, now: datetime) -> None:
    """Agreed to no longer, from this moment. Said again, nothing more happens."""
    purpose = _purpose(kind)
    with transaction():
        person = locked(volunteer_id)
        row = _in_force(volunteer_id, kind)
        if row is None and purpose.with_terms and not _said(volunteer_id, kind):
            row = _as_in_the_terms(volunteer_id, purpose, now=now)
            session.add(row)
        if row is None:
            return
        row.withdrawn_at = now
        _write_down("volunteer.withdraw_consent", person, purpose, by, now=now)


def standing(volunteer_id: UUID) -> list[Standing]:
    """Every purpose there is, in one order; one statement."""
    rows = consents(volunteer_id)
    found = []
    for purpose in PURPOSES:
        said = [row for row in rows if row.kind == purpose.kind]
        in_force = any(row.withdrawn_at is None for row in said)
        found.append(Standing(purpose, in_force or (purpose.with_terms and not said), said))
    return found


def agreed(volunteer_id: UUID, purpose: Purpose) -> bool:
    """Whether one person agrees to one purpose."""
    return volunteer_id in who_agreed([volunteer_id], purpose)


def who_agreed(volunteer_ids: Collection[UUID], purpose: Purpose) -> frozenset[UUID]:
    """Those of them who agree to a purpose, in one statement."""
    everyone = frozenset(volunteer_ids)
    if not everyone:
        return everyone
    if purpose.with_terms:
        return everyone - {who for who, _ in refused(everyone, [purpose])}
    query = select(Consent.volunteer_id).where(
        Consent.volunteer_id.in_(everyone),
        Consent.kind == purpose.kind,
        Consent.withdrawn_at.is_(None),
    )
    return frozenset(session.scalars(query))


def everyone_who_agreed(purpose: Purpose) -> list[UUID]:
    """All who said yes to a purpose that does not come with the terms, and are still here."""
    return list(session.scalars(everyone_agreeing(purpose).order_by(Consent.volunteer_id)))


def everyone_agreeing(purpose: Purpose) -> Select[UUID]:
    """The same as a condition, to ask other tables with."""
    return (
        select(Consent.volunteer_id)
        .join(Volunteer, Volunteer.id == Consent.volunteer_id)
        .where(
            Consent.kind == purpose.kind,
            Consent.withdrawn_at.is_(None),
            Volunteer.state == "active",
        )
    )


def adults_who_agree(purpose: Purpose, *, today: date) -> Select[UUID]:
    """Everybody of age who is here, agrees to a purpose, and serves nowhere as staff."""
    return (
        select(Volunteer.id)
        .join(Consent, Consent.volunteer_id == Volunteer.id)
        .where(
            Consent.kind == purpose.kind,
            Consent.withdrawn_at.is_(None),
            Volunteer.state == "active",
            Volunteer.birth_date <= of_age_if_born_by(today),
            Volunteer.id.not_in(access.volunteers_who_serve()),
            Volunteer.phone.not_in(access.phones_of_staff()),
        )
    )


def names_shown_openly(volunteer_ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of them whose whole name may stand in public notices and lists; one statement."""
    return who_agreed(volunteer_ids, OPEN_NAME)


def public_names(volunteer_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names as strangers may read them: whole where she agreed, else masked."""
    openly = names_shown_openly(volunteer_ids)
    return {
        one.id: one.name if one.id in openly or one.state == "left" else one.masked_name
        for one in cards(volunteer_ids).values()
    }


def refused(
    volunteer_ids: Collection[UUID], purposes: Sequence[Purpose]
) -> frozenset[tuple[UUID, str]]:
    """Who withdrew which of the purposes that come with the terms, in one statement."""
    if not volunteer_ids:
        return frozenset()
    query = (
        select(Consent.volunteer_id, Consent.kind)
        .where(
            Consent.volunteer_id.in_(set(volunteer_ids)),
            Consent.kind.in_([purpose.kind for purpose in purposes]),
        )
        .group_by(Consent.volunteer_id, Consent.kind)
        .having(func.count() == func.count(Consent.withdrawn_at))
    )
    return frozenset((row.volunteer_id, row.kind) for row in session.execute(query))


def _purpose(kind: str) -> Purpose:
    found = BY_KIND.get(kind)
    if found is None:
        raise NotFound
    return found


def _in_force(volunteer_id: UUID, kind: str) -> Consent | None:
    return session.scalars(
        select(Consent).where(
            Consent.volunteer_id == volunteer_id,
            Consent.kind == kind,
            Consent.withdrawn_at.is_(None),
        )
    ).one_or_none()


def _said(volunteer_id: UUID, kind: str) -> bool:
    """Whether she ever decided on it apart from the terms."""
    query = select(Consent.id).where(Consent.volunteer_id == volunteer_id, Consent.kind == kind)
    return session.scalar(query.limit(1)) is not None


def _as_in_the_terms(volunteer_id: UUID, purpose: Purpose, *, now: datetime) -> Consent:
    """The part of the terms, or of the guardian's consent, that is now withdrawn alone.

    Where neither is in force, what she refuses are the words on her page.
    """
    terms = _in_force(volunteer_id, KIND) or _guardians(volunteer_id)
    return Consent(
        id=new_id(),
        volunteer_id=volunteer_id,
        kind=purpose.kind,
        version=terms.version if terms else VERSION,
        text_hash=terms.text_hash if terms else text_hash(purpose.text),
        channel=terms.channel if terms else "",
        given_at=terms.given_at if terms else now,
    )


def _guardians(child_id: UUID) -> Guardianship | None:
    return session.scalars(
        select(Guardianship).where(
            Guardianship.child_id == child_id, Guardianship.withdrawn_at.is_(None)
        )
    ).one_or_none()


def _write_down(
    action: str, person: Volunteer, purpose: Purpose, by: VolunteerView, *, now: datetime
) -> None:
    trail.record(
        Actor("volunteer", by.id, by.name),
        action,
        "volunteer",
        person.id,
        now=now,
        place_id=person.community_id,
        consent=purpose.title,
    )
