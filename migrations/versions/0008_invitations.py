"""Invitations: no account until the person accepts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('invitation',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=50), nullable=False),
    sa.Column('phone', sa.String(length=20), nullable=False),
    sa.Column('community_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('invited_by_id', sa.Uuid(), nullable=False),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('volunteer_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['place.id'], name=op.f('fk_invitation_community_id')),
    sa.ForeignKeyConstraint(['invited_by_id'], ['staff_member.id'], name=op.f('fk_invitation_invited_by_id')),
    sa.ForeignKeyConstraint(['volunteer_id'], ['volunteer.id'], name=op.f('fk_invitation_volunteer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_community_id_invited_at'), ['community_id', 'invited_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_phone'), ['phone'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_state_expires_at'), ['state', 'expires_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_state_expires_at'))
        batch_op.drop_index(batch_op.f('ix_invitation_phone'))
        batch_op.drop_index(batch_op.f('ix_invitation_community_id_invited_at'))

    op.drop_table('invitation')
