"""Complaining on the phone: from a page, with what it is about; the link of a visitor."""

from io import BytesIO

import pytest

from app.domain import reactions
from app.domain.complaints import handling, mine
from app.domain.complaints.linking import link_code
from app.domain.complaints.models import Complaint
from app.entrypoints.complaint_pages import about, kept_page
from app.kernel.database import session
from tests import world
from tests.conftest import NOON
from tests.domain.complaints.house import House, a_house, about_hours, answered
from tests.domain.culture.house import a_published
from tests.entrypoints.resident.conftest import Visitor
from tests.photographs import a_photo

ID = "0193b0a0-0000-7000-8000-000000000001"
CODE = "YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXo012345"
NEW = "/h5/complaints/new"
FORM = {"wish": "complaint", "subject": "other", "text": "楼下的健身器材坏了很久。"}


@pytest.mark.parametrize(
    ("page", "kept", "kind"),
    [
        (f"/h5/activities/{ID}", f"/h5/activities/{ID}", "activity"),
        (f"/h5/activities/{ID}?for=x", f"/h5/activities/{ID}", "activity"),
        (f"/h5/hours/{ID}", f"/h5/hours/{ID}", "hours"),
        ("/h5/services", "/h5/services", "order"),
        (f"/h5/team-orders/{ID}/accept", f"/h5/team-orders/{ID}/accept", "order"),
        (f"/culture/{ID}", f"/culture/{ID}", "culture"),
        (f"/h5/programmes/{ID}", f"/h5/programmes/{ID}", "culture"),
        (f"/h5/tickets/{ID}", f"/h5/tickets/{ID}", "ticket"),
        (f"/h5/sign-ups/{ID}/cancel", f"/h5/sign-ups/{ID}/cancel", "sign_up"),
        (f"/hours/{ID}", f"/hours/{ID}", "session"),
        ("/merchant/", "/merchant/", "coupon"),
        ("/privacy", "/privacy", "privacy"),
        ("/", "/", ""),
        (f"/orders/{CODE}", "", ""),  # whoever reads it could open it
        (f"/complaints/{CODE}", "", ""),
        (f"/h5/invitations/{ID}", "", ""),
        ("//elsewhere.example/x", "", ""),
        ("https://elsewhere.example", "", ""),
    ],
)
def test_the_page_is_remembered_where_it_opens_nothing(page: str, kept: str, kind: str) -> None:
    assert kept_page(page) == kept
    assert about(kept)[0] == kind


@pytest.fixture
def house(visitor: Visitor) -> House:
    reactions.connect()
    return a_house()


def signed_in(visitor: Visitor, house: House) -> Visitor:
    with visitor.client.session_transaction() as cookie:
        cookie["volunteer_id"] = str(house.resident.id)
    return visitor


def the_only_one() -> Complaint:
    return session.query(Complaint).populate_existing().one()


def test_from_her_hours_she_complains_about_them_with_a_photo(
    visitor: Visitor, house: House
) -> None:
    me = signed_in(visitor, house)
    page = f"/h5/hours/{house.record.id}"
    assert f"{NEW}?page={page}" in me.open(page).text
    assert "社区环境清洁" in me.open(f"{NEW}?page={page}").text
    sent = {**FORM, "subject": "hours", "page": page, "hides_name": "y"}
    assert me.send(NEW, **{**sent, "text": "少"}).status_code == 422
    told = me.send(NEW, follow=True, **sent, pictures=(BytesIO(a_photo()), "p.jpg"))
    assert "收到了" in told.text
    row = the_only_one()
    assert (row.subject_id, row.page, row.hides_name) == (house.record.id, page, True)
    assert row.number in me.open("/h5/complaints").text
    (picture,) = mine.complaint_of(house.resident.id, row.id).pictures
    shown = me.open(f"/h5/complaints/{row.id}/pictures/{picture}")
    assert shown.mimetype == "image/jpeg"


