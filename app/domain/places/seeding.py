"""Fill an empty installation with a made-up district: for the demo and benchmarks only."""

from collections.abc import Callable

from app.kernel.transaction import transaction


def all_or_nothing(load: Callable[[], None]) -> None:
    """Run a whole load as one action: stopped half-way, it leaves the database as it was.

    Actions inside join this transaction, so each must be flushed before the next one reads.
    """
    with transaction():
        load()
