"""A point that is put below another place is remembered, so that no path is given twice."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

PLACES = ("place_id", "from_id", "to_id")
INDEXED = ("moved_at", "place_id")


def upgrade() -> None:
    op.create_table(
        "place_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in PLACES),
        *(sa.Column(name, sa.String(60), nullable=False) for name in ("path_before", "path_after")),
        sa.Column("moved_by_id", sa.Uuid(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["place.id"], name=op.f(f"fk_place_move_{name}"))
            for name in PLACES
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_move")),
    )
    for name in INDEXED:
        op.create_index(op.f(f"ix_place_move_{name}"), "place_move", [name])


def downgrade() -> None:
    op.drop_table("place_move")
