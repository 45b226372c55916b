"""What the migrations build is what the models describe, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from app.kernel.database import Base, db


def test_the_migrated_database_is_the_one_the_models_describe(database: Flask) -> None:
    """`flask db check` has nothing to add, drop or change: tables, columns, types, constraints."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    assert differences == [], "\n".join(map(str, differences))
