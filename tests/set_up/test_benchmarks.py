"""The loader tells the truth, and the floors do what they are said to do."""

from collections import Counter
from pathlib import Path

import pytest

from benchmarks import floor
from benchmarks.crowd import id_number
from benchmarks.load import Call, Outcome, press
from benchmarks.measures import Line
from benchmarks.run import as_row


def test_percentiles_and_faults() -> None:
    times = tuple(float(each) for each in range(1, 101))
    done = Outcome(2.0, times, Counter({200: 90, 503: 6, 0: 4}))
    assert done.per_second == 50
    assert [done.percentile(percent) for percent in (50, 95, 100)] == [51, 96, 100]
    assert done.faults == 10


def test_two_batches_are_one() -> None:
    done = Outcome(1.0, (1.0, 4.0), Counter({200: 2})) + Outcome(3.0, (2.0,), Counter({503: 1}))
    assert (done.milliseconds, done.per_second, done.faults) == ((1.0, 2.0, 4.0), 0.75, 1)


def test_no_answer_is_counted_not_raised() -> None:
    done = press("http://127.0.0.1:9", [Call("/")] * 3, connections=1)
    assert done.statuses == {0: 3}


def test_a_row_says_its_share_of_the_floor() -> None:
    row = as_row(Line("check-in", 700.0, 1400.0, (1.25, 2.0), "exact"))
    assert row == "| check-in | 700 | 1,400 | 0.50 | 1.2 / 2.0 | exact |"


def test_the_floor_writes_one_row_a_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'floor.sqlite3'}")
    app = floor.create_app()
    for _ in range(3):
        assert app.test_client().post("/line").status_code == 204
    with app.app_context():
        assert app.extensions["sqlalchemy"].session.query(floor.Line).count() == 3


def test_a_million_made_up_people_have_a_number_each() -> None:
    numbers = {id_number(each) for each in range(0, 1_000_000, 4000)}
    numbers |= {id_number(each) for each in range(20_000)}
    assert len(numbers) == 250 + 20_000 - 5
