"""Points below the stations, what a place's page says, and its photos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
THREE = "level in ('centre','office','station')"
FOUR = "level in ('centre','office','station','point')"


def upgrade() -> None:
    _levels(THREE, FOUR)
    op.add_column("place", sa.Column("kind", sa.String(20), nullable=False, server_default=""))
    op.create_table(
        "place_description",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("head_name", sa.String(20), nullable=False),
        sa.Column("head_phone", sa.String(20), nullable=False),
        sa.Column("head_shown", sa.String(16), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("access", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_place_description_place_id")
        ),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_description")),
    )
    op.create_table(
        "place_photo",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("alt", sa.String(60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_place_photo_attachment_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_photo_place_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_place_photo")),
    )
    op.create_index(op.f("ix_place_photo_place_id"), "place_photo", ["place_id"])


def downgrade() -> None:
    op.drop_table("place_photo")
    op.drop_table("place_description")
    op.execute("DELETE FROM place WHERE level = 'point'")  # nothing else names one
    op.drop_column("place", "kind")
    _levels(FOUR, THREE)


def _levels(before: str, after: str) -> None:
    """Which levels there are.

    SQLite cannot change a check, and to make the table anew would have to let go of all that name
    it; its manual's way for a check is to write the table's text anew.
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_place_level"), "place")
        op.create_check_constraint(op.f("ck_place_level"), "place", after)
        return
    version = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :before, :after)"
            " WHERE type = 'table' AND name = 'place'"
        ),
        {"before": before, "after": after},
    )
    bind.execute(sa.text(f"PRAGMA schema_version = {version + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))
