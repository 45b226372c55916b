"""Requests to exchange positions."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

OPEN_REQUEST = sa.text("state = 'asked'")


def upgrade() -> None:
    op.create_table(
        "position_exchange",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("asker_position_id", sa.Uuid(), nullable=False),
        sa.Column("other_position_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["sign_up.id"], name=op.f("fk_position_exchange_asker_id")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["sign_up.id"], name=op.f("fk_position_exchange_other_id")
        ),
        sa.ForeignKeyConstraint(
            ["asker_position_id"],
            ["activity_position.id"],
            name=op.f("fk_position_exchange_asker_position_id"),
        ),
        sa.ForeignKeyConstraint(
            ["other_position_id"],
            ["activity_position.id"],
            name=op.f("fk_position_exchange_other_position_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_exchange")),
    )
    for column in ("asker_id", "other_id"):
        op.create_index(
            op.f(f"ix_position_exchange_{column}"), "position_exchange", [column]
        )
    op.create_index(
        op.f("ix_position_exchange_state_expires_at"),
        "position_exchange",
        ["state", "expires_at"],
    )
    op.create_index(
        "uq_position_exchange_asked",
        "position_exchange",
        ["asker_id"],
        unique=True,
        sqlite_where=OPEN_REQUEST,
        postgresql_where=OPEN_REQUEST,
    )


def downgrade() -> None:
    op.drop_table("position_exchange")
