"""Find an activity: what I can take, what is near, everything; by words and by day."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import finding, sign_up_queries
from app.domain.activities.finding import Taker, Wanted
from app.domain.activities.vocabulary import CATEGORIES, TRAINING
from app.domain.orders import mine as orders
from app.domain.orders import team_queries as team_orders
from app.domain.people import optional_consents
from app.domain.people.purposes import POSITION
from app.domain.people.queries import VolunteerView
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE, Scope
from app.entrypoints.guard import current_resident, open_to_all
from app.entrypoints.in_wechat import sdk_signature
from app.entrypoints.positions import point_sent
from app.entrypoints.resident.consents import channel
from app.entrypoints.resident.door import acted_for, asked_page, door
from app.entrypoints.resident.forms import communities
from app.kernel import clock
from app.kernel.geo import Point
from app.kernel.refusal import NotFound

MINE, NEAR, ALL = "mine", "near", "all"
LONGEST_SEARCH = 50
KEPT = ("q", "category", "place", "full", "open")  # what stays when another view or day is chosen


@door.get("/h5/activities", alias=True)
@door.get("/h5/")
@open_to_all
def home() -> ResponseReturnValue:
    """Activities to find; a volunteer first sees what she can take."""
    view = _view()
    if view == NEAR:
        return _near_page(_from_her_community())
    now, wanted = clock.now(), _wanted(view)
    return render_template(
        "resident/activities/list.html",
        found=finding.find(wanted, now=now, page=asked_page()),
        days=finding.days(replace(wanted, day=None), now=now),
        communities=communities(whole_offices=True),
        chosen_day=wanted.day,
        filtered=any(request.args.get(name) for name in (*KEPT, "day")),
        **_of_every_view(view),
    )


@door.post("/h5/near")
@open_to_all
def near() -> ResponseReturnValue:
    """The same by the distance from the phone: it tells in the form's body, which nobody keeps.

    A volunteer's position is looked at only where she agreed, now or before.
    """
    person = current_resident().volunteer
    if person is not None and request.form.get("agree") == "1":
        optional_consents.agree(
            person.id, POSITION.kind, by=person, channel=channel(), now=clock.now()
        )
    point = point_sent() if _position_agreed() else None
    return _near_page(point or _from_her_community(), from_phone=point is not None)


def _position_agreed() -> bool:
    """Of somebody unknown nothing is kept: pressing the button, and the phone's question, do."""
    person = current_resident().volunteer
    return person is None or optional_consents.agreed(person.id, POSITION)


def _near_page(origin: Point | None, *, from_phone: bool = False) -> str:
    found = finding.near(_wanted(NEAR), origin, now=clock.now()) if origin else []
    return render_template(
        "resident/activities/near.html",
        found=found,
        origin=origin,
        from_phone=from_phone,
        position_agreed=_position_agreed(),
        position=POSITION,
        asked_phone=request.method == "POST",
        scanner=sdk_signature(),
        kilometres=finding.NEAR_METRES // 1000,
        **_of_every_view(NEAR),
    )


def _of_every_view(view: str) -> dict[str, object]:
    return {
        "view": view,
        "person": _active(),
        "categories": CATEGORIES,
        "counted_at_most": finding.COUNTED_AT_MOST,
        "find_url": _find_url,
        "under_way": _under_way(),
        "kept": _kept(),
    }


def _under_way() -> list[tuple[str, str]]:
    """What waits for her elsewhere, or she for: orders and courses, in words, with their pages."""
    person = current_resident().volunteer
    if person is None:
        return []
    ordered = orders.count_open(person.id)
    answering = team_orders.count_to_answer(person.id)
    learning = sign_up_queries.count_ahead(person.id, TRAINING, now=clock.now())
    lines = [
        (answering, f"有 {answering} 单等您的团队", "resident.team_orders"),
        (ordered, f"{ordered} 个点单在办", "resident.my_orders"),
        (learning, f"报名了 {learning} 期培训", "resident.training"),
    ]
    return [(words, url_for(endpoint)) for count, words, endpoint in lines if count]


def _find_url(**chosen: str) -> str:
    """This page with another view or day, and the same words."""
    words: dict[str, Any] = {**_kept(), **chosen}
    return url_for("resident.home", **words)


def _kept() -> dict[str, str]:
    return {name: value for name in KEPT if (value := request.values.get(name))}


def _view() -> str:
    asked = request.args.get("view", "")
    mine = MINE if _active() else ALL
    return {MINE: mine, NEAR: NEAR, ALL: ALL}.get(asked, mine)


def _active() -> VolunteerView | None:
    """For whom one looks: herself or her child. Who is frozen can take nothing, and sees all."""
    person = _person()
    return person if person is not None and person.state == "active" else None


def _wanted(view: str) -> Wanted:
    person = _active()
    said = request.values
    return Wanted(
        text=said.get("q", "")[:LONGEST_SEARCH],
        category=said.get("category", ""),
        within=_place_asked_for(),
        day=_day_asked_for(),
        only_open=view == ALL and bool(said.get("open")),
        taker=Taker(person, bool(said.get("full"))) if person and view == MINE else None,
    )


def _person() -> VolunteerView | None:
    return acted_for() or current_resident().volunteer


def _from_her_community() -> Point | None:
    person = _person()
    return person.community.point if person else None


def _place_asked_for() -> Scope:
    with suppress(ValueError, NotFound):
        return Scope(places.place(UUID(request.values.get("place", ""))).path)
    return EVERYWHERE


def _day_asked_for() -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(request.args.get("day", ""))
    return None
