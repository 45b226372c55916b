"""My star, the public notice, and what is said against it."""

from app.domain import reactions
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.places.models import Place
from app.domain.recognition import star_queries, terms
from tests.conftest import NOON
from tests.domain.recognition.test_star_batches import confirmed, in_notice, with_hours
from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_centre, a_station, a_volunteer, an_office, staff


def places() -> tuple[Staff, Staff, Place]:
    reactions.connect()
    centre = a_centre()
    one, other = (staff(Role.CENTRE_ADMINISTRATOR, at=centre) for _ in range(2))
    return one, other, a_station(an_office(centre))


def test_a_star_stands_on_my_pages(visitor: Visitor) -> None:
    one, other, station = places()
    person, _ = with_hours(station, 100)
    confirmed(one, other)
    visitor.sign_in(person)
    assert "我的星级（一星级志愿者）" in visitor.open("/h5/me").text
    assert "一星级志愿者" in visitor.open("/h5/hours").text
    page = visitor.open("/h5/stars").text
    assert "2026 年" in page
    assert "300 小时" in page


def test_the_notice_masks_names_and_an_objection_gets_its_place(visitor: Visitor) -> None:
    one, other, station = places()
    with_hours(station, 100, "赵春梅")
    in_notice(one, other)
    page = visitor.open("/stars").text
    assert "赵**" in page
    assert "赵春梅" not in page
    neighbour = a_volunteer(station)
    visitor.sign_in(neighbour).open("/h5/stars/objection")
    assert visitor.send("/h5/stars/objection", number="9", text="不对").status_code == 422
    assert visitor.send("/h5/stars/objection", text=" ").status_code == 422
    page = visitor.send("/h5/stars/objection", number="1", text="没有见过他", follow=True).text
    assert "已收到您的异议" in page
    assert "第 1 号：没有见过他" in page
    [said] = star_queries.objections_of(neighbour.id)
    assert said.number == 1


def test_without_a_notice_nothing_is_shown_or_heard(visitor: Visitor) -> None:
    places()
    assert "现在没有公示" in visitor.open("/stars").text
    visitor.sign_in(a_volunteer())
    assert visitor.open("/h5/stars/objection").status_code == 404
    assert "还没有星级" in visitor.open("/h5/stars").text


def test_where_stars_are_off_no_page_speaks_of_them(visitor: Visitor) -> None:
    one, _, station = places()
    terms.turn(one, "stars", False, now=NOON)
    visitor.sign_in(a_volunteer(station))
    assert "星级" not in visitor.open("/h5/me").text
    assert visitor.open("/h5/stars").status_code == 404