def test_from_the_page_of_an_event_or_a_point_it_is_about_that(
    visitor: Visitor, house: House
) -> None:
    event_id = a_published(house.clerk)
    point = world.a_point(house.station, name="河畔书屋")
    for page, kind, title in (
        (f"/culture/{event_id}", "culture", "戏曲专场"),
        (f"/places/{point.id}", "place", "河畔书屋"),
    ):
        assert f"{NEW}?page={page}" in visitor.open(page).text
        assert f"关于“{title}”" in visitor.open(f"{NEW}?page={page}").text
        visitor.send(NEW, **{**FORM, "subject": kind, "page": page})
        row = session.query(Complaint).filter_by(page=page).one()
        assert (row.subject, row.subject_title) == (kind, title)


def test_a_till_and_a_scanner_say_where_to_complain(visitor: Visitor) -> None:
    for page in ("/merchant/", "/scanner/"):
        assert f"{NEW}?page={page}" in visitor.open(page).text


def test_she_replies_is_answered_is_not_content_and_rates(visitor: Visitor, house: House) -> None:
    me, made = signed_in(visitor, house), about_hours(house)
    handling.take_up(house.colleague, made, now=NOON)
    handling.ask(house.colleague, made, "是哪一天的？", now=NOON)
    url = f"/h5/complaints/{made}"
    assert "是哪一天的？" in me.open(url).text
    assert me.send(f"{url}/reply", words="").status_code == 422
    me.send(f"{url}/reply", words="周六的。", follow=True)
    handling.answer(house.colleague, made, "explained", "按签退时间算的。", now=NOON)
    shown = me.open(url).text
    assert "按签退时间算的。" in shown
    assert house.colleague.name not in shown
    me.send(f"{url}/reopen", words="没有说清楚。", follow=True)
    answered(house, made, house.manager)
    me.open(url)
    assert "谢谢您的评价" in me.send(f"{url}/rate", stars="4", words="", follow=True).text
    assert the_only_one().state == "closed"


def test_another_ones_is_not_found_and_a_withdrawn_one_stays_to_read(
    visitor: Visitor, house: House
) -> None:
    made = about_hours(house)
    url = f"/h5/complaints/{made}"
    stranger = visitor.sign_in(world.a_volunteer(house.station))
    assert stranger.open(url).status_code == 404
    me = signed_in(visitor, house)
    me.open(url)
    assert "已撤回" in me.send(f"{url}/withdraw", follow=True).text


def test_in_wechat_who_she_is_comes_by_itself(wechat_visitor: Visitor, house: House) -> None:
    there = wechat_visitor.open(f"{NEW}?page=/h5/hours")
    assert there.status_code == 302
    assert there.location.startswith("/h5/sign-in?next=")
    known = world.saved(world.WeChatIdentity(open_id="nobody-yet", following=True, met_at=NOON))
    assert "没有登录" in wechat_visitor.meet(known).open(NEW).text


def test_a_visitor_complains_and_follows_it_by_her_link(visitor: Visitor, house: House) -> None:
    assert "没有登录" in visitor.open(NEW).text
    sent = {**FORM, "phone": "13900008888", "place_id": str(house.station.id)}
    told = visitor.send(NEW, follow=True, **sent)
    row = the_only_one()
    link = f"/complaints/{link_code(row.id)}"
    assert told.request.path == link
    assert told.headers["Referrer-Policy"] == "no-referrer"
    answered(house, row.id, house.manager)
    visitor.open(link)
    assert visitor.send(link, what="reopen", words="").status_code == 422
    assert "重新办理" in visitor.send(link, what="reopen", words="不满意。", follow=True).text
    late = visitor.send(link, what="rate", stars="5")
    assert late.status_code == 409
    assert "现在是“重新办理”，不能这样处理" in late.text
    assert visitor.open("/complaints/nothing").status_code == 404
