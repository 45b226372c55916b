"""Series at the desk: planned with a preview, reviewed once, changed in the middle."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from app.domain.activities import past_plans
from app.domain.series import queries
from app.entrypoints.console import last_year
from app.kernel import clock
from tests import world
from tests.conftest import NOON
from tests.domain.culture.house import SHOW, a_published
from tests.domain.series.house import House, a_house, dates, takes_part
from tests.entrypoints.console.conftest import Desk

RULE = {
    "frequency": "weekly",
    "interval": "1",
    "weekdays": "2",
    "ordinal": "1",
    "month_day": "1",
    "ends": "until",
    "until": "2027-02-24",
    "on_holidays": "move",
    "opens_days": "14",
}


@pytest.fixture
def house(desk: Desk) -> House:
    return a_house(NOON)


def filled(html: str) -> dict[str, list[str]]:
    """Every hidden field, text field and ticked box of the page's last form, as it was filled."""
    found: dict[str, list[str]] = {}
    form = html[html.rindex('name="seal"') - 400 :] if 'name="seal"' in html else html
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def a_show(house: House, venue: str, *, after: timedelta) -> None:
    """An event for audiences at this venue, two hours from noon on."""
    begins = NOON + after
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "tickets_until": begins}
    a_published(house.clerk, replace(SHOW, venue=venue, **times))  # type: ignore[arg-type]


