"""What the migrations build is what the models describe, on both databases; they are one line."""

from collections import Counter

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from app.kernel.database import Base, db
from tests.house.source import ROOT

MIGRATIONS = ROOT / "migrations"


def test_migrations_are_one_line_and_no_number_comes_twice() -> None:
    """Who lands later renumbers: file name, revision, down_revision."""
    numbers = Counter(path.name[:4] for path in (MIGRATIONS / "versions").glob("*.py"))
    assert [number for number, count in numbers.items() if count > 1] == []
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_the_migrated_database_is_the_one_the_models_describe(database: Flask) -> None:
    """`flask db check` has nothing to add, drop or change: tables, columns, types, constraints.

    A constraint that is dropped and added again has another name in its migration than its model
    gives it: uq_<table>_<all its columns>.
    """
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == [], "\n".join(map(str, differences))
