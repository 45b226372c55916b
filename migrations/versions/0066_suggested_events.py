"""Of which events for audiences who asks to hear of what is new has heard."""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggested_event",
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_suggested_event_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["culture_event.id"], name=op.f("fk_suggested_event_event_id")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", "event_id", name=op.f("pk_suggested_event")),
    )


def downgrade() -> None:
    op.drop_table("suggested_event")