def test_dates_are_looked_at_before_they_are_made(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    draft = house.draft()
    url = f"/console/activities/{draft}/repeat"
    assert "就是第一次" in browser.get(url).text
    a_show(house, house.plan().venue, after=timedelta(days=9))  # on the second date
    page = browser.post(url, data=RULE).text
    assert page.count(f"地点相同：{SHOW.title}") == 1
    for words in ("一共 14 次", "春节放假，由 2月10日 顺延", "第一次"):
        assert words in page
    assert browser.post(url, data={**RULE, "until": ""}).status_code == 422
    far = browser.post(url, data={**RULE, "until": "2029-01-01"})
    assert "最多安排到一年以内" in far.text
    chosen = {"days": ["2026-12-02", "2027-02-11"], "shown": ["2026-12-02", "2026-12-09"]}
    again = browser.post(url, data={**RULE, **chosen, "more": "2026-12-05"}).text
    assert 'value="2026-12-05" checked' in again
    assert 'value="2026-12-09">' in again
    made = browser.post(url, data={**RULE, **chosen, "make": "1"})
    assert made.status_code == 303
    page = browser.get(made.location).text
    assert "由 2月10日 周三 改到这天" in page
    assert "每周三 12:00–14:00，至 2027-02-11，共 3 次" in page
    pressed_again = browser.post(url, data={**RULE, **chosen, "make": "1"})
    assert (pressed_again.status_code, made.location in pressed_again.text) == (409, True)
    assert "另建一个系列" in pressed_again.text
    assert browser.post(url, data={**RULE, **chosen, "make": "another"}).status_code == 303


def test_from_the_draft_to_publication(desk: Desk, house: House) -> None:
    series_id = house.series()
    clerk, manager = desk(house.clerk), desk(house.manager)
    url = f"/console/series/{series_id}"
    assert "一共 4 次" in follow(clerk, f"{url}/submit")
    assert "1" in manager.get("/console/").text
    assert "每周三" in manager.get("/console/activities/review").text
    assert clerk.post(f"{url}/approve").status_code == 403
    assert "审核" in manager.get(url).text
    assert "一共 4 次" in follow(manager, f"{url}/approve")
    assert "一共 4 次" in follow(clerk, f"{url}/publish")
    assert "每周三" in clerk.get("/console/series").text


def follow(browser: FlaskClient, url: str) -> str:
    answer = browser.post(url, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_a_change_in_the_middle_is_confirmed_first(desk: Desk, house: House) -> None:
    series_id = house.published()
    _first, second, third, fourth = dates(series_id)
    takes_part(world.a_volunteer(house.station), third, fourth)
    browser = desk(house.clerk)
    assert "这一次和以后的" in browser.get(f"/console/activities/{third.id}/change").text
    url = f"/console/activities/{third.id}/edit-series?reach=following"
    form = browser.get(url).text
    typed = dict(re.findall(r'name="([^"]+)"[^>]*? value="([^"]*)"', form))
    typed.update(
        content="清理楼道和绿化带里的杂物。", venue="阳光社区礼堂", risk_text="注意路面湿滑。"
    )
    typed = {
        name: value
        for name, value in typed.items()
        if name not in ("csrf_token", "q", "scene_code_allowed", "check_place", "rows")
    } | {"check_place": "none"}
    page = browser.post(url, data=typed).text
    assert "修改 2 次，涉及 1 人" in page
    assert [one.venue for one in dates(series_id)] == ["阳光社区广场"] * 4
    stale = browser.post(url, data={**filled(page), "version": "7", "sure": "1"})
    assert (stale.status_code, "又被修改过" in stale.text) == (409, True)
    done = browser.post(url, data={**filled(page), "sure": "1"})
    assert done.status_code == 303, done.text[:3000]
    assert [one.venue for one in dates(series_id)] == ["阳光社区广场"] * 2 + ["阳光社区礼堂"] * 2
    assert second.venue == "阳光社区广场"


def test_following_dates_are_called_off_with_a_reason(desk: Desk, house: House) -> None:
    series_id = house.published()
    third = dates(series_id)[2]
    browser = desk(house.clerk)
    url = f"/console/activities/{third.id}/end-series?reach=following"
    page = browser.get(url).text
    assert "取消 2 次活动？" in page
    seal = re.search(r'name="seal" value="([^"]+)"', page)
    assert seal
    assert browser.post(url, data={"seal": seal[1], "reason": ""}).status_code == 422
    assert browser.post(url, data={"seal": "x", "reason": "场地维修"}).status_code == 409
    assert browser.post(url, data={"seal": seal[1], "reason": "场地维修"}).status_code == 303
    assert [one.state for one in dates(series_id)][1:] == ["published", "cancelled", "cancelled"]


def test_a_date_is_added_as_a_draft(desk: Desk, house: House) -> None:
    series_id: UUID = house.published(2)
    browser = desk(house.clerk)
    url = f"/console/series/{series_id}/dates"
    assert browser.post(url, data={"day": ""}).status_code == 422
    assert browser.post(url, data={"day": "2026-12-05"}).status_code == 303
    found = queries.series(series_id, within=house.clerk.scope)
    assert [one.activity.state for one in found.dates][-1] == "draft"
    assert len(found.ahead(clock.now() + timedelta(days=3))) == 2


def test_templates_are_saved_used_and_removed(desk: Desk, house: House) -> None:
    browser = desk(house.clerk)
    url = f"/console/activities/{house.draft()}/template"
    assert "存为模板" in browser.get(url).text
    assert browser.post(url, data={"name": ""}).status_code == 422
    sent = {"name": "清洁日", "team_kind": "卫生环保", "for_whom": "为老"}
    assert browser.post(url, data=sent).status_code == 303
    page = browser.get("/console/templates?for_whom=为老&team_kind=卫生环保").text
    assert "清洁日" in page
    assert "探望独居老人" not in page  # for the old, too, by another kind of team
    assert "清洁家园" not in page
    key = re.search(r"template=([0-9a-f]{32})", page)
    assert key
    form = browser.get(f"/console/activities/new?template={key[1]}").text
    assert "社区环境清洁志愿服务" in form
    assert 'value="2026-11-30T12:00"' in form
    shipped = browser.get("/console/activities/new?template=homework").text
    assert "四点半课堂课后看护志愿服务" in shipped
    assert browser.get("/console/activities/new?template=nothing").status_code == 404
    assert browser.post(f"/console/templates/{UUID(key[1])}/remove").status_code == 303
    assert "清洁日" not in browser.get("/console/templates").text


def test_last_year_again(desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    was = NOON - timedelta(days=357)  # Monday, 1 December 2025
    past = world.an_activity(house.station, state="ended", starts_at=was, title="冬日暖阳")
    world.a_position(world.a_session(past))
    browser = desk(house.clerk)
    page = browser.get("/console/last-year").text
    assert ("冬日暖阳" in page, "最多列出" in page) == (True, False)
    for module in (last_year, past_plans):
        monkeypatch.setattr(module, "LISTED_AT_MOST", 1)
    assert "最多列出 1 个，从年初排起" in browser.get("/console/last-year").text
    sent = {"place": str(house.station.id), "year": "2025", "ids": [str(past.id)]}
    a_show(house, past.venue, after=timedelta(days=7))
    page = browser.post("/console/last-year", data={**sent, "on_holidays": "skip"}).text
    assert "11月30日 周一" in page
    assert f"地点相同：{SHOW.title}" in page
    assert (
        browser.post("/console/last-year", data={**sent, "ids": [], "make": "1"}).status_code == 422
    )
    made = browser.post("/console/last-year", data={**sent, "make": "1"}, follow_redirects=True)
    assert "已生成 1 个草稿" in made.text
    assert browser.post("/console/last-year", data={**sent, "make": "1"}).status_code == 422
    assert "已经排了同名活动" in browser.post("/console/last-year", data=sent).text
