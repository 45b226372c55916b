"""Who forgot to check out may say when she left."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ASKED = sa.text("state = 'asked'")


def upgrade() -> None:
    with op.batch_alter_table("hour_record") as record:
        record.add_column(
            sa.Column(
                "confirmed_on_request", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
    op.create_table(
        "check_out_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["hour_record.id"],
            name=op.f("fk_check_out_request_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["staff_member.id"],
            name=op.f("fk_check_out_request_decided_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_out_request")),
        sa.UniqueConstraint("record_id", name=op.f("uq_check_out_request_record_id")),
    )
    op.create_index(
        "ix_check_out_request_asked",
        "check_out_request",
        ["asked_at"],
        sqlite_where=ASKED,
        postgresql_where=ASKED,
    )


def downgrade() -> None:
    op.drop_table("check_out_request")
    with op.batch_alter_table("hour_record") as record:
        record.drop_column("confirmed_on_request")
