"""Which honours a certificate prints, and how many of them were revoked later."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certified_honour",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_certified_honour_certificate_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_certified_honour_nomination_id")
        ),
        sa.PrimaryKeyConstraint("certificate_id", "nomination_id", name=op.f("pk_certified_honour")),
    )
    op.create_index(
        op.f("ix_certified_honour_nomination_id"), "certified_honour", ["nomination_id"]
    )
    op.add_column(
        "certificate",
        sa.Column("revoked_honours", sa.Integer(), nullable=False, server_default="0"),
    )


def downgrade() -> None:
    op.drop_column("certificate", "revoked_honours")
    op.drop_table("certified_honour")
