"""The outbox in the console."""

from uuid import uuid4

from app.domain.access.rules import Role
from app.domain.messaging import outbox, queries
from app.domain.messaging.outbox import Letter
from app.kernel.transaction import transaction
from tests.conftest import NOON
from tests.entrypoints.console.conftest import Desk
from tests.world import a_centre, a_station, a_volunteer, staff


def a_message(*, given_up: bool = False, kind: str = "signed_up", body: str = "请准时参加") -> str:
    with transaction():
        letter = Letter(
            channel="sms",
            kind=kind,
            recipient="13800138000",
            volunteer_id=None,
            title="报名成功",
            body=body,
            url="",
            payload={},
        )
        outbox.enqueue([letter], now=NOON)
    found = queries.outbox_page().items[0]
    if given_up:
        outbox.give_up(found.id, "43004 对方没有关注公众号")
    return str(found.id)


def test_messages_are_listed_by_state_with_masked_phones(desk: Desk) -> None:
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre()))
    a_message(given_up=True)
    page = browser.get("/console/outbox?state=given_up").text
    assert "43004 对方没有关注公众号" in page
    assert "13800138000" not in page
    assert "报名成功</a>" not in browser.get("/console/outbox?state=waiting").text


def test_a_message_to_a_volunteer_names_her_instead_of_her_wechat_id(desk: Desk) -> None:
    person = a_volunteer(a_station(), name="赵春梅")
    letter = Letter(
        channel="wechat_template",
        kind="signed_up",
        recipient="oLongAndUnreadable",
        volunteer_id=person.id,
        title="报名成功",
        body="请准时参加",
    )
    with transaction():
        outbox.enqueue([letter], now=NOON)
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre()))
    page = browser.get("/console/outbox").text
    assert "赵春梅" in page
    assert "oLongAndUnreadable" not in page


def test_a_given_up_message_is_sent_again(desk: Desk) -> None:
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre()))
    url = f"/console/outbox/{a_message(given_up=True)}"
    assert "重新发送" in browser.get(url).text
    assert browser.post(f"{url}/again").location == url
    assert queries.counts_by_state()["waiting"] == 1


def test_a_waiting_message_is_not_sent_again(desk: Desk) -> None:
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre()))
    url = f"/console/outbox/{a_message()}"
    assert "重新发送" not in browser.get(url).text
    answer = browser.post(f"{url}/again")
    assert answer.status_code == 409
    assert "正在等待发送" in answer.text


def test_a_code_is_not_shown(desk: Desk) -> None:
    browser = desk(staff(Role.CENTRE_ADMINISTRATOR, at=a_centre()))
    url = f"/console/outbox/{a_message(kind='phone_code', body='验证码 424242')}"
    assert "424242" not in browser.get(url).text


def test_an_auditor_looks_and_does_not_touch(desk: Desk) -> None:
    browser = desk(staff(Role.AUDITOR, at=a_centre()))
    url = f"/console/outbox/{a_message(given_up=True)}"
    assert "重新发送" not in browser.get(url).text
    assert browser.post(f"{url}/again").status_code == 403


def test_an_empty_outbox_says_so(desk: Desk) -> None:
    browser = desk(staff(Role.AUDITOR, at=a_centre()))
    assert "没有发送失败的消息" in browser.get("/console/outbox?state=given_up").text


def test_a_message_nobody_knows_is_not_found(desk: Desk) -> None:
    browser = desk(staff(Role.AUDITOR, at=a_centre()))
    assert browser.get(f"/console/outbox/{uuid4()}").status_code == 404
