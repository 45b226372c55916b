"""What stands on the shelf may have a picture."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

KEY = "fk_reward_item_picture_id"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # In one step: to make the table anew would have to let go of the redemptions that name it.
        op.execute(
            "ALTER TABLE reward_item ADD COLUMN picture_id CHAR(32)"
            f" CONSTRAINT {KEY} REFERENCES attachment (id)"
        )
        return
    op.add_column("reward_item", sa.Column("picture_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(KEY), "reward_item", "attachment", ["picture_id"], ["id"])


def downgrade() -> None:
    op.drop_column("reward_item", "picture_id")  # its key goes with it, on both databases
