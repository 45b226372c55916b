"""Who follows the account and is registered as nobody may report hours: by a WeChat id."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BY_SOMEBODY = "reporter_id IS NOT NULL OR reporter_identity_id IS NOT NULL"
KEY = "fk_hour_report_reporter_identity_id"
CHECK = "ck_hour_report_by_somebody"
INDEX = "ix_hour_report_reporter_identity_id_reported_at"
NEEDED, OPEN = "reporter_id CHAR(32) NOT NULL", "reporter_id CHAR(32)"
COLUMN = f", reporter_identity_id CHAR(32) CONSTRAINT {KEY} REFERENCES wechat_identity (id)"
MORE = f", CONSTRAINT {CHECK} CHECK ({BY_SOMEBODY})"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _write_anew({NEEDED: OPEN, "answered_at DATETIME": f"answered_at DATETIME{COLUMN}"}, MORE, "*, NULL")
    else:
        op.alter_column("hour_report", "reporter_id", nullable=True)
        op.add_column("hour_report", sa.Column("reporter_identity_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f(KEY), "hour_report", "wechat_identity", ["reporter_identity_id"], ["id"]
        )
        op.create_check_constraint(op.f(CHECK), "hour_report", BY_SOMEBODY)
    op.create_index(op.f(INDEX), "hour_report", ["reporter_identity_id", "reported_at"])


def downgrade() -> None:
    unregistered = "(SELECT id FROM hour_report WHERE reporter_id IS NULL)"
    op.execute(f"UPDATE hour_correction SET report_id = NULL WHERE report_id IN {unregistered}")
    for table in ("hour_report_line", "hour_report_picture"):
        op.execute(f"DELETE FROM {table} WHERE report_id IN {unregistered}")
    op.execute("DELETE FROM hour_report WHERE reporter_id IS NULL")
    op.drop_index(op.f(INDEX), "hour_report")
    if op.get_bind().dialect.name == "sqlite":
        columns = [one["name"] for one in sa.inspect(op.get_bind()).get_columns("hour_report")]
        kept = ", ".join(f'"{name}"' for name in columns if name != "reporter_identity_id")
        _write_anew({COLUMN: "", MORE: "", OPEN: NEEDED}, "", kept)
    else:
        op.drop_constraint(op.f(CHECK), "hour_report", type_="check")
        op.drop_column("hour_report", "reporter_identity_id")
        op.alter_column("hour_report", "reporter_id", nullable=False)


def _write_anew(changes: dict[str, str], more: str, copied: str) -> None:
    """SQLite changes no column: the table is copied, as its manual says (lang_altertable, 7).

    Foreign keys are switched off meanwhile, which only takes effect between transactions.
    """
    raw = op.get_bind().connection.driver_connection
    about = "FROM sqlite_master WHERE tbl_name = 'hour_report' AND sql IS NOT NULL AND type"
    (written,) = raw.execute(f"SELECT sql {about} = 'table'").fetchone()
    for old, new in changes.items():
        if written.count(old) != 1:
            raise RuntimeError("hour_report is not as the revisions before have left it")
        written = written.replace(old, new)
    _, _, rest = written.partition("(")
    written = f"CREATE TABLE hour_report_anew ({rest.rstrip().removesuffix(')')}{more})"
    others = raw.execute(f"SELECT sql {about} != 'table'").fetchall()
    if raw.in_transaction:
        raw.execute("COMMIT")
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("BEGIN IMMEDIATE")
    raw.execute(written)
    raw.execute(f"INSERT INTO hour_report_anew SELECT {copied} FROM hour_report")
    raw.execute("DROP TABLE hour_report")
    raw.execute("ALTER TABLE hour_report_anew RENAME TO hour_report")
    for (sql,) in others:
        raw.execute(sql)
    raw.execute("COMMIT")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("BEGIN IMMEDIATE")
