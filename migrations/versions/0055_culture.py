"""Culture: programmes, events, tickets, doors, head counts, tour plans."""

import sqlalchemy as sa
from alembic import op

from app.kernel.append_only import giving_up, guarding

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
GUARDED = ("culture_head_count", "culture_scan")


def upgrade() -> None:
    _programmes()
    _events()
    _tour_stops()
    _head_counts()
    _tickets()
    _scans()
    dialect = op.get_bind().dialect.name
    for table in GUARDED:
        for statement in guarding(dialect, table):
            op.execute(statement)


def _programmes() -> None:
    op.create_table(
        "culture_programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(50), nullable=False),
        sa.Column("about", sa.String(1000), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "to_on >= from_on", name=op.f("ck_culture_programme_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["attachment.id"], name=op.f("fk_culture_programme_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_culture_programme_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_culture_programme_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_culture_programme")),
    )
    op.create_index(op.f("ix_culture_programme_place_id"), "culture_programme", ["place_id"])


def _events() -> None:
    op.create_table(
        "culture_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("title", sa.String(50), nullable=False),
        sa.Column("about", sa.String(1000), nullable=False),
        sa.Column("venue", sa.String(60), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("entry", sa.String(6), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("seats_most", sa.Integer(), nullable=False),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("tickets_from", MOMENT, nullable=True),
        sa.Column("tickets_until", MOMENT, nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("reminded_at", MOMENT, nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "capacity IS NULL OR seats_taken <= capacity",
            name=op.f("ck_culture_event_not_overbooked"),
        ),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_culture_event_ends_after_it_begins")
        ),
        sa.CheckConstraint("seats_most BETWEEN 1 AND 5", name=op.f("ck_culture_event_a_family")),
        sa.CheckConstraint("seats_taken >= 0", name=op.f("ck_culture_event_no_less_than_nobody")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_culture_event_made_by_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_culture_event_place_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["culture_programme.id"], name=op.f("fk_culture_event_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_culture_event")),
    )
    op.create_index(
        op.f("ix_culture_event_place_id_starts_at"), "culture_event", ["place_id", "starts_at"]
    )
    op.create_index(
        op.f("ix_culture_event_programme_id_starts_at"),
        "culture_event",
        ["programme_id", "starts_at"],
    )
    op.create_index(
        op.f("ix_culture_event_state_starts_at"), "culture_event", ["state", "starts_at"]
    )


def _tour_stops() -> None:
    op.create_table(
        "culture_tour_stop",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.CheckConstraint("target > 0", name=op.f("ck_culture_tour_stop_some_shows")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_culture_tour_stop_place_id")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["culture_programme.id"],
            name=op.f("fk_culture_tour_stop_programme_id"),
        ),
        sa.PrimaryKeyConstraint("programme_id", "place_id", name=op.f("pk_culture_tour_stop")),
    )
    op.create_index(op.f("ix_culture_tour_stop_place_id"), "culture_tour_stop", ["place_id"])


def _head_counts() -> None:
    op.create_table(
        "culture_head_count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(6), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(20), nullable=False),
        sa.Column("link", sa.String(300), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("counted_at", MOMENT, nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.CheckConstraint("number >= 0", name=op.f("ck_culture_head_count_no_less_than_nobody")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["staff_member.id"], name=op.f("fk_culture_head_count_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["culture_event.id"], name=op.f("fk_culture_head_count_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["picture_id"], ["attachment.id"], name=op.f("fk_culture_head_count_picture_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["culture_head_count.id"],
            name=op.f("fk_culture_head_count_replaces_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_culture_head_count")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_culture_head_count_replaces_id")),
    )
    op.create_index(
        "uq_culture_head_count_first",
        "culture_head_count",
        ["event_id", "kind", "source"],
        unique=True,
        sqlite_where=sa.text("replaces_id IS NULL"),
        postgresql_where=sa.text("replaces_id IS NULL"),
    )


def _tickets() -> None:
    op.create_table(
        "culture_ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(8), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("given_back_at", MOMENT, nullable=True),
        sa.Column("admitted", sa.Integer(), nullable=False),
        sa.Column("first_in_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "admitted BETWEEN 0 AND seats", name=op.f("ck_culture_ticket_no_more_than_seats")
        ),
        sa.CheckConstraint("seats BETWEEN 1 AND 5", name=op.f("ck_culture_ticket_a_family")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["culture_event.id"], name=op.f("fk_culture_ticket_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_culture_ticket_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_culture_ticket")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_culture_ticket_event_id_number")),
    )
    op.create_index(op.f("ix_culture_ticket_volunteer_id"), "culture_ticket", ["volunteer_id"])
    op.create_index(
        "uq_culture_ticket_held",
        "culture_ticket",
        ["event_id", "volunteer_id"],
        unique=True,
        sqlite_where=sa.text("state = 'held'"),
        postgresql_where=sa.text("state = 'held'"),
    )


def _scans() -> None:
    op.create_table(
        "culture_scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(6), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("refusal", sa.String(40), nullable=True),
        sa.Column("sentence", sa.String(200), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(64), nullable=True),
        sa.Column("nonce", sa.String(64), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["culture_scan.id"], name=op.f("fk_culture_scan_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["culture_event.id"], name=op.f("fk_culture_scan_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_culture_scan_staff_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["culture_ticket.id"], name=op.f("fk_culture_scan_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_culture_scan")),
        sa.UniqueConstraint("device", "nonce", name=op.f("uq_culture_scan_device_nonce")),
    )
    op.create_index(op.f("ix_culture_scan_event_id_at"), "culture_scan", ["event_id", "at"])
    op.create_index(op.f("ix_culture_scan_ticket_id"), "culture_scan", ["ticket_id"])


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    for table in GUARDED:
        for statement in giving_up(dialect, table):
            op.execute(statement)
    for name in (
        "culture_scan",
        "culture_ticket",
        "culture_head_count",
        "culture_tour_stop",
        "culture_event",
        "culture_programme",
    ):
        op.drop_table(name)
