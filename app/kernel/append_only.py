"""Tables whose rows are only ever added: the database itself refuses the rest, on both kinds.

A model says `{"info": APPEND_ONLY}` among its table's arguments; the revision that makes the table
executes `guarding(...)`. The owner of the tables can take the guards away, so that is not all:
the application's role on PostgreSQL gets no right to change them (`grants`), and what is changed
behind everybody's back is found by the ledger.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, MetaData, Table, text

APPEND_ONLY = {"append_only": True}
_REFUSE = """
CREATE OR REPLACE FUNCTION haoren_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def guarding(dialect: str, table: str, *, key: str = "id") -> list[str]:
    """The statements that make a table append-only; its rows are found again by `key`."""
    if dialect == "postgresql":
        return [
            _REFUSE,
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION haoren_append_only()",
        ]
    no = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {no}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {no}",
        # INSERT OR REPLACE deletes without asking the trigger above.
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608 - our names
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) {no}",
    ]


def giving_up(dialect: str, table: str) -> list[str]:
    """The statements that take the guards away: for a revision that goes back."""
    if dialect == "postgresql":
        return [f"DROP TRIGGER {table}_append_only ON {table}"]
    return [f"DROP TRIGGER {table}_{word}" for word in ("no_update", "no_delete", "no_replace")]


def append_only_tables(metadata: MetaData) -> list[Table]:
    """Those whose model says so."""
    return [table for table in metadata.sorted_tables if table.info.get("append_only")]


def unguarded(connection: Connection, metadata: MetaData) -> list[str]:
    """Append-only tables that lack a guard at this moment."""
    there = set(connection.scalars(text(_THERE[connection.dialect.name])))
    return [
        table.name
        for table in append_only_tables(metadata)
        if not set(_guards(connection.dialect.name, table.name)) <= there
    ]


_THERE = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


def _guards(dialect: str, table: str) -> tuple[str, ...]:
    if dialect == "postgresql":
        return (f"{table}_append_only",)
    return (f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace")


def grants(metadata: MetaData, *, role: str) -> Iterator[str]:
    """SQL for PostgreSQL: what the application's role may do to each table, and no more.

    To be run by the tables' owner after each upgrade; running it again changes nothing.
    """
    name = '"' + role.replace('"', '""') + '"'
    yield f"GRANT USAGE ON SCHEMA public TO {name};"
    yield f"GRANT SELECT ON alembic_version TO {name};"
    for table in metadata.sorted_tables:
        yield f"REVOKE ALL ON {table.name} FROM {name};"
        rights = "SELECT, INSERT"
        if not table.info.get("append_only"):
            rights += ", UPDATE, DELETE"
        yield f"GRANT {rights} ON {table.name} TO {name};"
