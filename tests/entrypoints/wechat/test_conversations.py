"""The chat answers what people say and do, briefly and with a way on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from app.adapters.wechat_menu import MY_ACTIVITIES, MY_CARD, MY_HOURS
from app.domain.attendance.models import Attendance, Scan, SceneCode
from app.domain.messaging import outbox, queries
from app.domain.messaging.outbox import Letter
from app.domain.people import identities
from app.domain.people.reaching import reach
from app.entrypoints.wechat.conversations import answer
from app.kernel.database import session
from config import Settings
from tests import world
from wechat import (
    AuthorizationCancelled,
    AuthorizationRevoked,
    Clicked,
    CodeScanned,
    Incoming,
    Picture,
    Scanned,
    Subscribed,
    TemplateSent,
    Text,
    Unknown,
    Unsubscribed,
    Viewed,
    Voice,
)

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("database")]
Say = Callable[[Incoming], str | None]
REGISTER_LINK = '<a href="http://haoren.test/h5/register">'


@pytest.fixture
def say(settings: Settings, now: datetime) -> Say:
    """What the account answers now."""
    return partial(answer, settings=settings, now=now)


def a(kind: type[Incoming], /, *, open_id: str = "o-zhang", **facts: Any) -> Any:
    """A delivery of this kind."""
    moment = world.NOON
    return kind(
        open_id=open_id, account="gh_account", created_at=moment, dedupe_key="whole-1", **facts
    )


def text(content: str) -> Any:
    return a(Text, msg_id="1", content=content)


def test_a_new_follower_is_welcomed_and_led_to_register(say: Say) -> None:
    said = say(a(Subscribed, scene=None, ticket="")) or ""
    assert said.startswith("您好，欢迎关注高新区新时代文明实践中心！")
    assert REGISTER_LINK in said
    assert len(said.encode()) < 2048


def test_a_volunteer_who_follows_again_need_not_register(say: Say, now: datetime) -> None:
    world.a_volunteer(open_id="o-zhang")
    identities.unfollow("o-zhang", now=now)
    said = say(a(Subscribed, scene=None, ticket="")) or ""
    assert "又见面了" in said
    assert REGISTER_LINK not in said


def test_leaving_is_remembered_and_answered_with_nothing(say: Say) -> None:
    zhang = world.a_volunteer(open_id="o-zhang")
    assert say(a(Unsubscribed)) is None
    assert reach([zhang.id]) == {}


def test_a_scene_that_names_an_activity_shows_it(say: Say) -> None:
    activity = world.an_activity(world.a_station(), title="社区义诊")
    said = say(a(Scanned, scene=f"activity_{activity.id.hex}", ticket="")) or ""
    assert f'/h5/activities/{activity.id}">社区义诊</a>' in said
    welcome = say(a(Subscribed, scene=f"activity_{activity.id.hex}", ticket="")) or ""
    assert "欢迎关注" in welcome
    assert said in welcome


@pytest.mark.parametrize("scene", ["activity_nonsense", f"activity_{7:032x}"])
def test_a_scene_of_an_activity_that_is_gone_leads_on(say: Say, scene: str) -> None:
    assert "已经找不到了" in (say(a(Scanned, scene=scene, ticket="")) or "")


def test_a_draft_is_not_shown_by_its_scene(say: Say) -> None:
    activity = world.an_activity(world.a_station(), state="draft")
    said = say(a(Scanned, scene=f"activity_{activity.id.hex}", ticket="")) or ""
    assert activity.title not in said


@pytest.mark.parametrize(("words", "leads_to"), [("点单", "/h5/services"), ("领券", "/h5/coupons")])
def test_who_needs_something_is_not_asked_to_volunteer(say: Say, words: str, leads_to: str) -> None:
    said = say(text(words)) or ""
    assert f'<a href="http://haoren.test/h5/register?next={leads_to}">在这里登记</a>' in said
    assert "志愿者" not in said


@pytest.fixture
def check_in_scene(now: datetime) -> str:
    """A session that begins in ten minutes, its scene for arriving, and 张桂英 signed up for it."""
    position = world.an_open_position(
        world.a_station(), starts_at=now + timedelta(minutes=10), scene_code_allowed=True
    )
    world.signed_up(world.a_volunteer(open_id="o-zhang"), position)
    scene = f"check_in_{position.session_id.hex}"
    world.saved(
        SceneCode(session_id=position.session_id, direction="in", scene=scene, created_at=now)
    )
    return scene


def test_a_sessions_scene_checks_in_and_says_so(say: Say, check_in_scene: str) -> None:
    said = say(a(Scanned, scene=check_in_scene, ticket="")) or ""
    assert said == "张桂英，签到成功，12:00。\n社区环境清洁\n离开时请记得签退。"
    assert session.scalars(select(Attendance)).one().in_way == "scene_code"


def test_scanned_twice_there_is_one_attendance_and_the_first_moment(
    say: Say, check_in_scene: str
) -> None:
    say(a(Scanned, scene=check_in_scene, ticket=""))
    said = say(a(Subscribed, scene=check_in_scene, ticket="")) or ""
    assert "您已于 12:00 签到" in said
    assert len(session.scalars(select(Attendance)).all()) == 1


def test_a_refused_scan_says_why_and_what_to_do_and_is_kept(say: Say, check_in_scene: str) -> None:
    world.a_volunteer(open_id="o-li", name="李明")
    said = say(a(Scanned, scene=check_in_scene, ticket="", open_id="o-li")) or ""
    assert said.startswith("没有报名“社区环境清洁”的这一场。\n")
    assert "现场加入" in said
    assert session.scalars(select(Scan.refusal)).one() == "not_signed_up"


def test_who_is_not_registered_is_led_to_register_and_to_scan_again(
    say: Say, check_in_scene: str
) -> None:
    said = say(a(Scanned, scene=check_in_scene, ticket="", open_id="o-new")) or ""
    assert REGISTER_LINK in said
    assert "再扫一次" in said


@pytest.mark.parametrize("key", [MY_HOURS, MY_ACTIVITIES, MY_CARD])
def test_what_is_hers_asks_an_unregistered_person_to_register(say: Say, key: str) -> None:
    assert REGISTER_LINK in (say(a(Clicked, key=key)) or "")


def test_my_hours_by_tap_and_by_word_are_the_same(say: Say) -> None:
    station = world.a_station()
    zhang = world.a_volunteer(open_id="o-zhang")
    world.an_approved_record(zhang, station, minutes=125)
    world.a_pending_record(zhang, station, minutes=60)
    said = say(a(Clicked, key=MY_HOURS)) or ""
    assert said.startswith("您的服务时长：已认定 2 小时 5 分钟，待认定 1 小时。")
    assert say(text("我的时长")) == said


def test_my_activities_lists_what_is_ahead(say: Say, now: datetime) -> None:
    station, zhang = world.a_station(), world.a_volunteer(open_id="o-zhang")
    world.signed_up(zhang, world.an_open_position(station, title="社区义诊"))
    full = world.an_open_position(station, title="植树", starts_at=now + timedelta(days=3))
    world.signed_up(zhang, full, state="waiting")
    said = say(text("我的活动")) or ""
    assert ">社区义诊</a>\n11月24日 周二 12:00–14:00\n阳光社区广场" in said
    assert ">植树</a>（候补第 1 位）" in said


def test_nothing_of_hers_yet_leads_to_the_activities(say: Say) -> None:
    world.a_volunteer(open_id="o-zhang")
    for words in ("我的活动", "我的时长"):
        assert 'href="http://haoren.test/h5/"' in (say(text(words)) or "")


def test_a_search_is_put_off_and_answered_at_once(say: Say, now: datetime) -> None:
    assert say(text("找 义诊")) == "正在找和“义诊”有关的活动，马上发给您。"
    (letter,) = outbox.claim("test", limit=5, now=now)
    assert (letter.channel, letter.kind, letter.recipient, letter.body) == (
        *("wechat_text", "search_answer", "o-zhang", "义诊"),
    )


def test_a_search_delivered_twice_is_answered_once(say: Say, now: datetime) -> None:
    say(text("找 义诊"))
    say(text("找 义诊"))
    assert len(outbox.claim("test", limit=5, now=now)) == 1


def test_unknown_words_are_answered_with_what_can_be_said(say: Say) -> None:
    said = say(text("<b>义剪</b>")) or ""
    assert said.startswith("没太明白“＜b＞义剪＜/b＞”的意思。要找活动，请发“找 ＜b＞义剪")
    assert "发“我的时长”：查服务时长" in said
    long = say(text("今天天气真好，大家都出来晒太阳了")) or ""
    assert long.startswith("没太明白您的意思。\n\n您可以这样用：")


def test_a_voice_is_understood_by_its_words(say: Say) -> None:
    spoken = a(Voice, msg_id="1", media_id="m", format="amr", recognition="我的时长。")
    assert REGISTER_LINK in (say(spoken) or "")


def test_a_picture_is_answered_kindly(say: Say) -> None:
    assert "请用文字告诉我们" in (say(a(Picture, msg_id="1", media_id="m", url="")) or "")


def test_a_scan_by_the_menu_opens_the_page_by_itself(say: Say) -> None:
    scan = {"key": "scan", "result": "http://haoren.test/c/abc"}
    assert say(a(CodeScanned, **scan, waits=False)) is None
    assert "扫码签到" in (say(a(CodeScanned, **scan, waits=True)) or "")


@pytest.mark.parametrize(
    "event",
    [
        a(Viewed, url="http://haoren.test/"),
        a(Unknown, kind="new_event"),
        a(AuthorizationRevoked, revoked=(206,)),
    ],
)
def test_what_needs_no_answer_gets_none(say: Say, event: Incoming) -> None:
    assert say(event) is None


def test_a_cancelled_authorisation_parts_the_wechat_id_from_the_person(
    say: Say, now: datetime
) -> None:
    world.a_volunteer(open_id="o-zhang")
    assert say(a(AuthorizationCancelled)) is None
    assert identities.meet("o-zhang", now=now).volunteer_id is None


def test_the_report_on_a_template_message_is_kept_beside_it(say: Say, now: datetime) -> None:
    letter = Letter(
        channel="wechat_template", kind="signed_up", recipient="o-zhang", title="报名成功", body=""
    )
    outbox.enqueue([letter], now=now)
    outbox.mark_sent(outbox.claim("t", limit=1, now=now)[0].id, remote_id="77", now=now)
    assert say(a(TemplateSent, msg_id="77", status="failed:user block")) is None
    assert queries.outbox_page().items[0].delivery == "failed:user block"


def test_every_answer_fits_into_one_message(say: Say) -> None:
    station, zhang = world.a_station(), world.a_volunteer(open_id="o-zhang")
    for _ in range(5):
        position = world.an_open_position(station, title="长" * 50, venue="远" * 100)
        world.signed_up(zhang, position)
    for words in ("我的活动", "帮助", "签到", "字" * 2000):
        assert 0 < len((say(text(words)) or "").encode()) < 2048
