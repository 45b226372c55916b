"""Certificates: who signs at one station, with a seal; one person's paper, and a class's."""

from datetime import datetime, timedelta
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageDraw

from app.domain.attachments import keeping
from app.domain.audit.actors import Actor
from app.domain.certificates import groups, issuing, units
from app.domain.certificates.rules import Wish
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, Sites
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

CLASS = "阳光小学志愿服务小队"
IN_THE_CLASS = 12
_PIXELS, _RED = 400, (200, 30, 30)


def certify(
    sites: Sites, team: Team, person: Person, neighbours: list[Person], *, now: datetime
) -> None:
    """He has made his own; the clerk has asked for a group, which the worker prints."""
    place = sites.stations[FIRST_STATION]
    manager, clerk = team.above(place), team.at(place)
    seal = then(keeping.keep, manager.actor, _a_seal(), now=now - timedelta(days=30))
    then(
        units.change,
        manager,
        place.id,
        responsible_name=manager.name,
        handler_name=clerk.name,
        pictures=[seal],
        now=now - timedelta(days=30),
    )
    by, then_at = Actor("volunteer", person.id, person.name), now - timedelta(days=2)
    then(issuing.issue_own, person.id, Wish(local_date(then_at)), by=by, now=then_at)
    ids = [one.id for one in neighbours[:IN_THE_CLASS]]
    then(groups.ask, clerk, CLASS, ids, Wish(local_date(now)), now=now - timedelta(minutes=1))


def _a_seal() -> bytes:
    """A ring with a star and no name: nobody's stamp."""
    picture = Image.new("RGB", (_PIXELS, _PIXELS), "white")
    drawing, middle = ImageDraw.Draw(picture), _PIXELS / 2
    drawing.ellipse((10, 10, _PIXELS - 10, _PIXELS - 10), outline=_RED, width=14)
    corners = []
    for number in range(10):
        radius, angle = (90, 36)[number % 2], pi / 5 * number - pi / 2
        corners.append((middle + radius * cos(angle), middle + radius * sin(angle)))
    drawing.polygon(corners, fill=_RED)
    content = BytesIO()
    picture.save(content, format="PNG")
    return content.getvalue()
