"""Complaints and suggestions: what was said, sealed, its history, and whom it concerns."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _complaints()
    _concerns()
    op.create_table(
        "complaint_picture",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        _key("complaint_picture", "complaint_id", "complaint"),
        _key("complaint_picture", "attachment_id", "attachment"),
        sa.PrimaryKeyConstraint("complaint_id", "attachment_id", name=op.f("pk_complaint_picture")),
    )
    op.create_table(
        "complaint_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_kind", sa.String(12), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _key("complaint_step", "complaint_id", "complaint"),
        _key("complaint_step", "staff_id", "staff_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_step")),
    )
    op.create_index(op.f("ix_complaint_step_complaint_id"), "complaint_step", ["complaint_id"])


def _complaints() -> None:
    op.create_table(
        "complaint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("wish", sa.String(10), nullable=False),
        sa.Column("subject", sa.String(10), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("subject_title", sa.String(60), nullable=False),
        sa.Column("page", sa.String(120), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(60), nullable=False),
        sa.Column("handled_path", sa.String(60), nullable=False),
        sa.Column("complainant_id", sa.Uuid(), nullable=True),
        sa.Column("by_visitor", sa.Boolean(), nullable=False),
        sa.Column("hides_name", sa.Boolean(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("former_handler_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("waits_since", MOMENT, nullable=False),
        sa.Column("half_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("reopened_at", MOMENT, nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("wiped_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "stars IS NULL OR stars BETWEEN 1 AND 5", name=op.f("ck_complaint_one_to_five")
        ),
        _key("complaint", "place_id", "place"),
        _key("complaint", "complainant_id", "volunteer"),
        _key("complaint", "handler_id", "staff_member"),
        _key("complaint", "former_handler_id", "staff_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    op.create_index(op.f("ix_complaint_state_due_at"), "complaint", ["state", "due_at"])
    op.create_index(op.f("ix_complaint_handled_path"), "complaint", ["handled_path"])
    op.create_index(
        op.f("ix_complaint_complainant_id_made_at"), "complaint", ["complainant_id", "made_at"]
    )


def _concerns() -> None:
    op.create_table(
        "complaint_concern",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=True),
        sa.Column("volunteer_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(staff_id IS NULL) <> (volunteer_id IS NULL)",
            name=op.f("ck_complaint_concern_one_of_them"),
        ),
        _key("complaint_concern", "complaint_id", "complaint"),
        _key("complaint_concern", "staff_id", "staff_member"),
        _key("complaint_concern", "volunteer_id", "volunteer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_concern")),
        sa.UniqueConstraint(
            "complaint_id", "staff_id", name=op.f("uq_complaint_concern_complaint_id_staff_id")
        ),
        sa.UniqueConstraint(
            "complaint_id",
            "volunteer_id",
            name=op.f("uq_complaint_concern_complaint_id_volunteer_id"),
        ),
    )


def downgrade() -> None:
    for name in ("complaint_step", "complaint_picture", "complaint_concern", "complaint"):
        op.drop_table(name)
