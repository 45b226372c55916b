"""Say what is wrong or could be better; say more, take it back, say how the answer was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from app.domain.access import queries as access
from app.domain.attachments import keeping
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.complaints import errors, rules
from app.domain.complaints.holding import (
    COMPLAINANT,
    concern,
    facts_of,
    held_complaint,
    move,
    note,
    open_complaint,
    raise_until_somebody_serves,
    who,
)
from app.domain.complaints.linking import complaint_behind
from app.domain.complaints.models import Complaint, ComplaintPicture
from app.domain.complaints.rules import Decision, State
from app.domain.complaints.subjects import Subject, subject_of
from app.domain.people import denials
from app.domain.people.holding import hold
from app.domain.people.queries import VolunteerView
from app.domain.people.rules import required_phone
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.kernel.calendar import local_date, start_of_day
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.transaction import transaction

LONGEST_PAGE, LONGEST_TITLE = 120, 60
_SENT_TWICE = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said. Without `subject_id`, `place_id` says where it happened, None: not known.

    `whose`: in whose name she may ask (herself, the child she acts for). `page`: a path of ours,
    `from_page` the kind and id of what stands there: who is behind that is concerned, whatever
    it is said to be about.
    """

    text: str = field(repr=False)
    wish: str = "complaint"
    subject: str = "other"
    subject_id: UUID | None = None
    place_id: UUID | None = None
    page: str = ""
    from_page: tuple[str, UUID] | None = None
    hides_name: bool = False
    phone: str = field(default="", repr=False)
    attachment_ids: Sequence[UUID] = ()
    whose: Collection[UUID] = ()


def complain(by: VolunteerView | None, said: Said, *, now: datetime) -> UUID:
    """A volunteer, or a visitor (None), says it; its id. Sent twice, the first one (CS-02)."""
    refusal = rules.why_not_this_kind(said.wish, said.subject) or rules.why_not_this_text(said.text)
    if refusal:
        raise refusal
    phone = required_phone(said.phone) if said.phone.strip() and by is None else ""
    with transaction():
        if by is not None:
            hold([by.id])
        earlier = _sent_before(by, said, phone, now=now)
        if earlier is not None:
            return earlier
        refusal = rules.why_not_so_many(
            by_visitor=by is None, today=_count_today(by, now), pictures=len(said.attachment_ids)
        )
        if refusal:
            raise refusal
        row = _written(by, said, phone, now=now)
        _attach(by, row, said.attachment_ids, now=now)
        concern(row, said.from_page)
        raise_until_somebody_serves(row)
        note(COMPLAINANT, row, "send", now=now)
        return row.id


def withdraw(by: VolunteerView | str, complaint_id: UUID | None = None, *, now: datetime) -> None:
    """She does not want it looked into any more. Again: nothing changes.

    A denial stays until it is settled: what it parted is for staff to put back.
    """
    with transaction():
        row = _own(by, complaint_id, now)
        if denials.is_open(row.id):
            raise errors.SettledFirst
        if row.state != State.WITHDRAWN:
            move(row, Decision.WITHDRAW, COMPLAINANT, now=now, by_kind="complainant")


def reply(
    by: VolunteerView | str, words: str, complaint_id: UUID | None = None, *, now: datetime
) -> None:
    """She says what was asked."""
    refusal = rules.why_not_these_words(words, what="要补充的内容")
    if refusal:
        raise refusal
    with transaction():
        row = _own(by, complaint_id, now)
        move(row, Decision.REPLY, COMPLAINANT, now=now, words=words, by_kind="complainant")
        concern(row)
        _part_from_who_is_named(row, now=now)


def rate(
    by: VolunteerView | str,
    stars: int,
    words: str,
    complaint_id: UUID | None = None,
    *,
    now: datetime,
) -> None:
    """How the answer was; with that it is closed. Said again, the first word stands."""
    refusal = rules.why_not_these_stars(stars)
    if refusal:
        raise refusal
    with transaction():
        row = _own(by, complaint_id, now)
        if row.state == State.CLOSED:
            return
        move(row, Decision.RATE, COMPLAINANT, now=now, words=words, by_kind="complainant")
        row.stars = stars


