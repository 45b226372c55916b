"""Good persons: who named her in which capacity, and nominations that are of one person."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

PAIR = "nomination_pair"


def upgrade() -> None:
    for name, length, usual in (("as_kind", 8, "person"), ("as_name", 60, "")):
        column = sa.Column(name, sa.String(length), nullable=False, server_default=usual)
        op.add_column("nomination_voice", column)
        if op.get_context().dialect.name == "postgresql":
            op.alter_column("nomination_voice", name, server_default=None)
    op.create_table(
        PAIR,
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        _key("nomination_id", "nomination.id"),
        _key("other_id", "nomination.id"),
        _key("decided_by_id", "staff_member.id"),
        sa.PrimaryKeyConstraint("nomination_id", "other_id", name=op.f(f"pk_{PAIR}")),
    )
    op.create_index(op.f(f"ix_{PAIR}_other_id"), PAIR, ["other_id"])


def _key(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{PAIR}_{column}"))


def downgrade() -> None:
    op.drop_table(PAIR)
    op.drop_column("nomination_voice", "as_name")
    op.drop_column("nomination_voice", "as_kind")
