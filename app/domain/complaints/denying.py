""" "This is not me": a denial is followed, answered and counted as a complaint of the same id."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import func, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.complaints.handling import give_answer, refuse_of_another, take_up
from app.domain.complaints.holding import (
    COMPLAINANT,
    concern,
    note,
    open_complaint,
    raise_until_somebody_serves,
    staffs_complaint,
)
from app.domain.complaints.models import Complaint
from app.domain.complaints.queries import hers, rows_of
from app.domain.complaints.rules import NEXT, NOT_ME, WAITS_FOR_STAFF, Decision, State
from app.domain.complaints.views import ComplaintRow
from app.domain.people import denials
from app.domain.people.denials import DenialView, Outcome
from app.domain.people.events import AccountDenied
from app.domain.places import queries as places
from app.kernel.database import session
from app.kernel.refusal import BadInput
from app.kernel.transaction import transaction

SAID = "点了“这不是我”：账号不是本人注册的。{what}已经断开，请核实账号是谁的。"
# What the count says of it, and what she reads.
ANSWERS: Mapping[Outcome, tuple[str, str]] = MappingProxyType(
    {
        "mistake": ("unfounded", "已当面核对，账号是您本人的，已经恢复。"),
        "corrected": ("upheld", "账号属于别人，已请本人更正。您的手机号或微信不再用于这个账号。"),
        "removed": ("upheld", "没有人认领这个账号，已经注销。您的手机号或微信不再用于这个账号。"),
    }
)


def follow(event: AccountDenied) -> None:
    """It is due in as many days as any complaint; its sender reads the answer by her link."""
    row = open_complaint(
        places.place(event.community_id),
        known=True,
        now=event.now,
        id=event.denial_id,
        wish="complaint",
        subject=NOT_ME,
        subject_id=event.volunteer_id,
        complainant_id=None,
        by_visitor=True,
        hides_name=False,
        phone=event.phone,
        text=SAID.format(what="手机号" if event.phone else "微信"),
    )
    concern(row)
    raise_until_somebody_serves(row)
    note(COMPLAINANT, row, "send", now=event.now)


def settle(staff: Staff, denial_id: UUID, outcome: Outcome, *, now: datetime) -> bool:
    """She has looked, and has no part in it: the account is put right, and the answer given.

    Hers as the complaint is hers, wherever the account's community is by now. Whether somebody
    was answered: not one that was withdrawn before.
    """
    with transaction():
        row = staffs_complaint(staff, denial_id)
        staff.require(Permission.PEOPLE_MANAGE, row.place_path)
        if outcome not in ANSWERS:
            raise BadInput(field="outcome", problem="请选择核实结果")
        if row.state in WAITS_FOR_STAFF:
            take_up(staff, denial_id, now=now)
        if row.state == State.ASKED:
            refuse_of_another(staff, row)
        denials.settle(staff, denial_id, outcome, now=now)
        waits = (State(row.state), Decision.ANSWER) in NEXT
        if waits:
            give_answer(row, staff, *ANSWERS[outcome], now=now)
        return waits


def open_denials(staff: Staff) -> list[tuple[DenialView, ComplaintRow]]:
    """What waits for her to look into, what is due first on top; not what concerns her."""
    query = hers(select(Complaint), staff).where(Complaint.id.in_(denials.open_ids()))
    rows = session.scalars(query.order_by(Complaint.due_at.nulls_last(), Complaint.id)).all()
    found = denials.denials([row.id for row in rows])
    return [(found[line.id], line) for line in rows_of(rows)]


def count_open(staff: Staff) -> int:
    """How many of these."""
    query = hers(select(func.count(Complaint.id)), staff)
    return session.scalar(query.where(Complaint.id.in_(denials.open_ids()))) or 0
