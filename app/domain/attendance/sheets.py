"""Paper for a session without network or phones: a list with a code that leads back to it."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from stdnum.iso7064 import mod_37_36

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.activities.views import SessionView, SignUpView
from app.domain.attendance.errors import NotASheetCode
from app.domain.attendance.models import PrintedSheet
from app.domain.attendance.rules import why_not_print
from app.domain.audit import trail
from app.domain.places.scope import Scope
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read for another one
CODE_LENGTH = 8


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper."""

    code: str
    plan: SessionView
    people: tuple[SignUpView, ...]
    printed_by: str
    printed_at: datetime

    @property
    def shown_code(self) -> str:
        """As it is read aloud: 7K3M-9QXA."""
        return shown(self.code)


@dataclass(frozen=True)
class SheetView:
    """A sheet that was printed."""

    id: UUID
    code: str
    session_id: UUID
    printed_at: datetime
    people: int


def print_sheet(staff: Staff, session_id: UUID, *, now: datetime) -> Sheet:
    """A list of who has a place, under a new code; refused once the session is over.

    A sheet printed afterwards would prove nothing.
    """
    plan = activities.session(session_id, within=staff.scope)
    staff.require(Permission.ATTENDANCE_RUN, plan.place_path)
    with transaction():
        plan = activities.session(session_id, within=staff.scope)
        refusal = why_not_print(
            title=plan.title, activity_state=plan.activity_state, ends_at=plan.ends_at, now=now
        )
        if refusal is not None:
            raise refusal
        listed = activities.sign_ups_of_session(session_id)
        people = tuple(one for one in listed if one.state == "signed_up")
        row = PrintedSheet(
            id=new_id(),
            code=_new_code(),
            session_id=session_id,
            printed_by_id=staff.id,
            printed_at=now,
            people=len(people),
        )
        session.add(row)
        trail.record(
            staff.actor,
            "session.print_sheet",
            "activity",
            plan.activity_id,
            now=now,
            place_id=plan.place_id,
            title=plan.title,
            sheet=shown(row.code),
            count=len(people),
        )
        return Sheet(row.code, plan, people, staff.name, now)


def sheet_with(code: str, *, within: Scope) -> SheetView:
    """The sheet behind a code read or typed from paper; outside the scope it is not found."""
    found = session.scalar(select(PrintedSheet).where(PrintedSheet.code == read(code)))
    if found is None:
        raise NotASheetCode
    activities.session(found.session_id, within=within)
    return _view(found)


def sheet(sheet_id: UUID) -> SheetView:
    """One printed sheet, for what rests on it."""
    return _view(session.get_one(PrintedSheet, sheet_id))


def sheets_of(session_id: UUID) -> list[SheetView]:
    """The sheets printed for a session, the latest first."""
    query = select(PrintedSheet).where(PrintedSheet.session_id == session_id)
    return [_view(row) for row in session.scalars(query.order_by(PrintedSheet.printed_at.desc()))]


def read(text: str) -> str:
    """A code as it is stored, whatever case and dashes it was typed with; refuses slips."""
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(code) != CODE_LENGTH or not set(code) <= set(LETTERS) or not mod_37_36.is_valid(code):
        raise NotASheetCode
    return code


def shown(code: str) -> str:
    """7K3M-9QXA."""
    return f"{code[:4]}-{code[4:]}"


def _view(row: PrintedSheet) -> SheetView:
    return SheetView(row.id, row.code, row.session_id, row.printed_at, row.people)


def _new_code() -> str:
    """Seven letters at random and a check letter that is no 0, 1, I or O either."""
    while True:
        body = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH - 1))
        code = body + mod_37_36.calc_check_digit(body)
        if code[-1] in LETTERS:
            return code
