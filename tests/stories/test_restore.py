"""A back-up taken while a crowd signs up and checks in, restored into another database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.conftest import an_empty_database
from tests.stories.crowd import Rush
from tests.stories.district import District
from tests.stories.house import ROOT, House

PEOPLE = 48
pytestmark = pytest.mark.slow


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """An empty database beside the one in use."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with an_empty_database(folder) as url:
        yield url


def run(script: str, *words: str, database: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / script), *words],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def sign_ups_and_stays(database: str) -> tuple[set[str], set[str]]:
    """Who has a place in any session, and who came."""
    engine = create_engine(database)
    with engine.connect() as connection:
        places = connection.scalars(text("SELECT volunteer_id FROM sign_up")).all()
        stays = connection.scalars(text("SELECT volunteer_id FROM attendance")).all()
    engine.dispose()
    return {plain(one) for one in places}, {plain(one) for one in stays}


def plain(one: object) -> str:
    return str(one).replace("-", "")


def back_up_in_the_middle(district: District, copies: Path, database: str) -> set[str]:
    """Half of the people have a place; while the rest comes, copy. Who had been answered before."""
    early, late = district.people[: PEOPLE // 2], district.people[PEOPLE // 2 :]
    Rush(district.signs_up(one, district.first) for one in early).wait()
    acts = [district.signs_up(one, district.first) for one in late]
    acts += [district.checks_in(one) for one in early]
    acts += [district.signs_up(one, district.second) for one in district.people]
    rush = Rush(acts, threads=4)
    rush.wait_for_share(0.2)
    answered = {plain(one) for one in district.heard.done}
    run("back_up.py", "--into", str(copies), database=database)
    still_to_come = len(rush)
    rush.wait()
    assert district.heard.wrong == []
    assert still_to_come > 0, "the back-up was not taken under load"
    return answered


def go_on_with(house: House, database: str) -> None:
    """Web server and worker start anew over another database."""
    house.environment["DATABASE_URL"] = database
    for name in ("web", "worker"):
        house.kill(name)
        house.start(name)
    house.wait_until_ready()


def test_what_was_answered_before_a_back_up_is_in_it(
    house: House, elsewhere: str, tmp_path: Path
) -> None:
    district, database = District(house, PEOPLE), house.environment["DATABASE_URL"]
    answered = back_up_in_the_middle(district, tmp_path / "copies", database)
    (copy,) = (tmp_path / "copies").glob("*.backup")
    run("restore.py", str(copy), database=elsewhere)
    places, stays = sign_ups_and_stays(elsewhere)
    assert answered <= places
    assert stays <= places

    go_on_with(house, elsewhere)
    house.run("db", "upgrade")
    assert "agreements hold" in house.run("check", "counters")
    # What came after the back-up is lost with the old machine; people do it again.
    district.heard.done.clear()
    Rush(district.signs_up(one, district.first) for one in district.people).wait()
    assert len(district.heard.done) == PEOPLE, district.heard.wrong
    assert "agreements hold" in house.run("check", "counters")
