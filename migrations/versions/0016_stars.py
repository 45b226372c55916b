"""Stars: a yearly batch, what is said against it, and the stars in people's records."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ALIVE = sa.text("state <> 'withdrawn'")


def upgrade() -> None:
    op.create_table(
        "star_scale",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_star_scale_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_scale")),
    )
    op.create_index(op.f("ix_star_scale_valid_from"), "star_scale", ["valid_from"])
    _batches()
    _objections_and_awards()


def _batches() -> None:
    op.create_table(
        "star_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("counted_until", sa.Date(), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("computed_by_id", sa.Uuid(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("notice_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_star_batch_place_id")),
        sa.ForeignKeyConstraint(
            ["computed_by_id"], ["staff_member.id"], name=op.f("fk_star_batch_computed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["staff_member.id"], name=op.f("fk_star_batch_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_batch")),
    )
    op.create_index(
        "uq_star_batch_year_alive",
        "star_batch",
        ["year"],
        unique=True,
        sqlite_where=ALIVE,
        postgresql_where=ALIVE,
    )
    op.create_table(
        "star_candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("excluded_reason", sa.String(length=200), nullable=True),
        sa.Column("excluded_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["star_batch.id"], name=op.f("fk_star_candidate_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_star_candidate_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["excluded_by_id"], ["staff_member.id"], name=op.f("fk_star_candidate_excluded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_candidate")),
        sa.UniqueConstraint(
            "batch_id", "volunteer_id", name=op.f("uq_star_candidate_batch_id_volunteer_id")
        ),
    )


def _objections_and_awards() -> None:
    op.create_table(
        "star_objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=True),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=200), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=200), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["star_batch.id"], name=op.f("fk_star_objection_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["star_candidate.id"], name=op.f("fk_star_objection_candidate_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_star_objection_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["staff_member.id"], name=op.f("fk_star_objection_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_objection")),
    )
    op.create_index(op.f("ix_star_objection_batch_id"), "star_objection", ["batch_id"])
    op.create_table(
        "star_award",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_star_award_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["star_batch.id"], name=op.f("fk_star_award_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star_award")),
        sa.UniqueConstraint(
            "volunteer_id", "batch_id", name=op.f("uq_star_award_volunteer_id_batch_id")
        ),
    )


def downgrade() -> None:
    for table in ("star_award", "star_objection", "star_candidate", "star_batch", "star_scale"):
        op.drop_table(table)
