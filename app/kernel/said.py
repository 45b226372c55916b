"""A statement made ready for the driver: what SQLAlchemy does anew at every execution, done once.

The text, how each value is bound and how each column is read come from SQLAlchemy; the rows, the
errors and who listens to statements are as if it had executed them (docs/benchmarks.md).
"""

import re
from collections import namedtuple
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import Any

from psycopg.pq.abc import PGresult
from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from app.kernel.journeys import COMMIT, Leg, journeys_of

Process = Callable[[Any], Any] | None
_DIFFERENT_STATEMENTS = 256
_NAMED = re.compile(r"%\((.+?)\)s|%%")


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
        self.text, names = whole.statement, whole.positiontup
        if names is None:
            self.text, names = _numbered(self.text)
        self._constant = {
            name: _processed(binding.get(name), value)
            for name, value in whole.parameters.items()
            if name not in wanted
        }
        self._places = [(name, binding.get(name) if name in wanted else None) for name in names]
        self._columns, self._types = tuple(columns), tuple(columns.values())
        self._make: Callable[[Sequence[Any]], Any] | None = None

    def given(self, values: Mapping[str, Any]) -> list[Any]:
        """The values in the order of their places in the text."""
        known = {**self._constant, **values} if self._constant else values
        return [process(known[name]) if process else known[name] for name, process in self._places]

    def row_from(
        self, type_codes: Callable[[], Iterable[Any]], dialect: Dialect
    ) -> Callable[[Sequence[Any]], Any]:
        """What makes a row of a driver's; it depends on what the database calls its columns."""
        if self._make is None:
            reading = [
                kind.dialect_impl(dialect).result_processor(dialect, code)
                for kind, code in zip(self._types, type_codes(), strict=True)
            ]
            row: Any = namedtuple("Row", self._columns)  # type: ignore[misc]
            plain = row._make
            self._make = (
                (lambda found: plain(map(_processed, reading, found))) if any(reading) else plain
            )
        return self._make

    @property
    def finds(self) -> bool:
        """Whether rows come back."""
        return bool(self._types)


Asked = tuple[Said, Mapping[str, Any]]


def run_all(
    connection: Connection, asked: Sequence[Asked], *, and_commit: bool = False
) -> list[Rows]:
    """Execute in order in the connection's transaction; errors are SQLAlchemy's.

    COMMIT comes along only where that saves a journey; SQLAlchemy's is needed in any case.
    """
    if connection.dialect.driver == "psycopg":
        return _in_one_journey(connection, asked, [COMMIT] if and_commit else [])
    return [_by_cursor(connection, ready, values) for ready, values in asked]


def _in_one_journey(
    connection: Connection, asked: Sequence[Asked], last: Sequence[Leg]
) -> list[Rows]:
    legs = [(ready.text, ready.given(values)) for ready, values in asked]
    for text, given in legs:
        _tell_listeners(connection, text, given)
    journeys = journeys_of(connection)
    try:
        results = journeys.go([*legs, *last])
    except connection.dialect.loaded_dbapi.Error as error:
        text = "; ".join(text for text, _ in legs)
        raise _as_sqlalchemy_says(error, connection, text, [given for _, given in legs]) from error
    return [
        Rows(journeys.rows(result, ready.row_from(partial(_types_of, result), connection.dialect)))
        for (ready, _), result in zip(asked, results, strict=False)  # COMMIT finds nothing
    ]


def _types_of(result: PGresult) -> Iterable[int]:
    return map(result.ftype, range(result.nfields))


def _by_cursor(connection: Connection, ready: Said, values: Mapping[str, Any]) -> Rows:
    driver: Any = connection.connection.dbapi_connection
    given = ready.given(values)
    _tell_listeners(connection, ready.text, given)
    try:
        cursor = driver.execute(ready.text, given)
        found = cursor.fetchall() if ready.finds else ()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(error, connection, ready.text, given) from error
    if not ready.finds:
        return Rows()
    types = (column[1] for column in cursor.description)
    return Rows(map(ready.row_from(lambda: types, connection.dialect), found))


def command(connection: Connection, text: str) -> None:
    """What takes no values and finds nothing, past SQLAlchemy, which takes ten times as long."""
    driver: Any = connection.connection.dbapi_connection
    with _errors_as_sqlalchemy_says(connection, text):
        driver.execute(text)


def begin_with(connection: Connection, settings: str) -> None:
    """Open a transaction of PostgreSQL's with settings that end with it, in one journey."""
    with _errors_as_sqlalchemy_says(connection, settings):
        journeys_of(connection).begin(settings)


@contextmanager
def _errors_as_sqlalchemy_says(connection: Connection, text: str) -> Iterator[None]:
    try:
        yield
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_sqlalchemy_says(error, connection, text, ()) from error


def _tell_listeners(connection: Connection, text: str, given: Sequence[Any]) -> None:
    for listener in connection.engine.dispatch.before_cursor_execute:
        listener(connection, None, text, given, None, False)


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


def _numbered(text: str) -> tuple[str, list[str]]:
    """`%(name)s` as `$1`, and the names in that order."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return _NAMED.sub(number, text), names


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
