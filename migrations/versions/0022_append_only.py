"""The trail, the decisions on hours and the scans are only ever added to, says the database."""

from alembic import op

from app.kernel.append_only import giving_up, guarding

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("audit_entry", "hour_decision", "scan")


def upgrade() -> None:
    for table in TABLES:
        for statement in guarding(op.get_bind().dialect.name, table):
            op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        for statement in giving_up(op.get_bind().dialect.name, table):
            op.execute(statement)
