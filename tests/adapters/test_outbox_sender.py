"""Letters leave the building: over real HTTP, to a WeChat on this machine."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from app.adapters import outbox_sender
from app.domain.attendance.models import SceneCode
from app.domain.messaging import outbox, queries
from app.domain.messaging.outbox import Letter
from app.domain.messaging.queries import OutboxRow
from app.domain.people import queries as people
from app.domain.people.optional_consents import withdraw
from app.domain.people.purposes import SMS, WECHAT_NEWS
from app.domain.people.reaching import reach
from app.kernel.database import session
from tests import world
from tests.adapters.conftest import TEMPLATE_ID, Installation
from tests.wechat.local_wechat import LocalWeChat

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]
SEND = "/cgi-bin/message/template/send"
CUSTOM = "/cgi-bin/message/custom/send"
LETTER = Letter(
    channel="wechat_template",
    kind="signed_up",
    recipient="o-zhang",
    title="报名成功",
    body="您已报名社区义诊",
    url="/h5/sign-ups",
    payload={"values": ["社区义诊", "2026年11月28日 09:00", "阳光社区广场", "报名成功"]},
)
TEXT = Letter(channel="wechat_text", kind="note", recipient="o-zhang", title="", body="您好")
CODE = Letter(
    channel="sms",
    kind="phone_code",
    recipient="13800138000",
    title="验证码",
    body="验证码 042917",
    payload={"values": ["042917", "5"]},
)


def rows() -> list[OutboxRow]:
    return list(queries.outbox_page().items)


def test_a_template_message_says_who_what_where_and_which_letter(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = {"errcode": 0, "errmsg": "ok", "msgid": 3487542469355618313}
    outbox.enqueue([LETTER], now=now)
    assert installation.drain() == 1
    sent = next(asked for asked in wechat.asked if asked.path == SEND).json
    (row,) = rows()
    assert sent["touser"] == "o-zhang"
    assert sent["template_id"] == TEMPLATE_ID
    assert sent["url"] == "http://haoren.test/h5/sign-ups"
    assert sent["data"]["thing1"] == {"value": "社区义诊"}
    assert sent["client_msg_id"] == row.id.hex
    assert row.state == "sent"
    outbox.delivered("3487542469355618313", "success")
    assert rows()[0].delivery == "success"


def test_nothing_is_lost_when_wechat_is_down_for_a_day(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = 502
    letters = [replace(LETTER, expires_at=now + timedelta(days=3)) for _ in range(25)]
    outbox.enqueue(letters, now=now)
    for _ in range(24 * 4):
        installation.drain()
        installation.clock.move(minutes=15)
    assert queries.counts_by_state() == {"waiting": 25, "sent": 0, "given_up": 0}
    tried = wechat.paths().count(SEND)
    assert tried < 24 * 4 * 25 / 4, "each failure must spare the others their time-out"
    wechat.answers[SEND] = {"errcode": 0, "msgid": 1}
    installation.clock.move(hours=1)
    installation.drain()
    assert queries.counts_by_state()["sent"] == 25


def test_what_is_of_no_use_any_more_is_given_up_after_the_outage(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = 502
    outbox.enqueue([replace(LETTER, expires_at=now + timedelta(hours=2))], now=now)
    installation.drain()
    installation.clock.move(hours=3)
    wechat.answers[SEND] = {"errcode": 0, "msgid": 1}
    installation.drain()
    assert rows()[0].state == "given_up"
    assert wechat.paths().count(SEND) == 1


def test_who_stopped_following_is_remembered_and_not_written_to_again(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    wechat.answers[SEND] = {"errcode": 43004, "errmsg": "require subscribe"}
    outbox.enqueue([replace(LETTER, volunteer_id=zhang.id)], now=now)
    installation.drain()
    installation.clock.move(days=1)
    assert installation.drain() == 0
    assert wechat.paths().count(SEND) == 1
    assert reach([zhang.id]) == {}
    assert (rows()[0].state, rows()[0].last_error) == ("given_up", "43004 require subscribe")


def test_an_important_letter_turns_to_the_phone(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = {"errcode": 43004, "errmsg": "require subscribe"}
    payload = {**LETTER.payload, "phone": "13800138000"}
    outbox.enqueue([replace(LETTER, kind="moved_up", payload=payload)], now=now)
    installation.drain()
    (sms,) = (asked.json for asked in wechat.asked if asked.path == "/sms/send")
    assert sms == {"phone": "13800138000", "text": "【高新区新时代文明实践中心】您已报名社区义诊"}
    assert rows()[0].state == "sent"


def test_what_was_refused_meanwhile_stays_in_the_inbox(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    of_zhang = replace(LETTER, volunteer_id=zhang.id)
    payload = {**LETTER.payload, "phone": "13800138000"}
    by_sms = replace(of_zhang, kind="moved_up", channel="sms", recipient="13800138000")
    outbox.enqueue([replace(of_zhang, kind="hours_approved"), by_sms], now=now)
    for purpose in (WECHAT_NEWS, SMS):
        withdraw(zhang.id, purpose.kind, by=people.volunteer(zhang.id), now=now)
    installation.drain()
    assert wechat.paths() == []
    wechat.answers[SEND] = {"errcode": 43004, "errmsg": "require subscribe"}
    outbox.enqueue([replace(of_zhang, kind="moved_up", payload=payload)], now=now)
    installation.drain()
    assert "/sms/send" not in wechat.paths()
    assert queries.inbox(zhang.id).total == 3


@pytest.mark.parametrize("errcode", [47003, 40037, 40003, 43101])
def test_what_can_never_go_out_stops_with_the_reason(
    installation: Installation, wechat: LocalWeChat, now: datetime, errcode: int
) -> None:
    wechat.answers[SEND] = {"errcode": errcode, "errmsg": "argument invalid"}
    outbox.enqueue([LETTER], now=now)
    installation.drain()
    installation.clock.move(days=1)
    installation.drain()
    assert wechat.paths().count(SEND) == 1
    (row,) = rows()
    assert row.state == "given_up"
    assert row.last_error == f"{errcode} argument invalid"


def test_the_days_quota_used_up_means_tomorrow(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = {"errcode": 45009, "errmsg": "reach max api daily quota limit"}
    outbox.enqueue([LETTER], now=now)
    installation.drain()
    installation.clock.move(hours=11, minutes=59)  # noon to a minute before midnight
    assert installation.drain() == 0
    wechat.answers[SEND] = {"errcode": 0, "msgid": 1}
    installation.clock.move(minutes=15)
    installation.drain()
    assert rows()[0].state == "sent"


def test_a_wrong_setting_keeps_letters_until_an_operator_has_mended_it(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = {"errcode": 40164, "errmsg": "invalid ip"}
    outbox.enqueue([LETTER, LETTER], now=now)
    installation.drain()
    assert wechat.paths().count(SEND) == 1
    assert "请管理员处理" in (rows()[0].last_error or "")
    wechat.answers[SEND] = {"errcode": 0, "msgid": 1}
    installation.clock.move(minutes=11)
    installation.drain()
    assert queries.counts_by_state()["sent"] == 2


def test_a_kind_without_a_template_stays_in_the_inbox(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    outbox.enqueue([replace(LETTER, kind="hours_approved", volunteer_id=zhang.id)], now=now)
    installation.drain()
    assert SEND not in wechat.paths()
    assert queries.counts_by_state() == {"waiting": 0, "sent": 0, "given_up": 0}
    assert queries.inbox(zhang.id).total == 1


def test_a_text_that_may_have_arrived_is_not_repeated(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[CUSTOM] = 502
    outbox.enqueue([TEXT], now=now)
    installation.drain()
    installation.clock.move(days=1)
    installation.drain()
    assert wechat.paths().count(CUSTOM) == 1
    assert rows()[0].state == "given_up"


def test_a_text_waits_when_it_was_the_token_that_could_not_be_had(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    token = wechat.answers["/cgi-bin/stable_token"]
    wechat.answers["/cgi-bin/stable_token"] = 502
    outbox.enqueue([TEXT], now=now)
    installation.drain()
    assert rows()[0].state == "waiting"
    wechat.answers["/cgi-bin/stable_token"] = token
    installation.clock.move(minutes=1)
    installation.drain()
    assert rows()[0].state == "sent"


def test_a_search_put_off_is_answered_in_the_chat(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    world.an_open_position(world.a_station(), title="社区义诊", capacity=8)
    search = replace(TEXT, kind="search_answer", body="义诊")
    outbox.enqueue([search, replace(search, body="滑雪")], now=now)
    installation.drain()
    said = "\n".join(a.json["text"]["content"] for a in wechat.asked if a.path == CUSTOM)
    assert ">社区义诊</a>" in said
    assert "还有 8 个名额" in said
    assert "没有找到和“滑雪”有关的活动" in said


def test_a_scene_code_is_made_and_kept(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    position = world.an_open_position(world.a_station())
    world.saved(
        SceneCode(
            session_id=position.session_id, direction="in", scene="check_in_1", created_at=now
        )
    )
    wechat.answers["/cgi-bin/qrcode/create"] = {
        "ticket": "gQH",
        "url": "http://weixin.qq.com/q/02abc",
        "expire_seconds": 7200,
    }
    letter = Letter(
        channel="wechat_qr",
        kind="scene_code",
        recipient="check_in_1",
        title="生成签到码",
        body="社区义诊",
        payload={"expires_at": (now + timedelta(hours=2)).isoformat()},
    )
    outbox.enqueue([letter], now=now)
    installation.drain()
    asked = next(a for a in wechat.asked if a.path == "/cgi-bin/qrcode/create").json
    assert asked["expire_seconds"] == 7200
    session.expire_all()
    assert session.query(SceneCode).one().content == "http://weixin.qq.com/q/02abc"


def test_a_code_goes_to_the_phone_although_wechat_hangs(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = 502
    outbox.enqueue([LETTER, LETTER, CODE], now=now)
    installation.drain()
    assert "/sms/send" in wechat.paths()
    assert wechat.paths().count(SEND) == 1


def test_a_fault_of_our_own_is_logged_and_tried_again(
    installation: Installation, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    outbox.enqueue([replace(LETTER, payload={})], now=now)
    installation.drain()
    assert rows()[0].state == "waiting"
    assert rows()[0].last_error == "程序出错：KeyError"
    assert "broke" in caplog.text


def test_a_worker_told_to_stop_gives_back_what_it_has_not_tried(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    wechat.answers[SEND] = {"errcode": 0, "msgid": 1}
    outbox.enqueue([LETTER] * 5, now=now)
    installation.sender.stopping = lambda: wechat.paths().count(SEND) == 2
    installation.sender.drain()
    left = outbox.claim("another", limit=10, now=now)
    assert [letter.attempts for letter in left] == [1, 1, 1]


def test_two_workers_never_send_the_same_letter(
    installation: Installation, wechat: LocalWeChat, now: datetime
) -> None:
    other = Installation(installation.settings, installation.clock, worker="two")
    outbox.enqueue([LETTER] * (outbox_sender.BATCH + 3), now=now)
    installation.sender.drain()
    other.sender.drain()
    ids = [asked.json["client_msg_id"] for asked in wechat.asked if asked.path == SEND]
    assert len(ids) == len(set(ids)) == outbox_sender.BATCH + 3
