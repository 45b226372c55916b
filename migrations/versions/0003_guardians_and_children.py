"""Guardians agree for children, and for each activity of a minor."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql


revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('guardianship',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('child_id', sa.Uuid(), nullable=False),
    sa.Column('guardian_id', sa.Uuid(), nullable=True),
    sa.Column('guardian_name', sa.String(length=50), nullable=False),
    sa.Column('guardian_phone', sa.String(length=20), nullable=False),
    sa.Column('relation', sa.String(length=10), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['child_id'], ['volunteer.id'], name=op.f('fk_guardianship_child_id')),
    sa.ForeignKeyConstraint(['guardian_id'], ['volunteer.id'], name=op.f('fk_guardianship_guardian_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardianship'))
    )
    with op.batch_alter_table('guardianship', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guardianship_guardian_id'), ['guardian_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_guardianship_guardian_phone'), ['guardian_phone'], unique=False)
        batch_op.create_index('uq_guardianship_in_force', ['child_id'], unique=True, sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))

    op.create_table('guardian_word',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('sign_up_id', sa.Uuid(), nullable=False),
    sa.Column('volunteer_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.String(length=12), nullable=False),
    sa.Column('accompanies', sa.Boolean(), nullable=False),
    sa.Column('guardian_name', sa.String(length=50), nullable=False),
    sa.Column('guardian_phone', sa.String(length=20), nullable=False),
    sa.Column('relation', sa.String(length=10), nullable=False),
    sa.Column('version', sa.String(length=20), nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['sign_up_id'], ['sign_up.id'], name=op.f('fk_guardian_word_sign_up_id')),
    sa.ForeignKeyConstraint(['volunteer_id'], ['volunteer.id'], name=op.f('fk_guardian_word_volunteer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guardian_word')),
    sa.UniqueConstraint('sign_up_id', name=op.f('uq_guardian_word_sign_up_id'))
    )
    with op.batch_alter_table('guardian_word', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_guardian_word_volunteer_id'), ['volunteer_id'], unique=False)

    with op.batch_alter_table('volunteer', schema=None) as batch_op:
        batch_op.add_column(sa.Column('guards_children', sa.Boolean(), nullable=False, server_default=sa.false()))



def downgrade() -> None:
    with op.batch_alter_table('volunteer', schema=None) as batch_op:
        batch_op.drop_column('guards_children')

    with op.batch_alter_table('guardian_word', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_guardian_word_volunteer_id'))

    op.drop_table('guardian_word')
    with op.batch_alter_table('guardianship', schema=None) as batch_op:
        batch_op.drop_index('uq_guardianship_in_force', sqlite_where=sa.text('withdrawn_at IS NULL'), postgresql_where=sa.text('withdrawn_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_guardianship_guardian_phone'))
        batch_op.drop_index(batch_op.f('ix_guardianship_guardian_id'))

    op.drop_table('guardianship')
