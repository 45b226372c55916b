"""Who takes part in a campaign, and cases brought as far as a test needs."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.nominations import campaigns, consenting, nominating, public_notice, reviewing
from app.domain.nominations.campaigns import Plan
from app.domain.nominations.consenting import Word
from app.domain.nominations.models import Nomination
from app.domain.nominations.nominating import Nominated
from app.domain.nominations.nominee_rules import Application, Witness
from app.domain.nominations.vocabulary import FIVE
from app.domain.people import queries as people
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from tests import world
from tests.conftest import NOON

DAY = timedelta(days=1)
CLOSED = NOON + 10 * DAY
OVER = CLOSED + 12 * DAY
DEED = "三年来每天给楼上独居的李奶奶送饭、买药、修水电，风雨无阻，从没收过一分钱。"
PLAN = Plan(
    kind="good_person",
    title="2026 年第四季度身边好人推选",
    about="请把您身边的好人告诉我们。",
    categories=FIVE,
    least_age=None,
    most_age=None,
    residents_only=True,
    holders_out=True,
    deed_within_years=5,
    opens_at=NOON - DAY,
    closes_at=CLOSED,
    levels=("station", "office", "centre"),
    notice_working_days=5,
    quota=10,
)


@dataclass(frozen=True)
class House:
    """A district of three places with the people who decide there."""

    centre: Place
    office: Place
    station: Place
    clerk: Staff
    manager: Staff
    administrator: Staff
    colleague: Staff
    neighbour: Volunteer


def a_house() -> House:
    centre = world.a_centre()
    office = world.an_office(centre)
    station = world.a_station(office)
    return House(
        centre,
        office,
        station,
        world.staff(at=station, name="站里小王"),
        world.staff(Role.OFFICE_MANAGER, at=office, name="所里老赵"),
        world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="李主任"),
        world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="刘敏"),
        world.a_volunteer(station, name="热心邻居"),
    )


def an_open_campaign(house: House, **changes: object) -> UUID:
    """Announced, and open since yesterday."""
    plan = replace(PLAN, **changes)  # type: ignore[arg-type]
    made = campaigns.draft(house.administrator, plan, now=NOON)
    campaigns.announce(house.administrator, made, now=NOON)
    return made


def an_application(house: House, **changes: object) -> Application:
    """陈秀兰, who is no volunteer, for a deed of last month."""
    wanted = Application(
        name="陈秀兰",
        number="",
        unit="阳光社区",
        age=45,
        place_id=house.station.id,
        lives_here=True,
        category="助人为乐",
        deed=DEED,
        deed_on=date(2026, 10, 20),
        witnesses=(Witness("李奶奶", "13900001111"),),
    )
    return replace(wanted, **changes)  # type: ignore[arg-type]


def nominated(
    house: House, campaign_id: UUID, by: Volunteer | None = None, **changes: object
) -> Nominated:
    """Named by the neighbour unless somebody else is said."""
    who = people.volunteer((by or house.neighbour).id)
    return nominating.nominate(who, campaign_id, an_application(house, **changes), now=NOON)


def passed(house: House, case_id: UUID) -> UUID:
    """Through all three levels, agreed to by telephone, and written for the public."""
    reviewing.pass_on(house.clerk, case_id, "情况属实", now=NOON)
    reviewing.pass_on(house.manager, case_id, "", now=NOON)
    reviewing.pass_on(house.administrator, case_id, "", now=NOON)
    agreed = Word(agreed=True, show_name=True)
    consenting.note_word(house.clerk, case_id, agreed, "电话征求，本人同意", now=NOON)
    written = ("给独居老人送饭三年", "她每天给楼上的老人送饭。\n三年里从没断过。")
    reviewing.write_story(house.clerk, case_id, *written, now=NOON)
    return case_id


def in_notice(house: House, **changes: object) -> tuple[UUID, UUID]:
    """A campaign in notice with one person; ids of both."""
    campaign_id = an_open_campaign(house)
    case_id = passed(house, nominated(house, campaign_id, None, **changes).id)
    campaigns.advance(now=CLOSED)
    public_notice.publish(house.administrator, campaign_id, now=CLOSED)
    return campaign_id, case_id


def honoured(house: House, **changes: object) -> UUID:
    """Somebody who stands on the roll since OVER; the id of her case."""
    campaign_id, case_id = in_notice(house, **changes)
    public_notice.end_notices(now=OVER)
    public_notice.conclude(house.administrator, campaign_id, now=OVER)
    return case_id


def the_case(case_id: UUID) -> Nomination:
    return session.get_one(Nomination, case_id, populate_existing=True)
