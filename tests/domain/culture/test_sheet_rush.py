"""A sheet is taken once when several processes bring it at once, and the race is able to fail."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from app.domain.culture import queries
from tests.domain.culture.house import a_clerk, a_programme
from tests.domain.culture.rushing import SHEETS, Answer, Brought
from tests.domain.culture.sheets import screenings
from tests.racing import PROCESSES, Racers, carelessly_too, racers

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("database")]


@pytest.fixture(scope="module")
def many(database_url: str, _migrated: Flask) -> Iterator[Racers[Brought, Answer]]:
    with racers(SHEETS, database_url) as running:
        yield running


@carelessly_too
def test_one_sheet_brought_several_times_is_written_once(
    many: Racers[Brought, Answer], now: datetime, careless: bool
) -> None:
    clerk = a_clerk()
    programme_id = a_programme(clerk)
    rows = tuple(screenings(clerk.place.short_name, 3))
    moves = [Brought(clerk, programme_id, rows)] * PROCESSES
    answers = many.race(moves, now=now, pause_seconds=0.05, careless=careless)
    written = queries.events_of(clerk.scope, tab="ended").total
    refused = [one.why_not for one in answers if one.why_not]
    exact = written == len(rows) and refused == ["sheet_has_faults"] * (PROCESSES - 1)
    assert exact is not careless
