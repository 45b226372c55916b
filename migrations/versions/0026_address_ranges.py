"""Staff may decide from known networks only, where the centre says so."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_range",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("network", sa.String(43), nullable=False),
        sa.Column("note", sa.String(100), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_address_range_place_id_place")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"],
            ["staff_member.id"],
            name=op.f("fk_address_range_added_by_id_staff_member"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_range")),
        sa.UniqueConstraint(
            "place_id", "network", name=op.f("uq_address_range_place_id_network")
        ),
    )


def downgrade() -> None:
    op.drop_table("address_range")
