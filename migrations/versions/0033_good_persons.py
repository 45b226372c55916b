"""Good persons: campaigns, cases and the voices behind them, their history and objections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _campaigns()
    _voices()
    _history()


def _campaigns() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=1000), nullable=False),
        sa.Column("approval_number", sa.String(length=60), nullable=False),
        sa.Column("categories", JSON, nullable=False),
        sa.Column("least_age", sa.Integer(), nullable=True),
        sa.Column("most_age", sa.Integer(), nullable=True),
        sa.Column("residents_only", sa.Boolean(), nullable=False),
        sa.Column("holders_out", sa.Boolean(), nullable=False),
        sa.Column("deed_within_years", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("levels", JSON, nullable=False),
        sa.Column("notice_working_days", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_campaign_opens_before_it_closes")),
        sa.CheckConstraint("quota > 0", name=op.f("ck_campaign_quota_positive")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_campaign_place_id")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_campaign_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
    )
    op.create_index(op.f("ix_campaign_state_closes_at"), "campaign", ["state", "closes_at"])
    op.create_table(
        "nomination",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=60), nullable=False),
        sa.Column("person_key", sa.String(length=130), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("age", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.Column("consent_note", sa.String(length=200), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column("show_photos", sa.Boolean(), nullable=False),
        sa.Column("headline", sa.String(length=70), nullable=False),
        sa.Column("story", sa.String(length=1500), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("conferred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_nomination_campaign_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_nomination_place_id")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_nomination_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_nomination_campaign_id_number")),
        sa.UniqueConstraint(
            "campaign_id", "person_key", name=op.f("uq_nomination_campaign_id_person_key")
        ),
    )
    op.create_index(op.f("ix_nomination_place_path"), "nomination", ["place_path"])
    op.create_index(
        op.f("ix_nomination_state_conferred_at"), "nomination", ["state", "conferred_at"]
    )
    op.create_index(op.f("ix_nomination_state_due_on"), "nomination", ["state", "due_on"])
    op.create_index(op.f("ix_nomination_volunteer_id"), "nomination", ["volunteer_id"])


def _voices() -> None:
    op.create_table(
        "nomination_voice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("by_kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("for_name", sa.String(length=50), nullable=False),
        sa.Column("deed", sa.String(length=1500), nullable=False),
        sa.Column("deed_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_voice_nomination_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_voice")),
        sa.UniqueConstraint(
            "nomination_id",
            "by_kind",
            "by_id",
            "for_name",
            name=op.f("uq_nomination_voice_nomination_id_by_kind_by_id_for_name"),
        ),
    )
    op.create_index(op.f("ix_nomination_voice_by_id"), "nomination_voice", ["by_id"])
    op.create_table(
        "nomination_witness",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("voice_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["nomination_voice.id"], name=op.f("fk_nomination_witness_voice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_witness")),
    )
    op.create_index(op.f("ix_nomination_witness_voice_id"), "nomination_witness", ["voice_id"])
    op.create_table(
        "nomination_picture",
        sa.Column("voice_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["voice_id"], ["nomination_voice.id"], name=op.f("fk_nomination_picture_voice_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_nomination_picture_attachment_id")
        ),
        sa.PrimaryKeyConstraint("voice_id", "attachment_id", name=op.f("pk_nomination_picture")),
    )
    op.create_table(
        "nomination_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("pictures", JSON, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_nomination_draft_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_nomination_draft_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_draft")),
        sa.UniqueConstraint(
            "campaign_id", "volunteer_id", name=op.f("uq_nomination_draft_campaign_id_volunteer_id")
        ),
    )
    op.create_index(op.f("ix_nomination_draft_volunteer_id"), "nomination_draft", ["volunteer_id"])


def _history() -> None:
    op.create_table(
        "nomination_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_step_nomination_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_step")),
    )
    op.create_index(op.f("ix_nomination_step_nomination_id"), "nomination_step", ["nomination_id"])
    op.create_table(
        "nomination_objection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=True),
        sa.Column("upheld", sa.Boolean(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_nomination_objection_nomination_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_nomination_objection_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"],
            ["staff_member.id"],
            name=op.f("fk_nomination_objection_answered_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_objection")),
    )
    op.create_index(
        op.f("ix_nomination_objection_nomination_id"), "nomination_objection", ["nomination_id"]
    )
    op.create_index(
        op.f("ix_nomination_objection_volunteer_id"), "nomination_objection", ["volunteer_id"]
    )


def downgrade() -> None:
    for table in (
        "nomination_objection",
        "nomination_step",
        "nomination_draft",
        "nomination_picture",
        "nomination_witness",
        "nomination_voice",
        "nomination",
        "campaign",
    ):
        op.drop_table(table)
