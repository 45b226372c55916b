"""A statement made ready for the driver: what SQLAlchemy does anew at every execution, done once.

The text, how each value is bound and how each column is read come from SQLAlchemy; the rows, the
errors and who listens to statements are as if it had executed them (docs/benchmarks.md).
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

Process = Callable[[Any], Any] | None
_DIFFERENT_STATEMENTS = 256


class Rows(list[Any]):
    """What was found: tuples whose columns have names."""

    def first(self) -> Any:
        """The first row; None when there is none."""
        return self[0] if self else None

    def one(self) -> Any:
        """The only row; raises ValueError when there is none or another."""
        (row,) = self
        return row

    def scalar(self) -> Any:
        """The first row's first column; None when there is no row."""
        return self[0][0] if self else None


class Said:
    """One statement in the words of one driver."""

    def __init__(
        self,
        compiled: SQLCompiler,
        wanted: Collection[str],
        defaults: Mapping[str, Any],
        columns: Mapping[str, TypeEngine[Any]],
    ) -> None:
        # Lists that never change are written out; nothing is known yet of what is wanted.
        whole = compiled.construct_expanded_state({**dict.fromkeys(wanted), **defaults})
        binding = _binding(compiled) | dict(whole.processors)
        self.text = whole.statement
        self._positions = whole.positiontup
        self._wanted = [(name, binding.get(name)) for name in wanted]
        self._constant = {
            name: _processed(binding.get(name), value)
            for name, value in whole.parameters.items()
            if name not in wanted
        }
        self._types = tuple(columns.values())
        self._reading: tuple[Process, ...] | None = None
        row: Any = namedtuple("Row", tuple(columns))  # type: ignore[misc]
        self._row_of = row._make

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        """Execute in the connection's transaction; errors are SQLAlchemy's."""
        driver: Any = connection.connection.dbapi_connection
        given = self._given(values)
        for listener in connection.engine.dispatch.before_cursor_execute:
            listener(connection, None, self.text, given, None, False)
        try:
            cursor = driver.execute(self.text, given)
            found = cursor.fetchall() if self._types else ()
        except connection.dialect.loaded_dbapi.Error as error:
            raise _as_sqlalchemy_says(error, connection, self.text, given) from error
        if self._reading is None:
            self._reading = self._reading_of(cursor, connection.dialect)
        return Rows(self._row_of(map(_processed, self._reading, row)) for row in found)

    def _reading_of(self, cursor: Any, dialect: Dialect) -> tuple[Process, ...]:
        """How each column is read depends on what the database calls its type."""
        described = cursor.description or ()
        return tuple(
            kind.dialect_impl(dialect).result_processor(dialect, column[1])
            for kind, column in zip(self._types, described, strict=True)
        )

    def _given(self, values: Mapping[str, Any]) -> Any:
        given = dict(self._constant)
        for name, process in self._wanted:
            given[name] = process(values[name]) if process else values[name]
        return given if self._positions is None else [given[name] for name in self._positions]


@lru_cache(_DIFFERENT_STATEMENTS)
def said(statement: Any, dialect: Dialect, names: tuple[str, ...]) -> Said | None:
    """A statement ready for values of these names; None when it has to be said anew each time.

    That is so when a list of values comes with every execution, or a default is computed then.
    """
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    defaults = {column.key: column.default for column in compiled.insert_prefetch}
    lists = any(bind.expanding and bind.required for bind in compiled.bind_names)
    computed = not all(default.is_scalar for default in defaults.values())
    if lists or computed or compiled.update_prefetch:
        return None
    columns = {column.key: column.type for column in statement.exported_columns}
    if len(columns) != len(statement.exported_columns):
        raise ValueError("two columns of one name")
    wanted = {name for bind, name in compiled.bind_names.items() if bind.required}
    given = {name: default.arg for name, default in defaults.items()}
    return Said(compiled, wanted - set(given), given, columns)


def _binding(compiled: SQLCompiler) -> dict[str, Process]:
    return {
        name: bind.type.dialect_impl(compiled.dialect).bind_processor(compiled.dialect)
        for bind, name in compiled.bind_names.items()
    }


def _processed(process: Process, value: Any) -> Any:
    return process(value) if process else value


def _as_sqlalchemy_says(
    error: Exception, connection: Connection, text: str, given: Any
) -> BaseException:
    dialect, driver = connection.dialect, connection.connection.dbapi_connection
    gone = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type]
    if gone:
        connection.invalidate(error)
    return DBAPIError.instance(
        text,
        given,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=connection.engine.hide_parameters,
        connection_invalidated=gone,
        dialect=dialect,
    )
