"""Denials: this is not me."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('denial',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('volunteer_id', sa.Uuid(), nullable=False),
    sa.Column('identity_id', sa.Uuid(), nullable=True),
    sa.Column('phone', sa.String(length=20), nullable=True),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by_id', sa.Uuid(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.ForeignKeyConstraint(['identity_id'], ['wechat_identity.id'], name=op.f('fk_denial_identity_id')),
    sa.ForeignKeyConstraint(['settled_by_id'], ['staff_member.id'], name=op.f('fk_denial_settled_by_id')),
    sa.ForeignKeyConstraint(['volunteer_id'], ['volunteer.id'], name=op.f('fk_denial_volunteer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_denial'))
    )
    with op.batch_alter_table('denial', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_denial_settled_at_said_at'), ['settled_at', 'said_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_denial_volunteer_id'), ['volunteer_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('denial', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_denial_volunteer_id'))
        batch_op.drop_index(batch_op.f('ix_denial_settled_at_said_at'))

    op.drop_table('denial')
