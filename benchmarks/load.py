"""Send so many requests over so many connections, once each, and say how it went."""

import http.client
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 30
LOADERS = 2  # processes, so that the loader's own Python does not set the pace


@dataclass(frozen=True)
class Call:
    """One request; each is sent exactly once."""

    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True)
class Outcome:
    """How a batch went; status 0 is no answer."""

    seconds: float
    milliseconds: tuple[float, ...]  # sorted
    statuses: Counter[int]

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    def __add__(self, more: "Outcome") -> "Outcome":
        """Two batches as one, one after the other."""
        return Outcome(
            self.seconds + more.seconds,
            tuple(sorted(self.milliseconds + more.milliseconds)),
            self.statuses + more.statuses,
        )

    def percentile(self, percent: int) -> float:
        """The time within which so many of a hundred were answered."""
        last = len(self.milliseconds) - 1
        return self.milliseconds[min(last, len(self.milliseconds) * percent // 100)]

    @property
    def faults(self) -> int:
        """Answers nobody should ever get: 5xx, or none."""
        return sum(n for status, n in self.statuses.items() if status >= 500 or status == 0)


def press(url: str, calls: Sequence[Call], *, connections: int) -> Outcome:
    """Share the calls among the connections, keep each alive, wait for all answers."""
    loaders = min(LOADERS, connections)
    shares = [
        (url, calls[which::loaders], connections // loaders + (which < connections % loaders))
        for which in range(loaders)
    ]
    began = time.perf_counter()
    if loaders == 1:
        answers = _share(*shares[0])
    else:
        with get_context("fork").Pool(loaders) as pool:
            began = time.perf_counter()
            answers = [answer for share in pool.starmap(_share, shares) for answer in share]
    seconds = time.perf_counter() - began
    times = sorted(milliseconds for milliseconds, _ in answers)
    return Outcome(seconds, tuple(times), Counter(status for _, status in answers))


def _share(url: str, calls: Sequence[Call], connections: int) -> list[tuple[float, int]]:
    lanes = [calls[which::connections] for which in range(connections)]
    with ThreadPoolExecutor(connections) as threads:
        return [
            answer for lane in threads.map(lambda one: _lane(url, one), lanes) for answer in lane
        ]


def _lane(url: str, calls: Sequence[Call]) -> list[tuple[float, int]]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=TIMEOUT_SECONDS)
    answers = []
    for call in calls:
        began = time.perf_counter()
        try:
            connection.request(call.method, call.path, call.body, dict(call.headers))
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection.close()
            status = 0
        answers.append(((time.perf_counter() - began) * 1000, status))
    connection.close()
    return answers
