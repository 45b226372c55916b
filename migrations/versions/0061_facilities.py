"""Facilities of places, their bookings by the half hour, and the limits on booking."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _create_facility()
    _create_booking()
    op.create_table(
        "booking_slot",
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        *_refers("booking_slot", ("facility_id", "facility"), ("booking_id", "facility_booking")),
        sa.PrimaryKeyConstraint("facility_id", "starts_at", name=op.f("pk_booking_slot")),
    )
    op.create_index(op.f("ix_booking_slot_booking_id"), "booking_slot", ["booking_id"])
    op.create_table(
        "booking_limits",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("most_open", sa.Integer(), nullable=False),
        sa.Column("most_missed", sa.Integer(), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=False),
        sa.Column("wait_days", sa.Integer(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("most_open > 0", name=op.f("ck_booking_limits_some_bookings")),
        *_refers("booking_limits", ("place_id", "place"), ("changed_by_id", "staff_member")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_booking_limits")),
    )


def downgrade() -> None:
    for table in ("booking_limits", "booking_slot", "facility_booking", "facility"):
        op.drop_table(table)


def _create_facility() -> None:
    op.create_table(
        "facility",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("inside", sa.String(300), nullable=False),
        sa.Column("audience", sa.String(12), nullable=False),
        sa.Column("most_minutes", sa.Integer(), nullable=False),
        sa.Column("days_ahead", sa.Integer(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("own_hours", JSON, nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("picture_alt", sa.String(60), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_facility_some_seats")),
        sa.CheckConstraint("most_minutes >= 30", name=op.f("ck_facility_half_an_hour_at_least")),
        sa.CheckConstraint("days_ahead > 0", name=op.f("ck_facility_some_days_ahead")),
        *_refers(
            "facility",
            ("place_id", "place"),
            ("picture_id", "attachment"),
            ("made_by_id", "staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility")),
    )
    op.create_index(op.f("ix_facility_place_id_is_on"), "facility", ["place_id", "is_on"])


def _create_booking() -> None:
    op.create_table(
        "facility_booking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("facility_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("purpose", sa.String(100), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("contact_kept", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_facility_booking_ends_after_it_begins")
        ),
        sa.CheckConstraint("heads > 0", name=op.f("ck_facility_booking_somebody_comes")),
        *_refers(
            "facility_booking",
            ("facility_id", "facility"),
            ("volunteer_id", "volunteer"),
            ("team_id", "team"),
            ("activity_id", "activity"),
            ("made_by_id", "staff_member"),
            ("decided_by_id", "staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_booking")),
        sa.UniqueConstraint("number", name=op.f("uq_facility_booking_number")),
    )
    for columns in (
        ("facility_id", "starts_at"),
        ("state", "starts_at"),
        ("volunteer_id", "state"),
        ("activity_id",),
    ):
        name = f"ix_facility_booking_{'_'.join(columns)}"
        op.create_index(op.f(name), "facility_booking", list(columns))


def _refers(table: str, *pairs: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, to in pairs
    ]
