"""What messages and the chat link to exists."""

from uuid import UUID

import pytest
from flask import Flask

from app.domain.messaging import pages

SOME_ID = UUID(int=7)


@pytest.mark.parametrize(
    ("page", "endpoint"),
    [
        (pages.ACTIVITIES, "resident.home"),
        (pages.REGISTER, "resident.register"),
        (pages.MY_ACTIVITIES, "resident.sign_ups"),
        (pages.MY_HOURS, "resident.hours"),
        (pages.MY_CARD, "resident.card"),
        (pages.MY_POINTS, "resident.points"),
        (pages.activity(SOME_ID), "resident.activity"),
        (pages.hour_record(SOME_ID), "resident.hour_story"),
        (pages.sign_up(SOME_ID), "resident.my_sign_up"),
        (pages.team(SOME_ID), "resident.team"),
        (pages.position(SOME_ID, SOME_ID), "resident.sign_up"),
        (pages.CLUES, "resident.clues"),
        (pages.exchange(SOME_ID), "resident.exchange_request"),
    ],
)
def test_a_linked_page_is_one_of_the_residents_pages(
    application: Flask, page: str, endpoint: str
) -> None:
    found, _ = application.url_map.bind("haoren.test").match(page, method="GET")
    assert found == endpoint
