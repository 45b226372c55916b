"""What follows a campaign, and recommendations to those above with their answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
WAITING = sa.text("outcome IS NULL")


def upgrade() -> None:
    op.create_table(
        "campaign_follow_up",
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("photo_pattern", sa.String(length=80), nullable=False),
        sa.Column("asks_id_number", sa.Boolean(), nullable=False),
        sa.Column("benefits", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_campaign_follow_up_campaign_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f("pk_campaign_follow_up")),
    )
    op.create_table(
        "upward_recommendation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("asked_title", sa.String(length=60), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("packaged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=8), nullable=True),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["nomination.id"],
            name=op.f("fk_upward_recommendation_nomination_id"),
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_upward_recommendation_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"],
            ["staff_member.id"],
            name=op.f("fk_upward_recommendation_recorded_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upward_recommendation")),
    )
    op.create_index(
        op.f("ix_upward_recommendation_nomination_id"), "upward_recommendation", ["nomination_id"]
    )
    op.create_index(
        "uq_upward_recommendation_waiting",
        "upward_recommendation",
        ["nomination_id", "level"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("upward_recommendation")
    op.drop_table("campaign_follow_up")
