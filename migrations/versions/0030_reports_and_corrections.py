"""Reports about hours in public notice, and corrections that replace a record by a new one."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STAFF = ["staff_member.id"]
RECORD = ["hour_record.id"]
ONE_A_STAY = "uq_hour_record_attendance_id"
ONE_THAT_STANDS = "ix_hour_record_attendance_id_standing"
STANDS = sa.text("state != 'superseded'")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_anew(rf",\s*CONSTRAINT {ONE_A_STAY} UNIQUE \(attendance_id\)", "")
        op.execute(
            "ALTER TABLE hour_record ADD COLUMN supersedes_id CHAR(32) REFERENCES hour_record (id)"
        )
    else:
        op.drop_constraint(op.f(ONE_A_STAY), "hour_record", type_="unique")
        op.add_column("hour_record", sa.Column("supersedes_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f("fk_hour_record_supersedes_id"), "hour_record", "hour_record", ["supersedes_id"], ["id"]
        )
    op.create_index(
        ONE_THAT_STANDS,
        "hour_record",
        ["attendance_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )
    op.create_index(op.f("ix_hour_record_supersedes_id"), "hour_record", ["supersedes_id"], unique=True)
    op.create_index(op.f("ix_hour_record_decided_at"), "hour_record", ["decided_at"])
    _create_reports()
    _create_corrections()


def _write_anew(pattern: str, instead: str) -> None:
    """SQLite changes no constraint: the table is copied, as its manual says (lang_altertable, 7).

    Foreign keys are switched off meanwhile, which only takes effect between transactions.
    """
    raw = op.get_bind().connection.driver_connection
    table = raw.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'hour_record'")
    written, found = re.subn(pattern, instead, table.fetchone()[0])
    written, named = re.subn(r'^CREATE TABLE "?hour_record"?', "CREATE TABLE hour_record_anew", written)
    if (found, named) != (1, 1):
        raise RuntimeError("hour_record is not as the revisions before have left it")
    more = raw.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'hour_record' AND type != 'table' AND sql IS NOT NULL"
    ).fetchall()
    if raw.in_transaction:
        raw.execute("COMMIT")
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(written)
    raw.execute("INSERT INTO hour_record_anew SELECT * FROM hour_record")
    raw.execute("DROP TABLE hour_record")
    raw.execute("ALTER TABLE hour_record_anew RENAME TO hour_record")
    for (sql,) in more:
        raw.execute(sql)
    raw.execute("COMMIT")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("BEGIN IMMEDIATE")


def _create_reports() -> None:
    op.create_table(
        "hour_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(60), nullable=False),
        sa.Column("whole_session", sa.Boolean(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(200), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        *_keys(
            "hour_report",
            session_id=["activity_session.id"],
            place_id=["place.id"],
            reporter_id=["volunteer.id"],
            answered_by_id=STAFF,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_report")),
    )
    op.create_index(op.f("ix_hour_report_state_due_on"), "hour_report", ["state", "due_on"])
    op.create_index(
        op.f("ix_hour_report_reporter_id_reported_at"), "hour_report", ["reporter_id", "reported_at"]
    )
    op.create_table(
        "hour_report_line",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        *_keys("hour_report_line", report_id=["hour_report.id"], record_id=RECORD),
        sa.PrimaryKeyConstraint("report_id", "record_id", name=op.f("pk_hour_report_line")),
    )
    op.create_index(op.f("ix_hour_report_line_record_id"), "hour_report_line", ["record_id"])
    op.create_table(
        "hour_report_picture",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        *_keys("hour_report_picture", report_id=["hour_report.id"], attachment_id=["attachment.id"]),
        sa.PrimaryKeyConstraint("report_id", "attachment_id", name=op.f("pk_hour_report_picture")),
        sa.UniqueConstraint("attachment_id", name=op.f("uq_hour_report_picture_attachment_id")),
    )


def _create_corrections() -> None:
    op.create_table(
        "hour_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("place_path", sa.String(60), nullable=False),
        sa.Column("counted_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_from", sa.String(60), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refusal", sa.String(200), nullable=True),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_hour_correction_some_minutes")),
        *_keys(
            "hour_correction",
            record_id=RECORD,
            report_id=["hour_report.id"],
            proposed_by_id=STAFF,
            decided_by_id=STAFF,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hour_correction")),
    )
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "ix_hour_correction_record_id_waiting",
        "hour_correction",
        ["record_id"],
        unique=True,
        sqlite_where=waits,
        postgresql_where=waits,
    )
    op.create_index(op.f("ix_hour_correction_state_due_on"), "hour_correction", ["state", "due_on"])
    op.create_index(op.f("ix_hour_correction_report_id"), "hour_correction", ["report_id"])


def _keys(table: str, **targets: list[str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], target, name=op.f(f"fk_{table}_{column}"))
        for column, target in targets.items()
    ]


def downgrade() -> None:
    """Only while nothing was corrected: two records of one stay find no place before this."""
    for table in ("hour_correction", "hour_report_picture", "hour_report_line", "hour_report"):
        op.drop_table(table)
    op.drop_index(op.f("ix_hour_record_decided_at"), "hour_record")
    op.drop_index(op.f("ix_hour_record_supersedes_id"), "hour_record")
    op.drop_index(ONE_THAT_STANDS, "hour_record")
    if op.get_bind().dialect.name == "sqlite":
        op.drop_column("hour_record", "supersedes_id")
        primary = "CONSTRAINT pk_hour_record PRIMARY KEY (id)"
        unique = f"{primary}, CONSTRAINT {ONE_A_STAY} UNIQUE (attendance_id)"
        _write_anew(re.escape(primary), unique)
    else:
        op.drop_constraint(op.f("fk_hour_record_supersedes_id"), "hour_record", type_="foreignkey")
        op.drop_column("hour_record", "supersedes_id")
        op.create_unique_constraint(op.f(ONE_A_STAY), "hour_record", ["attendance_id"])
