"""Clues: one line about somebody good, and what became of it."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=70), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=True),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_clue_volunteer_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_clue_place_id")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_clue_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["staff_member.id"], name=op.f("fk_clue_handled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clue")),
        sa.UniqueConstraint(
            "volunteer_id", "given_on", "nth", name=op.f("uq_clue_volunteer_id_given_on_nth")
        ),
    )
    op.create_index(op.f("ix_clue_state_due_on"), "clue", ["state", "due_on"])
    op.create_index(op.f("ix_clue_place_path"), "clue", ["place_path"])
    op.create_index(op.f("ix_clue_nomination_id"), "clue", ["nomination_id"])


def downgrade() -> None:
    op.drop_table("clue")
