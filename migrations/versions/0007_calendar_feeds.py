"""Calendar addresses, and what calendars were last told."""

import sqlalchemy as sa
from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'calendar_feed',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('volunteer_id', sa.Uuid(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['volunteer_id'], ['volunteer.id'], name=op.f('fk_calendar_feed_volunteer_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_calendar_feed')),
        sa.UniqueConstraint('volunteer_id', name=op.f('uq_calendar_feed_volunteer_id')),
    )
    op.create_table(
        'calendar_entry',
        sa.Column('sign_up_id', sa.Uuid(), nullable=False),
        sa.Column('digest', sa.String(length=64), nullable=False),
        sa.Column('sequence', sa.Integer(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['sign_up_id'], ['sign_up.id'], name=op.f('fk_calendar_entry_sign_up_id')
        ),
        sa.PrimaryKeyConstraint('sign_up_id', name=op.f('pk_calendar_entry')),
    )


def downgrade() -> None:
    op.drop_table('calendar_entry')
    op.drop_table('calendar_feed')
