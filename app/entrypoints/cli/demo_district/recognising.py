"""What the district gives back: the rules for points and stars, a notice, a shop."""

from datetime import datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from app.domain.attachments import keeping
from app.domain.recognition import handing_over, redeeming, star_batches, stocking, terms
from app.domain.recognition.rules import Terms
from app.domain.recognition.shop_rules import ItemFacts
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.sites import FIRST_STATION, Sites
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.team import Team
from app.kernel.calendar import local_date

# A season is short: with the usual hours nobody would have a star yet.
STARS_FOR_HOURS = [4, 6, 8, 12, 20]

WHERE_TO_FETCH = "到站里服务台领取，工作日 9:00 到 17:00。"
# Name, points, how many, how many for one person.
SHELF = (
    ("抽纸一提", 15, 60, 2),
    ("洗手液", 10, 40, None),
    ("大米 5 斤", 40, 20, 1),
    ("洗衣液 2 千克", 30, 25, 1),
    ("志愿者保温杯", 60, 6, 1),
    ("理发一次", 20, 0, None),
)
# Which have a picture: the colour of what is drawn.
DRAWN = {
    "洗手液": "#3f9c8f",
    "抽纸一提": "#5b8def",
    "大米 5 斤": "#c9a66b",
    "志愿者保温杯": "#c8102e",
}


def set_the_rules(team: Team, *, now: datetime) -> None:
    """From the day after the opening: ten points an hour, at most sixty from one activity.

    An honour is worth two hundred, and the ranking is switched on.
    """
    tomorrow = local_date(now) + timedelta(days=1)
    then(star_batches.set_scale, team.administrators[0], STARS_FOR_HOURS, tomorrow, now=now)
    rule = Terms(
        per_hour=10,
        per_honour=200,
        most_per_activity=60,
        most_per_day=80,
        lasts_months=24,
        valid_from=tomorrow,
    )
    then(terms.make_rule, team.administrators[0], rule, now=now)
    then(terms.turn, team.administrators[0], "rankings", is_on=True, now=now)


def hold_a_star_notice(team: Team, *, now: datetime) -> None:
    """This year's stars, computed and reviewed by two people, in public notice since yesterday."""
    computed_by, reviewed_by = team.administrators
    batch_id = then(
        star_batches.compute,
        computed_by,
        counted_until=local_date(now - timedelta(days=7)),
        now=now - timedelta(days=3),
    )
    then(star_batches.review, reviewed_by, batch_id, now=now - timedelta(days=2))
    then(star_batches.publish, computed_by, batch_id, now=now - timedelta(days=1))


def fill_the_shelves(sites: Sites, team: Team, person: Person, *, now: datetime) -> None:
    """A shop at the first station, and what one person has reserved and fetched there."""
    place = sites.stations[FIRST_STATION]
    manager, clerk = team.above(place), team.at(place)
    opened = local_date(now - timedelta(days=60))
    made = []
    for title, price, stock, limit in SHELF:
        facts = ItemFacts(title, WHERE_TO_FETCH, price, limit, opened, None, on_shelf=True)
        at = now - timedelta(days=60)
        drawn = [then(keeping.keep, manager.actor, _drawn(title), now=at)] if title in DRAWN else []
        made.append(
            then(stocking.add_item, manager, place.id, facts, stock=stock, pictures=drawn, now=at)
        )
    fetched = then(
        redeeming.redeem, person.id, made[0], nonce="demo-1", now=now - timedelta(days=9)
    )
    then(handing_over.hand_over, clerk, fetched, now=now - timedelta(days=8))
    then(redeeming.redeem, person.id, made[1], nonce="demo-2", now=now - timedelta(hours=20))


def _drawn(title: str) -> bytes:
    """A packet on a table: what a quick photo of the shelf looks like, without a brand."""
    picture = Image.new("RGB", (800, 600), "#efe9df")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 430, 800, 600), fill="#d8cbb6")
    pen.rounded_rectangle((270, 130, 530, 500), radius=36, fill=DRAWN[title])
    pen.rounded_rectangle((300, 230, 500, 350), radius=18, fill="#fdfaf4")
    content = BytesIO()
    picture.save(content, format="PNG")
    return content.getvalue()
