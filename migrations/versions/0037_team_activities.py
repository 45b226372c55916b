"""Activities: those that one team's members alone can sign up for."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE activity ADD COLUMN team_id CHAR(32) "
            "CONSTRAINT fk_activity_team_id REFERENCES team (id)"
        )
        return
    op.add_column("activity", sa.Column("team_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_activity_team_id"), "activity", "team", ["team_id"], ["id"])


def downgrade() -> None:
    op.drop_column("activity", "team_id")  # its key goes with it, on both databases
