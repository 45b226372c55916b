"""To PostgreSQL by libpq itself: statements prepared once, several in one journey.

psycopg's cursor takes three times as long over a statement, and BEGIN is a journey of its own
(docs/benchmarks.md). Here the first statement takes BEGIN along, and what is asked together is
answered together, each statement seeing what those before it did. Values are adapted by psycopg,
and its connection knows at any time whether a transaction is open.
"""

import select
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy
from psycopg import Connection, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

Leg = tuple[str, Sequence[Any]]  # a statement with $1, $2 …, and their values
COMMIT: Leg = ("COMMIT", ())
_KEPT = "haoren_journeys"  # in a connection's info
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class Journeys:
    """Those of one connection, which knows what it has prepared."""

    def __init__(self, driver: Connection[Any]) -> None:
        if driver.prepare_threshold is not None:
            raise ValueError("psycopg would forget what is prepared here: see prepare_engine()")
        self._driver = driver
        self._libpq = driver.pgconn
        self._adapted = Transformer(driver)
        self._names: dict[str, bytes] = {}
        self._answers = select.poll()
        self._answers.register(driver.fileno(), select.POLLIN)

    def go(self, legs: Sequence[Leg]) -> list[PGresult]:
        """Execute in order; raises the first error, as psycopg's: nothing after it has happened."""
        begins = self._has_to_begin()
        ready = [(text, self._dumped(values)) for text, values in legs]
        if len(ready) == 1 and not begins and ready[0][0] in self._names:
            ((text, given),) = ready
            return [self._good(self._libpq.exec_prepared(self._names[text], given))]
        new: dict[str, bytes] = {}
        with self._pipeline():
            if begins:
                self._libpq.send_query_params(self._begin(), None)
            for text, given in ready:
                self._send(text, given, new)
            self._libpq.pipeline_sync()
            results = self._received()
        if begins:
            self._good(results.pop(0))
        return self._answers_to(legs, results, new)

    def _answers_to(
        self, legs: Sequence[Leg], results: Sequence[PGresult], new: dict[str, bytes]
    ) -> list[PGresult]:
        answers, coming = [], map(self._good, results)
        for text, _ in legs:
            if text in new:
                next(coming)
                self._names[text] = new.pop(text)
            answers.append(next(coming))
        return answers

    def begin(self, settings: str) -> None:
        """Open a transaction with settings that end with it: `SET LOCAL …; SET LOCAL …`."""
        self._good(self._libpq.exec_(self._begin() + f"; {settings}".encode()))

    def rows(self, result: PGresult, make: Callable[[Sequence[Any]], Any]) -> list[Any]:
        """What a statement found, each row made of its values."""
        self._adapted.set_pgresult(result)
        return self._adapted.load_rows(0, result.ntuples, make)

    @contextmanager
    def _pipeline(self) -> Iterator[None]:
        self._libpq.enter_pipeline_mode()
        try:
            yield
        except BaseException:
            self._driver.close()  # broken off half way: nobody can know what comes next
            raise
        self._libpq.exit_pipeline_mode()

    def _has_to_begin(self) -> bool:
        idle = self._libpq.transaction_status == TransactionStatus.IDLE
        return idle and not self._driver.autocommit

    def _begin(self) -> bytes:
        level = self._driver.isolation_level
        words = "BEGIN" if level is None else f"BEGIN ISOLATION LEVEL {level.name}"
        return words.replace("_", " ").encode()

    def _send(self, text: str, given: Sequence[Any], new: dict[str, bytes]) -> None:
        name = self._names.get(text) or new.get(text)
        if name is None:
            name = new[text] = f"haoren_{len(self._names) + len(new)}".encode()
            self._libpq.send_prepare(name, text.encode())
        self._libpq.send_query_prepared(name, given)

    def _dumped(self, values: Sequence[Any]) -> Sequence[Any]:
        return self._adapted.dump_sequence(values, [PyFormat.TEXT] * len(values))

    def _received(self) -> list[PGresult]:
        """All results of the journey, up to the first error."""
        results: list[PGresult] = []
        while (result := self._next()) is None or result.status != ExecStatus.PIPELINE_SYNC:
            if result is None and self._libpq.status != ConnStatus.OK:
                raise OperationalError(self._libpq.get_error_message())
            if result is not None and result.status != ExecStatus.PIPELINE_ABORTED:
                results.append(result)
        return results

    def _next(self) -> PGresult | None:
        """The next result; None after the last of each statement. Others may work meanwhile."""
        while self._libpq.flush():
            select.select([], [self._libpq.socket], [], 0.1)
            self._libpq.consume_input()
        while self._libpq.is_busy():
            self._answers.poll()
            self._libpq.consume_input()
        return self._libpq.get_result()

    def _good(self, result: PGresult) -> PGresult:
        if result.status in _GOOD:
            return result
        if self._libpq.status != ConnStatus.OK:
            raise OperationalError(self._libpq.get_error_message())
        raise error_from_result(result, encoding=self._driver.info.encoding)


def journeys_of(connection: sqlalchemy.Connection) -> Journeys:
    """Those of a pooled connection's driver, as long as it lasts."""
    found = connection.info.get(_KEPT)
    if not isinstance(found, Journeys):
        driver: Any = connection.connection.dbapi_connection
        found = connection.info[_KEPT] = Journeys(driver)
    return found
