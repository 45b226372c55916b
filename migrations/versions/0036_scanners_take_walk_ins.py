"""Which scanners may give somebody without a sign-up a free place."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "scan_device",
        sa.Column("takes_walk_ins", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("scan_device", "takes_walk_ins")
