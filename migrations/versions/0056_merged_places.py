"""Places that are merged into others, and where their residents lived before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ALIVE = sa.text("state <> 'withdrawn'")
KEY = "fk_place_merged_into_id"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        # In one step: to make the table anew would have to let go of all that names a place.
        op.execute(
            "ALTER TABLE place ADD COLUMN merged_into_id CHAR(32)"
            f" CONSTRAINT {KEY} REFERENCES place (id)"
        )
    else:
        op.add_column("place", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(KEY), "place", "place", ["merged_into_id"], ["id"])
    op.create_index(op.f("ix_place_merged_into_id"), "place", ["merged_into_id"])
    _mergings()
    _moves()


def _mergings() -> None:
    op.create_table(
        "place_merging",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closed_id", sa.Uuid(), nullable=False),
        sa.Column("successor_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("keeps", _json(), nullable=False),
        sa.Column("tells", sa.Boolean(), nullable=False),
        sa.Column("path_before", sa.String(60), nullable=True),
        sa.Column("paths", _json(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_id"], ["place.id"], name=op.f("fk_place_merging_closed_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["place.id"], name=op.f("fk_place_merging_successor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_merging")),
    )
    op.create_index(op.f("ix_place_merging_successor_id"), "place_merging", ["successor_id"])
    op.create_index(
        "uq_place_merging_closed",
        "place_merging",
        ["closed_id"],
        unique=True,
        sqlite_where=ALIVE,
        postgresql_where=ALIVE,
    )


def _moves() -> None:
    keys = {
        "merging_id": "place_merging.id",
        "volunteer_id": "volunteer.id",
        "from_id": "place.id",
        "to_id": "place.id",
    }
    op.create_table(
        "residence_move",
        *(sa.Column(name, sa.Uuid(), nullable=False) for name in keys),
        sa.Column("at", MOMENT, nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [key], name=op.f(f"fk_residence_move_{name}"))
            for name, key in keys.items()
        ),
        sa.PrimaryKeyConstraint("merging_id", "volunteer_id", name=op.f("pk_residence_move")),
    )
    op.create_index(op.f("ix_residence_move_volunteer_id"), "residence_move", ["volunteer_id"])


def _json() -> sa.types.TypeEngine[object]:
    return sa.JSON().with_variant(JSONB(), "postgresql")


def downgrade() -> None:
    op.drop_table("residence_move")
    op.drop_table("place_merging")
    op.drop_index(op.f("ix_place_merged_into_id"), "place")
    op.drop_column("place", "merged_into_id")  # its key goes with it
