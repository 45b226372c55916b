"""A thousand certificates: issued, printed one by one, packed; how long and how much memory."""

import resource
import sys
import time
from collections.abc import Iterator

from app.adapters.certificate_press import print_some
from app.adapters.zips import in_one_zip
from app.domain.certificates import group_queries, groups
from app.domain.certificates.rules import Wish
from app.domain.hours.approval import approve_batch
from app.domain.hours.rules import LARGEST_BATCH
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.database import session
from benchmarks.measures import Bench, Line
from benchmarks.population import records_waiting

MEGABYTE = 1024 * 1024


def certificates(bench: Bench) -> Iterator[Line]:
    """A group as the worker makes it, in one process; each person has one approved record."""
    crowd, now = bench.crowd(bench.calls), clock.now()
    records = records_waiting(bench.district, crowd, now=now)
    for first in range(0, len(records), LARGEST_BATCH):
        approve_batch(bench.district.manager, records[first : first + LARGEST_BATCH], now=now)
    group_id = groups.ask(bench.district.manager, "测速", crowd, Wish(local_date(now)), now=now)
    before, began, printed = _most_memory(), time.perf_counter(), 0
    busy = time.process_time()
    while groups.waiting():
        printed += print_some("https://haoren.example.cn", now=clock.now)
        groups.finish(now=clock.now())
        session.remove()
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    view = group_queries.group(group_id, EVERYWHERE)
    size = sum(map(len, in_one_zip(group_queries.papers_of(view), at=now)))
    grown = _most_memory() - before
    yield Line(
        f"certificates, {printed} issued and printed",
        milliseconds=(seconds * 1000 / printed,),
        note=f"{seconds:.0f} s, {busy * 1000 / printed:.0f} ms of processor each; "
        f"{grown} MB more at most; zip {size // MEGABYTE} MB",
    )


def _most_memory() -> int:
    """The most this process has had so far, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most // (MEGABYTE if sys.platform == "darwin" else 1024)
