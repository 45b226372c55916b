"""Scanners with tokens, when scans were received, and notes on stays put right later."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        'scan_device',
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.Column('name', sa.String(length=30), nullable=False),
        sa.Column('token_hash', sa.String(length=64), nullable=False),
        sa.Column('session_id', sa.Uuid(), nullable=True),
        sa.Column('place_id', sa.Uuid(), nullable=True),
        sa.Column('created_by_id', sa.Uuid(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            '(session_id IS NULL) <> (place_id IS NULL)',
            name=op.f('ck_scan_device_session_or_place'),
        ),
        sa.ForeignKeyConstraint(
            ['created_by_id'], ['staff_member.id'], name=op.f('fk_scan_device_created_by_id')
        ),
        sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('fk_scan_device_place_id')),
        sa.ForeignKeyConstraint(
            ['session_id'], ['activity_session.id'], name=op.f('fk_scan_device_session_id')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_scan_device')),
        sa.UniqueConstraint('token_hash', name=op.f('uq_scan_device_token_hash')),
    )
    for column in ('created_at', 'created_by_id', 'place_id', 'session_id'):
        op.create_index(op.f(f'ix_scan_device_{column}'), 'scan_device', [column])
    op.add_column('scan', sa.Column('received_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('attendance', sa.Column('note', sa.String(length=200), nullable=True))


def downgrade() -> None:
    op.drop_column('attendance', 'note')
    op.drop_column('scan', 'received_at')
    op.drop_table('scan_device')
