"""Who wants to hear of new activities, and of which she has heard."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "suggestion_wish",
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("categories", JSON, nullable=False),
        sa.Column("reach", sa.String(10), nullable=False),
        sa.Column("most_a_week", sa.Integer(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("next_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "most_a_week BETWEEN 1 AND 3", name=op.f("ck_suggestion_wish_not_too_often")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_suggestion_wish_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", name=op.f("pk_suggestion_wish")),
    )
    op.create_index(op.f("ix_suggestion_wish_next_at"), "suggestion_wish", ["next_at"])
    op.create_table(
        "suggested_activity",
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_suggested_activity_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_suggested_activity_activity_id")
        ),
        sa.PrimaryKeyConstraint(
            "volunteer_id", "activity_id", name=op.f("pk_suggested_activity")
        ),
    )


def downgrade() -> None:
    op.drop_table("suggested_activity")
    op.drop_table("suggestion_wish")
