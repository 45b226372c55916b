"""Denials that wait get a deadline and an answer: each is a complaint of the same id."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.kernel.calendar import end_of_day, local_date, working_days_after
from app.kernel.crypto import encrypt
from app.kernel.ids import new_id
from app.kernel.numbers import spoken_number

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

WORKING_DAYS = 5
WAITING = sa.text(
    "SELECT denial.id AS id, denial.volunteer_id AS volunteer_id, denial.phone AS phone,"
    " place.id AS place_id, place.path AS path FROM denial"
    " JOIN volunteer ON volunteer.id = denial.volunteer_id"
    " JOIN place ON place.id = volunteer.community_id WHERE denial.settled_at IS NULL"
).columns(id=sa.Uuid(), volunteer_id=sa.Uuid(), place_id=sa.Uuid())
# Who invited her, or typed in her phone.
BEHIND = (
    sa.text(
        "SELECT invited_by_id AS staff_id FROM invitation WHERE volunteer_id = :volunteer_id"
        " UNION SELECT actor_id FROM audit_entry WHERE object_kind = 'volunteer'"
        " AND object_id = :volunteer_id AND actor_kind = 'staff' AND actor_id IS NOT NULL"
        " AND action = 'volunteer.change_phone_in_person'"
    )
    .bindparams(sa.bindparam("volunteer_id", type_=sa.Uuid()))
    .columns(staff_id=sa.Uuid())
)
FOLLOWED = "subject = 'not_me' AND subject_id IS NOT NULL"


def upgrade() -> None:
    complaint, concern = _tables()
    connection, now = op.get_bind(), datetime.now(UTC)
    due = end_of_day(working_days_after(local_date(now), WORKING_DAYS))
    for row in connection.execute(WAITING).all():
        connection.execute(complaint.insert(), [_complaint(row, now, due)])
        behind = connection.execute(BEHIND, {"volunteer_id": row.volunteer_id}).all()
        about = [{"staff_id": one.staff_id, "volunteer_id": None} for one in behind]
        about.append({"staff_id": None, "volunteer_id": row.volunteer_id})
        connection.execute(
            concern.insert(), [{"id": new_id(), "complaint_id": row.id, **one} for one in about]
        )


def _tables() -> tuple[sa.TableClause, sa.TableClause]:
    key, yes_no, number, moment = sa.Uuid(), sa.Boolean(), sa.Integer(), sa.DateTime(timezone=True)
    words = ("number", "wish", "subject", "subject_title", "page", "phone", "text", "state")
    paths = ("place_path", "handled_path")
    complaint = _table(
        "complaint",
        **dict.fromkeys(("id", "subject_id", "place_id"), key),
        **dict.fromkeys((*words, *paths), sa.Text()),
        **dict.fromkeys(("by_visitor", "hides_name", "overdue"), yes_no),
        **dict.fromkeys(("made_at", "waits_since", "half_at", "due_at"), moment),
        warned=number,
    )
    keys = dict.fromkeys(("id", "complaint_id", "staff_id", "volunteer_id"), key)
    return complaint, _table("complaint_concern", **keys)


def _table(name: str, **columns: Any) -> sa.TableClause:
    return sa.table(name, *(sa.column(key, kind) for key, kind in columns.items()))


def _complaint(row: sa.Row, now: datetime, due: datetime) -> dict[str, object]:
    return {
        "id": row.id,
        "number": spoken_number("YJ", now),
        "wish": "complaint",
        "subject": "not_me",
        "subject_id": row.volunteer_id,
        "subject_title": "",
        "page": "",
        "place_id": row.place_id,
        "place_path": row.path,
        "handled_path": row.path,
        "by_visitor": True,
        "hides_name": False,
        "phone": encrypt(row.phone or "", column="complaint.phone"),
        "text": encrypt("点了“这不是我”：账号不是本人注册的。", column="complaint.text"),
        "state": "received",
        "made_at": now,
        "waits_since": now,
        "half_at": now + (due - now) / 2,
        "due_at": due,
        "warned": 0,
        "overdue": False,
    }


def downgrade() -> None:
    ids = f"(SELECT id FROM complaint WHERE {FOLLOWED})"
    for table in ("complaint_concern", "complaint_step"):
        op.execute(f"DELETE FROM {table} WHERE complaint_id IN {ids}")
    op.execute(f"DELETE FROM complaint WHERE {FOLLOWED}")
