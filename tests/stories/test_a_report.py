"""Hours in notice are reported, frozen, answered, corrected by two; what rests on them follows.

Everything by HTTP: two phones in WeChat, three desks.
"""

from datetime import timedelta

from app.domain.access.rules import Role
from app.kernel.calendar import local
from tests.stories.house import House
from tests.stories.people import Page, Phone
from tests.stories.served import SERVED_AT, Served, a_served_district

WHY = "那天九点多她就走了，我和她一起出的门"
ANSWER = "带队的李师傅证实九点半离开"


def takes_a_certificate(phone: Phone) -> str:
    """Her hours on a paper; the address of its page."""
    phone.open("/h5/certificates")
    page = phone.send('name="until"', until="2026-11-24", with_rows="y")
    assert "已开好" in page.text, page.text[:600]
    return page.url


def reports(phone: Phone) -> None:
    """From the public list of notices to the line, and what is wrong with it."""
    page = phone.open("/hours")
    page = phone.open(page.link("/hours/"))
    assert "张**" in page.text
    assert "张桂英" not in page.text
    phone.open(page.link("record="))
    page = phone.send('name="text"', text=WHY)
    assert "已收到您的异议" in page.text, page.text[:600]


def answers_with_a_correction(served: Served) -> None:
    """The manager asks who was there: an hour less. Who reported is not shown to her."""
    desk = served.desk(Role.OFFICE_MANAGER)
    page = desk.open(desk.open("/console/hour-reports").link("/console/hour-reports/"))
    assert WHY in page.text
    assert "刘邻居" not in page.html
    desk.open(page.link("/correct"))
    begins, ends = local(SERVED_AT), local(SERVED_AT + timedelta(hours=1))
    page = desk.send(
        'name="counted_from"',
        counted_from=f"{begins:%Y-%m-%dT%H:%M}",
        counted_until=f"{ends:%Y-%m-%dT%H:%M}",
        reason=ANSWER,
    )
    assert "已提出更正" in page.text, page.text[:800]


def approves_the_correction(served: Served) -> None:
    desk = served.desk(Role.CENTRE_ADMINISTRATOR)
    desk.open(desk.open("/console/corrections").link("/console/corrections/"))
    page = desk.send("/approve")
    assert "已更正" in page.text, page.text[:800]


def standing(phone: Phone) -> Page:
    """Her only record's page, as it stands."""
    return phone.open(phone.open("/h5/hours").link("/h5/hours/"))


def test_what_was_reported_is_corrected_by_two_and_all_that_rests_on_it_follows(
    house: House,
) -> None:
    served = a_served_district(house)
    phone, _ = served.has_served("张桂英")
    served.approve_all()
    phone.wait_for_notices(1)
    certificate = takes_a_certificate(phone)
    assert "+20 分" in phone.open("/h5/points").text

    neighbour = Phone(house, "刘邻居", "13812345678")  # who follows, and is registered as nobody
    neighbour.follow()
    reports(neighbour)
    phone.wait_for_notices(2)
    assert "核实中" in standing(phone).text
    assert "0 分钟 已认定" in phone.open("/h5/hours").text

    answers_with_a_correction(served)
    assert "核实中" in standing(phone).text, "until somebody above has looked, too"
    approves_the_correction(served)

    phone.wait_for_notices(3)
    assert "1 小时 已认定" in phone.open("/h5/hours").text
    points = phone.open("/h5/points").text
    for row in ("+20 分", "-20 分", "+10 分"):
        assert row in points, points
    assert "这一份需要更换" in phone.open(certificate).text
    page = phone.send("/replace")
    assert "已换新的" in page.text, page.text[:600]
    assert "1 小时" in page.text
    assert "已被新的替换" in phone.open(certificate).text

    neighbour.wait_for_notices(1)
    told = neighbour.open("/h5/reports").text
    assert "属实，已处理" in told, told
    assert ANSWER in told
