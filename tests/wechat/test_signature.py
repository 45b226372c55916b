from datetime import UTC, datetime, timedelta

import pytest

from wechat import BadSignature, Stale, js_sdk_signature
from wechat.signature import check_freshness, check_signature, signature_of

SIGNED_AT = datetime.fromtimestamp(1714037059, UTC)
FIVE_MINUTES = timedelta(minutes=5)


def test_the_documented_signature_comes_out() -> None:
    found = signature_of("AAAAA", "1714037059", "486452656")
    assert found == "899cf89e464efb63f54ddac96b0a0a235f53aa78"


@pytest.mark.parametrize(
    "given", ["", "899cf89e464efb63f54ddac96b0a0a235f53aa79", "签名", "\ud800"]
)
def test_any_other_signature_is_refused(given: str) -> None:
    with pytest.raises(BadSignature):
        check_signature(given, "AAAAA", "1714037059", "486452656")


def test_parts_that_are_not_unicode_are_refused_quietly() -> None:
    with pytest.raises(BadSignature):
        check_signature("0" * 40, "AAAAA", "1714037059", "\udcff")


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_five_minutes_either_way_are_fresh(seconds: int) -> None:
    check_freshness("1714037059", now=SIGNED_AT + timedelta(seconds=seconds), within=FIVE_MINUTES)


@pytest.mark.parametrize("seconds", [-301, 301])
def test_a_second_more_is_stale(seconds: int) -> None:
    now = SIGNED_AT + timedelta(seconds=seconds)
    with pytest.raises(Stale):
        check_freshness("1714037059", now=now, within=FIVE_MINUTES)


@pytest.mark.parametrize("timestamp", ["", "now", "-5", "1e9", "٣", "9" * 400])
def test_what_is_no_timestamp_is_stale(timestamp: str) -> None:
    with pytest.raises(Stale):
        check_freshness(timestamp, now=SIGNED_AT, within=FIVE_MINUTES)


TICKET = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"


@pytest.mark.parametrize("fragment", ["", "#", "#/checkin?a=b#c"])
def test_the_documented_js_sdk_signature_comes_out_whatever_the_fragment(fragment: str) -> None:
    signed = js_sdk_signature(
        "wxapp",
        TICKET,
        "http://mp.weixin.qq.com?params=value" + fragment,
        now=datetime.fromtimestamp(1414587457, UTC),
        nonce="Wm3WZYTPz0wzccnW",
    )
    assert signed.signature == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
    assert (signed.app_id, signed.timestamp) == ("wxapp", 1414587457)


def test_every_js_sdk_signature_has_its_own_nonce() -> None:
    nonces = {js_sdk_signature("a", "t", "https://x/", now=SIGNED_AT).nonce for _ in range(8)}
    assert len(nonces) == 8
