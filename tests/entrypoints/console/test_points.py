"""Points in the console: the rule, the switch, one person's ledger."""

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.places.models import Place
from app.domain.recognition import terms
from tests.domain.recognition.points import revoked, served
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, a_station, a_volunteer, an_office, staff


def places() -> tuple[Place, Place]:
    reactions.connect()
    centre = a_centre()
    return centre, a_station(an_office(centre))


def test_a_rule_is_made_for_tomorrow_and_told_at_its_field_when_too_early(desk: Desk) -> None:
    centre, _ = places()
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre))
    rule = {"per_hour": "20", "most_per_day": "60", "lasts_months": "12"}
    answer = browser.post("/console/points/rules/new", data={**rule, "valid_from": "2026-11-23"})
    assert answer.status_code == 422
    assert "要从明天或更晚的一天起" in answer.text
    assert 'value="20"' in answer.text
    answer = browser.post("/console/points/rules/new", data={**rule, "valid_from": "2026-11-24"})
    assert answer.status_code == 303
    page = browser.get("/console/points").text
    assert "还没开始" in page
    assert "20 分" in page


def test_the_switch_turns_points_off_and_on(desk: Desk) -> None:
    centre, _ = places()
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre))
    browser.post("/console/points/switches", data={"what": "points", "on": "0"})
    assert not terms.switches()["points"]
    browser.post("/console/points/switches", data={"what": "points", "on": "1"})
    assert terms.switches()["points"]
    answer = browser.post("/console/points/switches", data={"what": "nothing", "on": "1"})
    assert answer.status_code == 422


def test_a_clerk_reads_the_rule_and_cannot_change_it(desk: Desk) -> None:
    _, station = places()
    browser = desk(staff(at=station))
    page = browser.get("/console/points").text
    assert "10 分，不足 1 分的不计" in page
    assert "制定新规则" not in page
    assert browser.get("/console/points/rules/new").status_code == 403


def test_a_persons_ledger_tells_what_was_earned_and_taken_back(desk: Desk) -> None:
    _, station = places()
    person = a_volunteer(station)
    served(person, station)
    revoked(served(person, station, hours=1), station)
    browser = desk(staff(at=station))
    page = browser.get(f"/console/people/{person.id}/points").text
    assert "+20" in page
    assert "-10" in page
    assert "时长撤销，积分收回：社区环境清洁" in page
    elsewhere = desk(staff(at=a_station()))
    assert elsewhere.get(f"/console/people/{person.id}/points").status_code == 404


def test_the_ranking_is_off_until_the_centre_switches_it_on(desk: Desk) -> None:
    centre, station = places()
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre))
    page = browser.get("/console/points").text
    assert "时长榜" in page
    assert "工作人员不上榜" in page
    assert not terms.switches()["rankings"]
    turned = {"what": "rankings", "on": "1"}
    assert desk(staff(at=station)).post("/console/points/switches", data=turned).status_code == 403
    assert not terms.switches()["rankings"]
    browser.post("/console/points/switches", data=turned)
    assert terms.switches()["rankings"]


def test_a_rule_says_what_an_honour_is_worth(desk: Desk) -> None:
    centre, _ = places()
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=centre))
    rule = {"valid_from": "2026-11-24", "per_hour": "10", "per_honour": "0"}
    answer = browser.post("/console/points/rules/new", data=rule)
    assert answer.status_code == 422
    assert "不给积分请留空" in answer.text
    rule["per_honour"] = "200"
    assert browser.post("/console/points/rules/new", data=rule).status_code == 303
    assert "200 分" in browser.get("/console/points").text
