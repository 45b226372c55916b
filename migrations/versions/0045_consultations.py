"""Authorities outside are asked: the campaign's list, letters, and a line for each person."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "consulted_authority",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_consulted_authority_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consulted_authority")),
        sa.UniqueConstraint(
            "campaign_id", "kind", "name", name=op.f("uq_consulted_authority_campaign_id_kind_name")
        ),
    )
    op.create_table(
        "consultation_letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("addressee", sa.String(length=60), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_digest", sa.String(length=64), nullable=True),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("wrong_codes", sa.Integer(), nullable=False),
        sa.Column("link_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_consultation_letter_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["consulted_authority.id"],
            name=op.f("fk_consultation_letter_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["staff_member.id"], name=op.f("fk_consultation_letter_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_letter")),
        sa.UniqueConstraint(
            "campaign_id", "number", name=op.f("uq_consultation_letter_campaign_id_number")
        ),
        sa.UniqueConstraint("link_digest", name=op.f("uq_consultation_letter_link_digest")),
    )
    op.create_index(
        op.f("ix_consultation_letter_authority_id"), "consultation_letter", ["authority_id"]
    )
    op.create_index(
        op.f("ix_consultation_letter_warned_due_on"), "consultation_letter", ["warned", "due_on"]
    )
    _lines()


def _lines() -> None:
    op.create_table(
        "consultation_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_name", sa.String(length=60), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("typed_by_id", sa.Uuid(), nullable=True),
        sa.Column("scan_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["consultation_letter.id"], name=op.f("fk_consultation_line_letter_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_consultation_line_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"],
            ["consulted_authority.id"],
            name=op.f("fk_consultation_line_authority_id"),
        ),
        sa.ForeignKeyConstraint(
            ["typed_by_id"], ["staff_member.id"], name=op.f("fk_consultation_line_typed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scan_id"], ["attachment.id"], name=op.f("fk_consultation_line_scan_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_line")),
    )
    op.create_index(op.f("ix_consultation_line_letter_id"), "consultation_line", ["letter_id"])
    op.create_index(
        op.f("ix_consultation_line_nomination_id"), "consultation_line", ["nomination_id"]
    )
    op.create_index(
        "uq_consultation_line_standing",
        "consultation_line",
        ["nomination_id", "authority_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    for table in ("consultation_line", "consultation_letter", "consulted_authority"):
        op.drop_table(table)
