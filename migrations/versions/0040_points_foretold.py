"""Up to which day people were told that their points soon run out."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "point_expiry_notice",
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("last_day", name=op.f("pk_point_expiry_notice")),
    )


def downgrade() -> None:
    op.drop_table("point_expiry_notice")
