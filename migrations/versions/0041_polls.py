"""Polls among a campaign's candidates: ballots, their choices, and what is left out."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _polls()
    _ballots()


def _polls() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("most_names", sa.Integer(), nullable=False),
        sa.Column("shown_to_public", sa.Boolean(), nullable=False),
        sa.Column("kept_days", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("arranged_by_id", sa.Uuid(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("cast", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.Integer(), nullable=True),
        sa.CheckConstraint("most_names > 0", name=op.f("ck_poll_most_names_positive")),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("ck_poll_opens_before_it_closes")),
        sa.ForeignKeyConstraint(
            ["arranged_by_id"], ["staff_member.id"], name=op.f("fk_poll_arranged_by_id")
        ),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_poll_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
        sa.UniqueConstraint("campaign_id", name=op.f("uq_poll_campaign_id")),
    )
    op.create_index(op.f("ix_poll_state_closes_at"), "poll", ["state", "closes_at"])
    op.create_table(
        "poll_candidate",
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("votes_left_out", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_poll_candidate_nomination_id")
        ),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_poll_candidate_poll_id")),
        sa.PrimaryKeyConstraint("poll_id", "nomination_id", name=op.f("pk_poll_candidate")),
    )
    op.create_table(
        "ballot_exclusion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("ballots", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_ballot_exclusion_poll_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["staff_member.id"], name=op.f("fk_ballot_exclusion_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["staff_member.id"], name=op.f("fk_ballot_exclusion_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_exclusion")),
    )
    op.create_index(op.f("ix_ballot_exclusion_poll_id"), "ballot_exclusion", ["poll_id"])


def _ballots() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("identity_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voter_met_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address_range", sa.String(length=32), nullable=False),
        sa.Column("phone_mark", sa.String(length=32), nullable=True),
        sa.Column("choices_key", sa.String(length=32), nullable=False),
        sa.Column("exclusion_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["poll_id"], ["poll.id"], name=op.f("fk_ballot_poll_id")),
        sa.ForeignKeyConstraint(
            ["identity_id"], ["wechat_identity.id"], name=op.f("fk_ballot_identity_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_ballot_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["exclusion_id"], ["ballot_exclusion.id"], name=op.f("fk_ballot_exclusion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint(
            "poll_id", "day", "identity_id", name=op.f("uq_ballot_poll_id_day_identity_id")
        ),
        sa.UniqueConstraint(
            "poll_id", "day", "volunteer_id", name=op.f("uq_ballot_poll_id_day_volunteer_id")
        ),
    )
    op.create_index(op.f("ix_ballot_volunteer_id"), "ballot", ["volunteer_id"])
    op.create_index(op.f("ix_ballot_exclusion_id"), "ballot", ["exclusion_id"])
    op.create_table(
        "ballot_choice",
        sa.Column("ballot_id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_choice_ballot_id")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nomination.id"], name=op.f("fk_ballot_choice_nomination_id")
        ),
        sa.PrimaryKeyConstraint("ballot_id", "nomination_id", name=op.f("pk_ballot_choice")),
    )


def downgrade() -> None:
    for table in ("ballot_choice", "ballot", "ballot_exclusion", "poll_candidate", "poll"):
        op.drop_table(table)
