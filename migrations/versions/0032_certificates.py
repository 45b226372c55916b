"""Certificates: the units that issue them, what they counted, and groups made by the worker."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    _units_and_groups()
    _certificates()
    _lines_and_papers()


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _units_and_groups() -> None:
    op.create_table(
        "certificate_unit",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("responsible_name", sa.String(50), nullable=False),
        sa.Column("handler_name", sa.String(50), nullable=False),
        sa.Column("seal_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        _key("certificate_unit", "place_id", "place"),
        _key("certificate_unit", "seal_id", "attachment"),
        _key("certificate_unit", "changed_by_id", "staff_member"),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_certificate_unit")),
    )
    op.create_table(
        "certificate_group",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("with_rows", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        _key("certificate_group", "place_id", "place"),
        _key("certificate_group", "asked_by_id", "staff_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_group")),
    )
    op.create_index(
        op.f("ix_certificate_group_place_id_asked_at"),
        "certificate_group",
        ["place_id", "asked_at"],
    )
    op.create_index(
        "ix_certificate_group_waiting",
        "certificate_group",
        ["asked_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def _certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(17), nullable=False),
        sa.Column("code_index", sa.String(64), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("masked_name", sa.String(50), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("unit_name", sa.String(50), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("back_filled_minutes", sa.Integer(), nullable=False),
        sa.Column("revoked_minutes", sa.Integer(), nullable=False),
        sa.Column("with_rows", sa.Boolean(), nullable=False),
        sa.Column("with_id_number", sa.Boolean(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("state_at", MOMENT, nullable=False),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_certificate_some_minutes")),
        _key("certificate", "volunteer_id", "volunteer"),
        _key("certificate", "place_id", "place"),
        _key("certificate", "issued_by_id", "staff_member"),
        _key("certificate", "group_id", "certificate_group"),
        _key("certificate", "replaces_id", "certificate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        *(
            sa.UniqueConstraint(column, name=op.f(f"uq_certificate_{column}"))
            for column in ("number", "code_index", "replaces_id")
        ),
    )
    for columns in (["volunteer_id", "issued_at"], ["place_id", "issued_at"], ["group_id"]):
        op.create_index(op.f(f"ix_certificate_{'_'.join(columns)}"), "certificate", columns)
    op.create_table(
        "certified_hours",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        _key("certified_hours", "certificate_id", "certificate"),
        _key("certified_hours", "record_id", "hour_record"),
        sa.PrimaryKeyConstraint("certificate_id", "record_id", name=op.f("pk_certified_hours")),
    )
    op.create_index(op.f("ix_certified_hours_record_id"), "certified_hours", ["record_id"])


def _lines_and_papers() -> None:
    op.create_table(
        "certificate_group_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("certificate_id", sa.Uuid(), nullable=True),
        sa.Column("left_out", sa.String(200), nullable=True),
        sa.Column("printed_at", MOMENT, nullable=True),
        _key("certificate_group_line", "group_id", "certificate_group"),
        _key("certificate_group_line", "volunteer_id", "volunteer"),
        _key("certificate_group_line", "certificate_id", "certificate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_group_line")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_certificate_group_line_certificate_id")),
        sa.UniqueConstraint(
            "group_id", "volunteer_id", name=op.f("uq_certificate_group_line_group_id_volunteer_id")
        ),
    )
    op.create_table(
        "certificate_paper",
        sa.Column("certificate_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _key("certificate_paper", "certificate_id", "certificate"),
        sa.PrimaryKeyConstraint("certificate_id", name=op.f("pk_certificate_paper")),
    )


def downgrade() -> None:
    for table in (
        *("certificate_paper", "certificate_group_line", "certified_hours"),
        *("certificate", "certificate_group", "certificate_unit"),
    ):
        op.drop_table(table)
