"""The seals as anyone reads them."""

import xml.etree.ElementTree as ET

import pytest
from flask import Flask

from app.domain.audit import sealing, seals, trail
from app.domain.audit.actors import SYSTEM, Actor
from app.domain.audit.sealing import SEALED_EVERY, SETTLES_AFTER
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests.conftest import NOON

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def three_seals(application: Flask) -> Flask:
    for which in range(3):
        now = NOON + which * SEALED_EVERY
        with transaction():
            trail.record(Actor("volunteer", new_id(), "张桂英"), "x.y", "thing", None, now=now)
            trail.record(SYSTEM, "x.z", "thing", None, now=now)
        sealing.seal_due(now=now + SETTLES_AFTER)
    return application


def test_the_page_shows_the_newest_first_and_is_linked_from_every_page(three_seals: Flask) -> None:
    browser = three_seals.test_client()
    page = browser.get("/ledger")
    assert page.text.index("3 号</a>") < page.text.index("1 号</a>")
    assert seals.seal(2).hash[:12] in page.text
    assert "张桂英" not in page.text
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert 'href="/ledger"' in browser.get("/").text


def test_before_the_first_seal_the_page_says_so(application: Flask) -> None:
    page = application.test_client().get("/ledger")
    assert (page.status_code, "还没有封存记录" in page.text) == (200, True)
    assert application.test_client().get("/ledger/feed.atom").status_code == 200


def test_a_seals_page_and_its_data_say_all(three_seals: Flask) -> None:
    seal = seals.seal(2)
    page = three_seals.test_client().get("/ledger/2").text
    for value in (seal.hash, seal.previous, seal.root, seal.signature, seal.key):
        assert value in page
    assert 'href="/ledger/1"' in page
    assert 'href="/ledger/3"' in page
    data = three_seals.test_client().get("/ledger/2.json")
    assert data.json == seals.published(seal)
    assert data.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.parametrize("path", ["/ledger/4", "/ledger/4.json"])
def test_a_seal_that_is_not_there_is_not_found(three_seals: Flask, path: str) -> None:
    assert three_seals.test_client().get(path).status_code == 404


def test_the_json_feed_carries_what_a_checker_needs(
    three_seals: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.entrypoints.public.ledger.IN_A_FEED", 2)
    answer = three_seals.test_client().get("/ledger/feed.json")
    feed = answer.json
    assert feed is not None
    assert answer.mimetype == "application/feed+json"
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["_haoren"] for item in feed["items"]] == [
        seals.published(seals.seal(number)) for number in (3, 2)
    ]
    assert feed["next_url"] == "http://haoren.test/ledger/feed.json?page=2"
    assert feed["items"][0]["id"] == "http://haoren.test/ledger/3"


def test_the_atom_feed_is_one(three_seals: Flask) -> None:
    answer = three_seals.test_client().get("/ledger/feed.atom")
    assert answer.mimetype == "application/atom+xml"
    feed = ET.fromstring(answer.text)
    numbers = [one.findtext(f"{ATOM}title") for one in feed.findall(f"{ATOM}entry")]
    assert numbers == ["第 3 号封存", "第 2 号封存", "第 1 号封存"]
    assert seals.seal(1).hash in answer.text


def test_the_checking_program_can_be_taken_away(application: Flask) -> None:
    answer = application.test_client().get("/ledger/haoren_verify.py")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert b"def main" in answer.data
