from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wechat.deliveries import OPEN_ID, event_xml, message_xml, text_xml
from wechat import (
    AuthorizationCancelled,
    AuthorizationRevoked,
    BadBody,
    Clicked,
    CodeScanned,
    Link,
    LocationReported,
    Picture,
    Place,
    Scanned,
    Subscribed,
    TemplateSent,
    Text,
    Unknown,
    Unsubscribed,
    UserInfoModified,
    Video,
    Viewed,
    Voice,
)
from wechat.reading import read
from wechat.xml import BODY_LIMIT_BYTES, text_of

BILLION_LAUGHS = """<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def test_a_text_is_read() -> None:
    message = read(text_xml("我的时长"))
    assert isinstance(message, Text)
    assert (message.content, message.open_id, message.account) == (
        "我的时长",
        OPEN_ID,
        "gh_account",
    )
    assert message.created_at == datetime.fromtimestamp(1795397400, UTC)


@pytest.mark.parametrize("content", ["0", "😀", "<b>&amp;", "𠮷"])
def test_a_text_is_read_as_it_was_typed(content: str) -> None:
    message = read(text_xml(content))
    assert isinstance(message, Text)
    assert message.content == content


def test_an_id_of_64_bits_keeps_every_digit() -> None:
    message = read(text_xml("hi", msg_id=2**63 - 1))
    assert isinstance(message, Text)
    assert message.msg_id == "9223372036854775807"


def test_neighbouring_large_ids_have_different_keys() -> None:
    keys = {read(text_xml("hi", msg_id=2**53 + n)).dedupe_key for n in range(4)}
    assert len(keys) == 4


def test_fifteen_people_with_one_id_have_fifteen_keys() -> None:
    keys = {read(text_xml("hi", sender=f"oPerson{n}")).dedupe_key for n in range(15)}
    assert len(keys) == 15


def test_a_redelivered_text_has_the_same_key() -> None:
    assert read(text_xml("hi")).dedupe_key == read(text_xml("hi")).dedupe_key


def test_events_of_one_second_that_differ_anywhere_have_different_keys() -> None:
    first = read(event_xml("VIEW", "<EventKey>https://a.cn/1</EventKey><MenuId>1</MenuId>"))
    second = read(event_xml("VIEW", "<EventKey>https://a.cn/1</EventKey><MenuId>2</MenuId>"))
    assert first.dedupe_key != second.dedupe_key


def test_a_key_is_short_whatever_arrives() -> None:
    assert len(read(text_xml("hi", sender="o" * 5000)).dedupe_key) <= 80


def test_the_other_messages_are_read() -> None:
    picture = read(
        message_xml("image", "<PicUrl>http://p</PicUrl><MediaId>m</MediaId><MsgId>1</MsgId>")
    )
    assert isinstance(picture, Picture)
    assert (picture.url, picture.media_id) == ("http://p", "m")
    voice = read(message_xml("voice", "<MediaId>m</MediaId><Format>amr</Format><MsgId>1</MsgId>"))
    assert isinstance(voice, Voice)
    assert (voice.format, voice.recognition) == ("amr", "")
    place = read(
        message_xml(
            "location",
            "<Location_X>23.13</Location_X><Location_Y>113.26</Location_Y>"
            "<Scale>20</Scale><Label><![CDATA[位置]]></Label><MsgId>1</MsgId>",
        )
    )
    assert isinstance(place, Place)
    assert (place.latitude, place.longitude, place.label) == (23.13, 113.26, "位置")
    link = read(message_xml("link", "<Title>t</Title><Url>http://u</Url><MsgId>1</MsgId>"))
    assert isinstance(link, Link)
    assert (link.title, link.description, link.url) == ("t", "", "http://u")
    for kind in ("video", "shortvideo"):
        video = read(message_xml(kind, "<MediaId>m</MediaId><ThumbMediaId>t</ThumbMediaId>"))
        assert isinstance(video, Video)
        assert (video.media_id, video.thumb_media_id) == ("m", "t")


@pytest.mark.parametrize(
    ("inner", "scene"),
    [
        ("", None),
        ("<EventKey></EventKey>", None),
        ("<EventKey><![CDATA[qrscene_act:12]]></EventKey><Ticket>T</Ticket>", "act:12"),
        ("<EventKey><![CDATA[last_trade_no_4001]]></EventKey>", None),
        ("<EventKey><![CDATA[scanbarcode|0|abc]]></EventKey>", None),
    ],
)
def test_a_follower_is_new_with_or_without_a_scene(inner: str, scene: str | None) -> None:
    event = read(event_xml("subscribe", inner))
    assert isinstance(event, Subscribed)
    assert event.scene == scene


def test_a_scan_by_a_follower_has_the_bare_scene() -> None:
    event = read(event_xml("SCAN", "<EventKey><![CDATA[act:12]]></EventKey><Ticket>T</Ticket>"))
    assert isinstance(event, Scanned)
    assert (event.scene, event.ticket) == ("act:12", "T")


@pytest.mark.parametrize("spelling", ["CLICK", "click", "Click"])
def test_the_case_of_an_event_does_not_matter(spelling: str) -> None:
    event = read(event_xml(spelling, "<EventKey>MY_HOURS</EventKey>"))
    assert isinstance(event, Clicked)
    assert event.key == "MY_HOURS"


def test_the_other_events_are_read() -> None:
    assert isinstance(read(event_xml("unsubscribe", "<EventKey></EventKey>")), Unsubscribed)
    viewed = read(event_xml("VIEW", "<EventKey>https://a.cn/</EventKey>"))
    assert isinstance(viewed, Viewed)
    assert viewed.url == "https://a.cn/"
    where = read(
        event_xml(
            "LOCATION",
            "<Latitude>23.137466</Latitude><Longitude>113.352425</Longitude>"
            "<Precision>119.385040</Precision>",
        )
    )
    assert isinstance(where, LocationReported)
    assert (where.latitude, where.precision_metres) == (23.137466, 119.38504)


@pytest.mark.parametrize(("event", "waits"), [("scancode_push", False), ("scancode_waitmsg", True)])
def test_a_code_scanned_by_a_menu_button_is_read(event: str, waits: bool) -> None:
    info = "<ScanType>qrcode</ScanType><ScanResult><![CDATA[https://h/s/1?a=1&b=2]]></ScanResult>"
    scanned = read(
        event_xml(event, f"<EventKey>SCAN</EventKey><ScanCodeInfo>{info}</ScanCodeInfo>")
    )
    assert isinstance(scanned, CodeScanned)
    assert scanned.key == "SCAN"
    assert (scanned.result, scanned.waits) == ("https://h/s/1?a=1&b=2", waits)


@pytest.mark.parametrize(
    ("status", "delivered", "blocked"),
    [
        ("success", True, False),
        ("failed:user block", False, True),
        ("failed: user block", False, True),
        ("failed: system failed", False, False),
        ("failed:freq limit", False, False),
    ],
)
def test_what_became_of_a_template_is_read(status: str, delivered: bool, blocked: bool) -> None:
    inner = f"<MsgID>3487542469355618313</MsgID><Status><![CDATA[{status}]]></Status>"
    event = read(event_xml("TEMPLATESENDJOBFINISH", inner))
    assert isinstance(event, TemplateSent)
    assert event.msg_id == "3487542469355618313"
    assert (event.delivered, event.blocked) == (delivered, blocked)


@pytest.mark.parametrize("name", ["OpenID", "openid"])
def test_the_person_who_revokes_is_in_the_openid_field(name: str) -> None:
    inner = f"<{name}>oRevoker</{name}><AppID>wx</AppID><RevokeInfo>205,206</RevokeInfo>"
    event = read(event_xml("user_authorization_revoke", inner, sender="gh_platform"))
    assert isinstance(event, AuthorizationRevoked)
    assert (event.open_id, event.revoked) == ("oRevoker", (205, 206))


def test_the_person_who_cancels_or_changes_is_in_the_openid_field() -> None:
    gone = read(event_xml("user_authorization_cancellation", "<OpenID>oGone</OpenID>", sender="gh"))
    assert isinstance(gone, AuthorizationCancelled)
    assert gone.open_id == "oGone"
    changed = read(
        event_xml(
            "user_info_modified",
            "<OpenID>oOther</OpenID><RevokeInfo>1</RevokeInfo><RevokeInfo>205</RevokeInfo>",
            sender="gh",
        )
    )
    assert isinstance(changed, UserInfoModified)
    assert (changed.open_id, changed.revoked) == ("oOther", (1, 205))


@pytest.mark.parametrize(
    "event",
    ["user_info_modified", "user_authorization_revoke", "user_authorization_cancellation"],
)
def test_a_revocation_that_names_nobody_is_about_nobody(event: str) -> None:
    unclear = read(event_xml(event, sender="gh_platform"))
    assert isinstance(unclear, Unknown)
    assert unclear.kind == event


@pytest.mark.parametrize(
    ("xml", "kind"),
    [
        (event_xml("debug_demo"), "debug_demo"),
        (event_xml("kf_create_session"), "kf_create_session"),
        (message_xml("file", "<Title>a.doc</Title><MsgId>1</MsgId>"), "file"),
        (message_xml("device_event", "<Event>bind</Event>"), "device_event"),
    ],
)
def test_what_is_new_is_unknown_and_no_error(xml: str, kind: str) -> None:
    message = read(xml)
    assert isinstance(message, Unknown)
    assert message.kind == kind


@pytest.mark.parametrize("dtd", [BILLION_LAUGHS, EXTERNAL, "<!DOCTYPE xml>"])
def test_document_types_are_refused(dtd: str) -> None:
    with pytest.raises(BadBody):
        read(dtd + text_xml("hi"))


def test_an_entity_without_a_declaration_is_refused() -> None:
    with pytest.raises(BadBody):
        read(message_xml("text", "<Content>&a;</Content>"))


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "success",
        '{"MsgType": "text"}',
        "<html></html>",
        "<xml></xml>",
        "<xml>text</xml>",
        "<xml><MsgType><a/></MsgType></xml>",
        message_xml("text", "<Content><b>x</b></Content><MsgId>1</MsgId>"),
        message_xml("text", "<Content>a</Content><Content>b</Content>"),
        message_xml("text", "<MsgId>1</MsgId>", sender=""),
        message_xml("location", "<Location_X>nan</Location_X><Location_Y>1</Location_Y>"),
        message_xml("location", "<Location_X>north</Location_X>"),
        event_xml("scancode_push", "<ScanCodeInfo>flat</ScanCodeInfo>"),
        event_xml("subscribe", "<EventKey><a/><b/></EventKey>"),
        message_xml("text", "").replace("1795397400", "yesterday"),
        message_xml("text", "").replace("1795397400", "9" * 30),
        text_xml("hi") + "<",
    ],
)
def test_what_is_no_message_is_a_bad_body(xml: str) -> None:
    with pytest.raises(BadBody):
        read(xml)


@given(st.text(alphabet="<>/xml!DOCTYPE[]&;abMsgTyeEvnFro \"'=0", max_size=80))
def test_noise_is_a_bad_body_and_nothing_else_is_raised(noise: str) -> None:
    with pytest.raises(BadBody):
        read(noise)


def test_deep_nesting_is_no_danger() -> None:
    depth = BODY_LIMIT_BYTES // 8
    with pytest.raises(BadBody):
        read("<xml>" + "<a>" * depth + "</a>" * depth + "</xml>")


def test_a_body_at_the_limit_is_read_and_a_byte_more_is_not() -> None:
    assert len(text_of(b"x" * BODY_LIMIT_BYTES)) == BODY_LIMIT_BYTES
    with pytest.raises(BadBody):
        text_of(b"x" * (BODY_LIMIT_BYTES + 1))


def test_a_body_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(BadBody):
        text_of("您好".encode("gb18030"))
