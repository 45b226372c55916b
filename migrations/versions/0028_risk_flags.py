"""What a flag on hours rests on: whose phone, how old the code, what was raised and how it ended."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("scan", sa.Column("phone_mark", sa.String(32), nullable=True))
    op.add_column("scan", sa.Column("code_age_seconds", sa.Integer(), nullable=True))
    _some("ix_scan_phone_mark", "scan", ["phone_mark", "at"], "phone_mark IS NOT NULL")
    # What stands already is not weighed anew.
    op.add_column(
        "hour_record",
        sa.Column("to_weigh", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    for table in ("hour_record", "back_fill"):
        op.add_column(
            table, sa.Column("open_flags", sa.Integer(), nullable=False, server_default="0")
        )
    _some("ix_hour_record_to_weigh", "hour_record", ["session_id"], "to_weigh")
    _some("ix_hour_record_flagged", "hour_record", ["state", "due_on"], "open_flags > 0")
    _create_flags()


def _some(name: str, table: str, columns: list[str], condition: str) -> None:
    """An index over some of the rows only."""
    where = sa.text(condition)
    op.create_index(op.f(name), table, columns, sqlite_where=where, postgresql_where=where)


def _create_flags() -> None:
    targets = {
        "record_id": "hour_record.id",
        "back_fill_id": "back_fill.id",
        "place_id": "place.id",
        "settled_by_id": "staff_member.id",
    }
    op.create_table(
        "risk_flag",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("back_fill_id", sa.Uuid(), nullable=True),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(10), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(200), nullable=True),
        sa.CheckConstraint(
            "(record_id IS NULL) <> (back_fill_id IS NULL)", name=op.f("ck_risk_flag_one_subject")
        ),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_risk_flag_{column}"))
            for column, target in targets.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_flag")),
        sa.UniqueConstraint("record_id", "code", name=op.f("uq_risk_flag_record_id_code")),
        sa.UniqueConstraint("back_fill_id", "code", name=op.f("uq_risk_flag_back_fill_id_code")),
    )
    op.create_index(op.f("ix_risk_flag_place_id_raised_at"), "risk_flag", ["place_id", "raised_at"])


def downgrade() -> None:
    op.drop_table("risk_flag")
    op.drop_index(op.f("ix_hour_record_flagged"), "hour_record")
    op.drop_index(op.f("ix_hour_record_to_weigh"), "hour_record")
    for table in ("back_fill", "hour_record"):
        op.drop_column(table, "open_flags")
    op.drop_column("hour_record", "to_weigh")
    op.drop_index(op.f("ix_scan_phone_mark"), "scan")
    op.drop_column("scan", "code_age_seconds")
    op.drop_column("scan", "phone_mark")
