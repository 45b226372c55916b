"""Seals over the trail: a queue that every entry enters by itself, leaves, and seals."""

import sqlalchemy as sa
from alembic import op

from app.kernel.append_only import giving_up, guarding

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

GUARDED = (("ledger_leaf", "entry_id"), ("ledger_seal", "number"))
QUEUED = {
    "sqlite": [
        "CREATE TRIGGER audit_entry_queued AFTER INSERT ON audit_entry "
        "BEGIN INSERT INTO ledger_queue (entry_id) VALUES (NEW.id); END"
    ],
    "postgresql": [
        "CREATE FUNCTION haoren_queue_entries() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN INSERT INTO ledger_queue (entry_id) SELECT id FROM added; RETURN NULL; END $$",
        "CREATE TRIGGER audit_entry_queued AFTER INSERT ON audit_entry "
        "REFERENCING NEW TABLE AS added "
        "FOR EACH STATEMENT EXECUTE FUNCTION haoren_queue_entries()",
    ],
}


def upgrade() -> None:
    op.create_table(
        "ledger_queue",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_queue")),
    )
    op.create_table(
        "ledger_seal",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(
            sa.Column(name, sa.DateTime(timezone=True), nullable=False)
            for name in ("sealed_at", "from_at", "until_at")
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(64), nullable=False)
            for name in ("root", "previous", "hash", "key")
        ),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_seal")),
    )
    op.create_table(
        "ledger_leaf",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_ledger_leaf_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["seal_number"], ["ledger_seal.number"], name=op.f("fk_ledger_leaf_seal_number")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_ledger_leaf")),
        sa.UniqueConstraint(
            "seal_number", "position", name=op.f("uq_ledger_leaf_seal_number")
        ),
    )
    dialect = op.get_bind().dialect.name
    op.execute("INSERT INTO ledger_queue (entry_id) SELECT id FROM audit_entry")
    for table, key in GUARDED:
        for statement in guarding(dialect, table, key=key):
            op.execute(statement)
    for statement in QUEUED[dialect]:
        op.execute(statement)


def downgrade() -> None:
    dialect = op.get_bind().dialect.name
    of_table = " ON audit_entry" if dialect == "postgresql" else ""
    op.execute(f"DROP TRIGGER audit_entry_queued{of_table}")
    if dialect == "postgresql":
        op.execute("DROP FUNCTION haoren_queue_entries()")
    for table, _ in GUARDED:
        for statement in giving_up(dialect, table):
            op.execute(statement)
    for table in ("ledger_leaf", "ledger_seal", "ledger_queue"):
        op.drop_table(table)
