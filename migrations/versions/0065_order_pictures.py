"""Photos that a requester sends with her order."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

NAME = "service_order_picture"


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{NAME}_{column}"))


def upgrade() -> None:
    op.create_table(
        NAME,
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        _key("order_id", "service_order"),
        _key("attachment_id", "attachment"),
        sa.PrimaryKeyConstraint("order_id", "attachment_id", name=op.f(f"pk_{NAME}")),
    )


def downgrade() -> None:
    op.drop_table(NAME)
