"""Paper lists of a session, known by the code on them."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "printed_sheet",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("printed_by_id", sa.Uuid(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["activity_session.id"], name=op.f("fk_printed_sheet_session_id")),
        sa.ForeignKeyConstraint(["printed_by_id"], ["staff_member.id"], name=op.f("fk_printed_sheet_printed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printed_sheet")),
        sa.UniqueConstraint("code", name=op.f("uq_printed_sheet_code")),
    )
    op.create_index(op.f("ix_printed_sheet_session_id"), "printed_sheet", ["session_id"])


def downgrade() -> None:
    op.drop_table("printed_sheet")
