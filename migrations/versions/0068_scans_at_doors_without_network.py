"""Scans an event's door made without network: when they were sent, and how many it had let in."""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("culture_scan", sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("culture_scan", sa.Column("let_in", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_culture_scan_event_id_nonce"), "culture_scan", ["event_id", "nonce"])


def downgrade() -> None:
    op.drop_index(op.f("ix_culture_scan_event_id_nonce"), table_name="culture_scan")
    op.drop_column("culture_scan", "let_in")
    op.drop_column("culture_scan", "received_at")