def reopen(
    by: VolunteerView | str, words: str, complaint_id: UUID | None = None, *, now: datetime
) -> None:
    """She is not content: once more, by somebody else, one level up where there is one."""
    refusal = rules.why_not_these_words(words, what="为什么不满意")
    if refusal:
        raise refusal
    with transaction():
        row = _own(by, complaint_id, now)
        if row.reopened_at is not None:
            raise errors.ReopenedOnce
        move(row, Decision.REOPEN, COMPLAINANT, now=now, words=words, by_kind="complainant")
        row.reopened_at, row.outcome = now, None
        row.former_handler_id, row.handler_id = row.handler_id, None
        row.handled_path = rules.above(row.handled_path)
        concern(row)
        raise_until_somebody_serves(row)


def _part_from_who_is_named(row: Complaint, *, now: datetime) -> None:
    """What she adds may be about who asked: then somebody else goes on."""
    asked = access.staff_by_ids([row.handler_id]) if row.handler_id else []
    if any(rules.why_not_see(facts_of(row), who(one, row)) for one in asked):
        move(row, Decision.GIVE_BACK, SYSTEM, now=now, by_kind="system")
        row.handler_id = None
        raise_until_somebody_serves(row)


def _own(by: VolunteerView | str, complaint_id: UUID | None, now: datetime) -> Complaint:
    """Hers by her account, or by the link of a visitor."""
    if isinstance(by, str):
        return held_complaint(complaint_behind(by, now=now))
    row = held_complaint(complaint_id) if complaint_id else None
    if row is None or row.complainant_id != by.id:
        raise NotFound
    return row


def _written(by: VolunteerView | None, said: Said, phone: str, *, now: datetime) -> Complaint:
    found = subject_of(said.subject, said.subject_id, whose=said.whose) if said.subject_id else None
    return open_complaint(
        _place(by, said, found),
        known=found is not None,
        now=now,
        id=new_id(),
        wish=said.wish,
        subject=said.subject,
        subject_id=said.subject_id,
        subject_title=found.title[:LONGEST_TITLE] if found else "",
        page=said.page[:LONGEST_PAGE],
        complainant_id=by.id if by else None,
        by_visitor=by is None,
        hides_name=said.hides_name,
        phone=phone,
        text=said.text.strip(),
    )


def _place(by: VolunteerView | None, said: Said, found: Subject | None) -> PlaceView:
    if found is not None:
        return found.place
    if said.place_id is not None:
        return places.place(said.place_id)
    return by.community if by is not None else places.centre()


def _attach(
    by: VolunteerView | None, row: Complaint, ids: Sequence[UUID], *, now: datetime
) -> None:
    if by is None or not ids:
        return
    for one in keeping.attach(Actor("volunteer", by.id, by.name), ids, now=now):
        session.add(ComplaintPicture(complaint_id=row.id, attachment_id=one))
    session.flush()


def _said_by(by: VolunteerView | None, query: Select[Complaint]) -> Select[Complaint]:
    if by is None:
        proven = and_(Complaint.subject == rules.NOT_ME, Complaint.subject_id.is_not(None))
        return query.where(Complaint.by_visitor.is_(True), ~proven)
    return query.where(Complaint.complainant_id == by.id)


def _sent_before(by: VolunteerView | None, said: Said, phone: str, *, now: datetime) -> UUID | None:
    """A form that was sent again; the words are sealed, so they are compared here.

    Of visitors without a phone nobody knows whether two are one: each of theirs is its own.
    """
    if by is None and not phone:
        return None
    recent = _said_by(by, select(Complaint).where(Complaint.made_at > now - _SENT_TWICE))
    rows = session.scalars(recent.order_by(Complaint.id)).all()
    asked = (said.text.strip(), phone, said.subject, said.page[:LONGEST_PAGE])
    same = (one.id for one in rows if (one.text, one.phone, one.subject, one.page) == asked)
    return next(same, None)


def _count_today(by: VolunteerView | None, now: datetime) -> int:
    today = select(Complaint).where(Complaint.made_at >= start_of_day(local_date(now)))
    counted = _said_by(by, today).with_only_columns(func.count(Complaint.id))
    return session.scalar(counted) or 0
