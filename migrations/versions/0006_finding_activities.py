"""Titles as they sound, and an index of what is open."""

import sqlalchemy as sa
from alembic import op
from pypinyin import lazy_pinyin


revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('published','running')")


def upgrade() -> None:
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.add_column(
            sa.Column('title_pinyin', sa.String(length=400), nullable=False, server_default='')
        )
    op.create_index(
        'ix_activity_open', 'activity', ['starts_at', 'id'], sqlite_where=OPEN, postgresql_where=OPEN
    )
    activity = sa.table(
        'activity', sa.column('id', sa.Uuid()), sa.column('title'), sa.column('title_pinyin')
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(activity.c.id, activity.c.title)).all():
        connection.execute(
            activity.update().where(activity.c.id == row.id).values(title_pinyin=_sound(row.title))
        )


def downgrade() -> None:
    op.drop_index('ix_activity_open', 'activity')
    with op.batch_alter_table('activity', schema=None) as batch_op:
        batch_op.drop_column('title_pinyin')


def _sound(title: str) -> str:
    syllables = [part.lower() for piece in lazy_pinyin(title) for part in piece.split()]
    return f"{''.join(syllables)} {''.join(part[0] for part in syllables)}"[:400]
