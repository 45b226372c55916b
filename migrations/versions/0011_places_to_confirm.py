"""Who moves up shortly before a session confirms her place."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TO_CONFIRM = sa.text("state = 'signed_up' AND confirm_by IS NOT NULL")


def upgrade() -> None:
    op.add_column("sign_up", sa.Column("confirm_by", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_sign_up_to_confirm",
        "sign_up",
        ["confirm_by"],
        sqlite_where=TO_CONFIRM,
        postgresql_where=TO_CONFIRM,
    )


def downgrade() -> None:
    op.drop_index("ix_sign_up_to_confirm", "sign_up")
    op.drop_column("sign_up", "confirm_by")
