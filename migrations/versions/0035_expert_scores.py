"""Good persons: experts, their criteria, rounds of scoring and scores."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _plans()
    _rounds()


def _plans() -> None:
    name = "scoring_plan"
    op.create_table(
        name,
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("criteria", JSON, nullable=False),
        sa.Column("most_points", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        _key(name, "campaign_id", "campaign.id"),
        sa.PrimaryKeyConstraint("campaign_id", name=op.f(f"pk_{name}")),
    )
    name = "scoring_expert"
    op.create_table(
        name,
        sa.Column("campaign_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        _key(name, "campaign_id", "campaign.id"),
        _key(name, "staff_id", "staff_member.id"),
        sa.PrimaryKeyConstraint("campaign_id", "level", "staff_id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_staff_id"), name, ["staff_id"])


def _rounds() -> None:
    name = "scoring_round"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("result", sa.Integer(), nullable=True),
        _key(name, "nomination_id", "nomination.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("nomination_id", "level", name=op.f(f"uq_{name}_nomination_id_level")),
    )
    op.create_index(op.f(f"ix_{name}_due_on"), name, ["due_on"])
    name = "expert_score"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("points", JSON, nullable=False),
        sa.Column("recused", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        _key(name, "round_id", "scoring_round.id"),
        _key(name, "staff_id", "staff_member.id"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("round_id", "staff_id", name=op.f(f"uq_{name}_round_id_staff_id")),
    )
    op.create_index(op.f(f"ix_{name}_staff_id"), name, ["staff_id"])


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    for name in ("expert_score", "scoring_round", "scoring_expert", "scoring_plan"):
        op.drop_table(name)
