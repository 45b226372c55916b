"""Points for honours: what one is worth from a day on, and the entries of the ledger that name it."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

KEY = "fk_point_entry_nomination_id"
ONCE = "uq_point_entry_nomination_id_kind"


def upgrade() -> None:
    """Added in place: building the ledger's table anew would lose the triggers that guard it."""
    op.add_column("point_rule", sa.Column("per_honour", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE point_entry ADD COLUMN nomination_id CHAR(32) "
            f"CONSTRAINT {KEY} REFERENCES nomination (id)"
        )
    else:
        op.add_column("point_entry", sa.Column("nomination_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(KEY), "point_entry", "nomination", ["nomination_id"], ["id"])
    op.create_index(ONCE, "point_entry", ["nomination_id", "kind"], unique=True)


def downgrade() -> None:
    op.drop_index(ONCE, "point_entry")
    op.drop_column("point_entry", "nomination_id")
    op.drop_column("point_rule", "per_honour")
