"""Which records are checked by a call, by whom, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "call_back_draw",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("week_begins", sa.Date(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=True),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back_draw")),
        sa.UniqueConstraint("week_begins", name=op.f("uq_call_back_draw_week_begins")),
    )
    targets = {
        "draw_id": "call_back_draw.id",
        "record_id": "hour_record.id",
        "volunteer_id": "volunteer.id",
        "place_id": "place.id",
        "checker_place_id": "place.id",
        "taken_by_id": "staff_member.id",
        "closed_by_id": "staff_member.id",
    }
    op.create_table(
        "call_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(60), nullable=False),
        sa.Column("checker_place_id", sa.Uuid(), nullable=False),
        sa.Column("checker_path", sa.String(60), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.String(200), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_call_back_{column}"))
            for column, target in targets.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_back")),
        sa.UniqueConstraint("record_id", name=op.f("uq_call_back_record_id")),
    )
    for columns in (["draw_id"], ["state", "due_on"], ["place_id", "closed_at"]):
        op.create_index(op.f("ix_call_back_" + "_".join(columns)), "call_back", columns)


def downgrade() -> None:
    op.drop_table("call_back")
    op.drop_table("call_back_draw")
