"""Hours typed in by staff without a scan, and who confirms them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STAFF = ["staff_member.id"]


def upgrade() -> None:
    op.create_table(
        "back_fill",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(60), nullable=False),
        sa.Column("entered_from", sa.String(60), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("confirmations_needed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by_id", sa.Uuid(), nullable=True),
        sa.Column("refusal", sa.String(200), nullable=True),
        sa.CheckConstraint("people > 0", name=op.f("ck_back_fill_somebody")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_back_fill_some_minutes")),
        *(
            sa.ForeignKeyConstraint([column], target, name=op.f(f"fk_back_fill_{column}"))
            for column, target in (
                ("session_id", ["activity_session.id"]),
                ("activity_id", ["activity.id"]),
                ("place_id", ["place.id"]),
                ("sheet_id", ["printed_sheet.id"]),
                ("entered_by_id", STAFF),
                ("refused_by_id", STAFF),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_back_fill")),
    )
    for columns in (
        ["session_id"],
        ["entered_by_id"],
        ["place_id", "entered_at"],
        ["state", "due_on"],
    ):
        op.create_index(op.f("ix_back_fill_" + "_".join(columns)), "back_fill", columns)
    _create_what_belongs_to_it()
    # SQLite adds a column with its key in place; the table is not written anew.
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("ALTER TABLE hour_record ADD COLUMN back_fill_id CHAR(32) REFERENCES back_fill (id)")
    else:
        op.add_column("hour_record", sa.Column("back_fill_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f("fk_hour_record_back_fill_id"), "hour_record", "back_fill", ["back_fill_id"], ["id"]
        )
    op.create_index(op.f("ix_hour_record_back_fill_id"), "hour_record", ["back_fill_id"])


def _create_what_belongs_to_it() -> None:
    op.create_table(
        "back_fill_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("back_fill_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.String(200), nullable=True),
        sa.CheckConstraint("out_at > in_at", name=op.f("ck_back_fill_line_leaves_after_coming")),
        sa.ForeignKeyConstraint(
            ["back_fill_id"], ["back_fill.id"], name=op.f("fk_back_fill_line_back_fill_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_back_fill_line_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_back_fill_line")),
        sa.UniqueConstraint(
            "back_fill_id", "volunteer_id", name=op.f("uq_back_fill_line_back_fill_id_volunteer_id")
        ),
    )
    op.create_index(op.f("ix_back_fill_line_volunteer_id"), "back_fill_line", ["volunteer_id"])
    op.create_table(
        "back_fill_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("back_fill_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["back_fill_id"], ["back_fill.id"], name=op.f("fk_back_fill_confirmation_back_fill_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], STAFF, name=op.f("fk_back_fill_confirmation_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_back_fill_confirmation")),
        sa.UniqueConstraint(
            "back_fill_id", "staff_id", name=op.f("uq_back_fill_confirmation_back_fill_id_staff_id")
        ),
    )
    op.create_table(
        "back_fill_picture",
        sa.Column("back_fill_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["back_fill_id"], ["back_fill.id"], name=op.f("fk_back_fill_picture_back_fill_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_back_fill_picture_attachment_id")
        ),
        sa.PrimaryKeyConstraint("back_fill_id", "attachment_id", name=op.f("pk_back_fill_picture")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_back_fill_picture_attachment_id")),
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_hour_record_back_fill_id"), "hour_record")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint(op.f("fk_hour_record_back_fill_id"), "hour_record", type_="foreignkey")
    op.drop_column("hour_record", "back_fill_id")
    for table in ("back_fill_picture", "back_fill_confirmation", "back_fill_line", "back_fill"):
        op.drop_table(table)
