"""Series of activities, templates for plans, and an index for clashes of a contact."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _series()
    _activities()
    _templates()


def _series() -> None:
    op.create_table(
        "activity_series",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(50), nullable=False),
        sa.Column("rrule", sa.String(200), nullable=False),
        sa.Column("on_holidays", sa.String(4), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_activity_series_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_activity_series_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_series")),
    )
    op.create_index(
        op.f("ix_activity_series_place_id_until"), "activity_series", ["place_id", "until"]
    )
    op.create_table(
        "series_occurrence",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("rule_day", sa.Date(), nullable=False),
        sa.Column("keeps_own", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_series_occurrence_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["activity_series.id"], name=op.f("fk_series_occurrence_series_id")
        ),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_series_occurrence")),
    )
    op.create_index(
        op.f("ix_series_occurrence_series_id"), "series_occurrence", ["series_id"]
    )


def _activities() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE activity ADD COLUMN series_id CHAR(32) "
            "CONSTRAINT fk_activity_series_id REFERENCES activity_series (id)"
        )
    else:
        op.add_column("activity", sa.Column("series_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f("fk_activity_series_id"), "activity", "activity_series", ["series_id"], ["id"]
        )
    op.create_index(op.f("ix_activity_series_id"), "activity", ["series_id"])
    op.create_index(
        op.f("ix_activity_contact_phone_starts_at"), "activity", ["contact_phone", "starts_at"]
    )


def _templates() -> None:
    op.create_table(
        "activity_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("work_type", sa.String(30), nullable=False),
        sa.Column("team_kind", sa.String(20), nullable=False),
        sa.Column("for_whom", sa.String(20), nullable=False),
        sa.Column("plan", JSON, nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_activity_template_place_id")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff_member.id"], name=op.f("fk_activity_template_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_template")),
    )
    op.create_index(
        op.f("ix_activity_template_place_id_name"),
        "activity_template",
        ["place_id", "name"],
        unique=True,
    )


def downgrade() -> None:
    op.drop_table("activity_template")
    op.drop_index(op.f("ix_activity_contact_phone_starts_at"), "activity")
    op.drop_index(op.f("ix_activity_series_id"), "activity")
    op.drop_column("activity", "series_id")  # its key goes with it, on both databases
    op.drop_table("series_occurrence")
    op.drop_table("activity_series")
