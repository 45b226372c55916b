"""The ways a minor's guardian gives her word, each ending in a sign-up or none."""

import struct
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.activities import errors
from app.domain.activities.minors import Word
from app.domain.activities.rules import ADULT_YEARS
from app.domain.activities.sign_up import SignedUp, sign_up
from app.domain.people import families
from app.domain.people.families import GuardianView
from app.domain.people.phone_codes import try_code
from app.domain.people.queries import VolunteerView
from app.domain.people.rules import (
    age_on,
    clean_name,
    required_phone,
    why_not_this_name,
)
from app.domain.people.vocabulary import RELATIONS
from app.kernel.calendar import local_date
from app.kernel.crypto import read_signed_code, signed_code
from app.kernel.refusal import BadInput, NotFound, Refusal
from app.kernel.transaction import transaction

REQUEST_LASTS = timedelta(days=3)
_PURPOSE = "guardian's word"
_LAYOUT = struct.Struct(">16s16sI")


@dataclass(frozen=True)
class FamilyOutcome:
    """What came of each member: a place, a place in the queue, or why not."""

    signed_up: dict[UUID, SignedUp]
    refused: dict[UUID, Refusal]


@dataclass(frozen=True)
class Request:
    """What a minor asks her guardian to agree to."""

    volunteer_id: UUID
    position_id: UUID


def sign_up_family(
    person: VolunteerView,
    member_ids: Collection[UUID],
    position_id: UUID,
    *,
    accompanies: bool,
    now: datetime,
) -> FamilyOutcome:
    """A guardian signs up herself and children in her care, one after the other; who and why."""
    outcome = FamilyOutcome({}, {})
    for member_id in member_ids:
        try:
            word = _own_word(person, member_id, accompanies)
            outcome.signed_up[member_id] = sign_up(member_id, position_id, word=word, now=now)
        except NotFound:
            raise
        except Refusal as refusal:
            outcome.refused[member_id] = refusal
    return outcome


def _own_word(person: VolunteerView, member_id: UUID, accompanies: bool) -> Word | None:
    """The word of whoever stands here; None for herself, unless she stands for her guardian."""
    guardian = families.guardian_of(member_id)
    if member_id != person.id and families.acted_for(person, member_id) is None:
        raise NotFound
    speaks = guardian is not None and _is_guardian(guardian, person)
    if guardian is None or not speaks:
        return None
    return Word("in_person", guardian.name, guardian.phone, guardian.relation, accompanies)


def _is_guardian(guardian: GuardianView, person: VolunteerView) -> bool:
    """She herself, or the proven phone behind a child's account when she is no volunteer."""
    if guardian.guardian_id is not None:
        return guardian.guardian_id == person.id
    return guardian.phone == person.phone


def sign_up_by_guardians_code(
    minor: VolunteerView, position_id: UUID, *, guardian: Word, code: str, now: datetime
) -> SignedUp:
    """The guardian read out the code that was sent to her phone."""
    word = _checked(guardian)
    if word.phone == minor.phone:
        raise errors.OwnPhoneAsGuardians
    with transaction():
        problem = try_code(word.phone, code, now=now)
        if problem is None:
            return sign_up(minor.id, position_id, word=word, now=now)
    # Raised outside the transaction: a wrong code counts.
    raise problem


def sign_up_accompanied(
    minor: VolunteerView, position_id: UUID, *, companion: Word, now: datetime
) -> SignedUp:
    """A guardian comes along; staff see at the door who it is."""
    word = _checked(companion)
    if word.phone == minor.phone:
        raise errors.OwnPhoneAsGuardians
    return sign_up(minor.id, position_id, word=word, now=now)


def request_code(volunteer_id: UUID, position_id: UUID, *, now: datetime) -> str:
    """What a minor sends to her guardian: URL-safe, signed, good for three days."""
    payload = _LAYOUT.pack(volunteer_id.bytes, position_id.bytes, int(now.timestamp()))
    return signed_code(payload, purpose=_PURPOSE)


def read_request(code: str, *, now: datetime) -> Request:
    """What the minor asked for; refuses what is not ours or too old."""
    payload = read_signed_code(code, purpose=_PURPOSE)
    if payload is None or len(payload) != _LAYOUT.size:
        raise NotFound
    volunteer, position, made_at = _LAYOUT.unpack(payload)
    if now.timestamp() - made_at > REQUEST_LASTS.total_seconds():
        raise errors.RequestExpired(days=REQUEST_LASTS.days)
    return Request(UUID(bytes=volunteer), UUID(bytes=position))


def agree_to_request(
    code: str, guardian: VolunteerView, *, relation: str, accompanies: bool, now: datetime
) -> SignedUp:
    """The guardian agrees from her own account."""
    asked = read_request(code, now=now)
    grown = guardian.birth_date is None or (
        age_on(guardian.birth_date, local_date(now)) >= ADULT_YEARS
    )
    if guardian.id == asked.volunteer_id or not grown:
        raise errors.GuardianNotGrown(years=ADULT_YEARS)
    word = _checked(Word("wechat", guardian.name, guardian.phone, relation, accompanies))
    return sign_up(asked.volunteer_id, asked.position_id, word=word, now=now)


def _checked(word: Word) -> Word:
    name = clean_name(word.name)
    if why_not_this_name(name):
        raise BadInput(field="guardian_name", problem="请填写监护人的真实姓名")
    if word.relation not in RELATIONS:
        raise BadInput(field="relation", problem="请选择监护人与您的关系")
    return Word(word.way, name, required_phone(word.phone), word.relation, word.accompanies)
