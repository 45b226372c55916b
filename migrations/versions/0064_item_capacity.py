"""How many orders of a line of the menu are taken for one day or week."""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

INDEX = "ix_service_order_item_id_wanted_on"


def upgrade() -> None:
    op.add_column("service_item", sa.Column("capacity", sa.Integer()))
    op.add_column(
        "service_item",
        sa.Column("capacity_per", sa.String(4), nullable=False, server_default="day"),
    )
    op.create_index(INDEX, "service_order", ["item_id", "wanted_on"])


def downgrade() -> None:
    op.drop_index(INDEX, "service_order")
    op.drop_column("service_item", "capacity_per")
    op.drop_column("service_item", "capacity")
