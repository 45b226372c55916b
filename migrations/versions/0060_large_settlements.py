"""A settlement's sums may be larger than 21 million yuan, which is what 32 bits hold."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

SUMS = ("face_fen", "spent_fen")


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":  # whose integers have 64 bits
        for name in SUMS:
            op.alter_column("coupon_settlement", name, type_=sa.BigInteger())


def downgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        for name in SUMS:
            op.alter_column("coupon_settlement", name, type_=sa.Integer())
