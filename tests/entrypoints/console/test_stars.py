"""Stars in the console: computed by one, looked through by another, answered and confirmed."""

from uuid import UUID

from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.places.models import Place
from app.domain.recognition import objecting, star_queries
from app.domain.recognition.star_batches import end_notices
from tests.conftest import NOON
from tests.domain.recognition.test_star_batches import OVER, with_hours
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, a_station, a_volunteer, an_office, staff


def places() -> tuple[Staff, Staff, Place]:
    reactions.connect()
    centre = a_centre()
    two = [staff(Role.CENTRE_ADMINISTRATOR, at=centre, name=name) for name in ("李主任", "刘敏")]
    return two[0], two[1], a_station(an_office(centre))


def test_a_batch_goes_its_way_between_two_desks(desk: Desk) -> None:
    one, other, station = places()
    person, _ = with_hours(station, 100)
    with_hours(station, 300, "剔除的人")
    first, second = desk(one), desk(other)
    answer = first.post("/console/stars", data={"counted_until": "2026-11-23"})
    url = answer.location
    assert "请另一位中心管理员审核" in first.get(url).text
    assert "剔除</a>" not in first.get(url).text
    [line] = [one for one in star_queries.candidates(batch()).items if one.level == 2]
    out = f"/console/stars/candidates/{line.id}/exclude"
    assert second.post(out, data={"reason": ""}).status_code == 422
    assert second.post(out, data={"reason": "代签"}).status_code == 303
    for decision in ("review", "publish"):
        second.post(f"{url}/{decision}")
    said = objecting.object_to(a_volunteer(station).id, 2, "没有见过", now=NOON)
    answer = second.post(f"/console/stars/objections/{said}", data={"text": "已核对签到记录"})
    assert answer.status_code == 303
    assert "已核对签到记录" in first.get(url).text
    end_notices(now=OVER)
    first.post(f"{url}/confirm")
    assert "已确认" in first.get(url).text
    assert star_queries.levels() == {person.id: 1}


def batch() -> UUID:
    return star_queries.batches().items[0].id


def test_what_cannot_be_decided_now_is_told_on_the_page(desk: Desk) -> None:
    one, other, station = places()
    with_hours(station, 100)
    desk(one).post("/console/stars", data={"counted_until": "2026-11-23"})
    url = f"/console/stars/{batch()}"
    page = desk(other).post(f"{url}/confirm", follow_redirects=True).text
    assert "这一批待审核，现在不能这样处理" in page
    page = desk(one).post(f"{url}/review", follow_redirects=True).text
    assert "须由另一位工作人员审核" in page
    answer = desk(one).post(f"{url}/withdraw", data={"reason": "重新计算"})
    assert answer.status_code == 303
    assert "重新计算" in desk(one).get(url).text


def test_without_enough_hours_the_form_says_so(desk: Desk) -> None:
    one, _, _ = places()
    answer = desk(one).post("/console/stars", data={"counted_until": "2026-11-23"})
    assert answer.status_code == 409
    assert "没有人的星级需要变动" in answer.text


def test_a_scale_is_set_for_later(desk: Desk) -> None:
    one, _, _ = places()
    hours = dict(zip(("one", "two", "three", "four", "five"), "12345", strict=True))
    browser = desk(one)
    assert 'value="1500"' in browser.get("/console/stars/scale").text
    answer = browser.post("/console/stars/scale", data={**hours, "valid_from": "2026-11-23"})
    assert answer.status_code == 422
    answer = browser.post("/console/stars/scale", data={**hours, "valid_from": "2026-11-24"})
    assert answer.status_code == 303


def test_a_clerk_sees_the_years_and_no_list(desk: Desk) -> None:
    one, _, station = places()
    with_hours(station, 100)
    desk(one).post("/console/stars", data={"counted_until": "2026-11-23"})
    browser = desk(staff(at=station))
    assert "2026 年" in browser.get("/console/stars").text
    assert browser.get(f"/console/stars/{batch()}").status_code == 404
