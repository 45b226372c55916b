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
        (pages.CULTURE, "resident.culture"),
        (pages.culture_ticket(SOME_ID), "resident.ticket"),
        (pages.exchange(SOME_ID), "resident.exchange_request"),
        (pages.SERVICES, "resident.services"),
        (pages.SUGGESTIONS, "resident.suggestions"),
        (pages.MY_ORDERS, "resident.my_orders"),
        (pages.PLACES, "public.places"),
        (pages.MY_BOOKINGS, "resident.my_bookings"),
        (pages.booking(SOME_ID), "resident.my_booking"),
        (pages.staff_activity(SOME_ID), "console.activity"),
        (pages.order(SOME_ID), "resident.my_order"),
        (pages.team_order(SOME_ID), "resident.team_order"),
        (pages.order_link("abc"), "public.order_by_link"),
        (pages.MY_TRAINING, "resident.training"),
        (pages.qualification(SOME_ID), "resident.qualification"),
        (pages.COMPLAIN, "resident.complain"),
        (pages.MY_COMPLAINTS, "resident.my_complaints"),
        (pages.complaint(SOME_ID), "resident.my_complaint"),
        (pages.complaint_link("abc"), "public.complaint_by_link"),
        (pages.STAFF_ORDERS, "console.orders"),
        (pages.STAFF_COMPLAINTS, "console.complaints"),
        (pages.activity_for_all(SOME_ID), "public.activity"),
    ],
)
def test_a_linked_page_is_one_of_the_residents_pages(
    application: Flask, page: str, endpoint: str
) -> None:
    found, _ = application.url_map.bind("haoren.test").match(page, method="GET")
    assert found == endpoint
