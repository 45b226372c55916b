"""What may be registered, and signatures as the published vector has them."""

import base64

import pytest

from app.domain.webhooks.rules import (
    LONGEST_NAME,
    LONGEST_URL,
    is_public,
    new_secret,
    signature,
    why_not_register,
    why_not_this_url,
)


def test_the_signature_is_that_of_the_published_vector() -> None:
    """The vector every library of Standard Webhooks is tested with."""
    signed = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body='{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_secret_says_what_it_is_and_holds_32_bytes() -> None:
    one, another = new_secret(), new_secret()
    assert one != another
    prefix, _, text = one.partition("_")
    assert prefix == "whsec"
    assert len(base64.b64decode(text, validate=True)) == 32


@pytest.mark.parametrize(
    "url",
    [
        "https://data.example.gov.cn/hooks",
        "https://data.example.gov.cn:8443/a?b=c",
        "https://8.8.8.8/",
    ],
)
def test_an_https_address_on_the_internet_may_be_registered(url: str) -> None:
    assert why_not_this_url(url, only_public=True) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://data.example.gov.cn/hooks",
        "ftp://data.example.gov.cn/",
        "https://",
        "data.example.gov.cn",
        "https://[::1/",
        "https://data.example.gov.cn:0/",
        "https://data.example.gov.cn:99999/",
        "https://zhao:secret@data.example.gov.cn/",
        "https://data.example.gov.cn/#part",
        "https://data.example.gov.cn/a b",
        "https://数据.example.cn/",
        "https://localhost/",
        "https://db.internal/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://data.example.gov.cn/" + "a" * LONGEST_URL,
    ],
)
def test_an_address_that_is_none_or_leads_inside_may_not(url: str) -> None:
    assert why_not_this_url(url, only_public=True) is not None


def test_outside_production_a_receiver_may_stand_on_this_machine() -> None:
    assert why_not_this_url("http://127.0.0.1:9000/hooks", only_public=False) is None
    assert why_not_this_url("ftp://127.0.0.1/", only_public=False) is not None


@pytest.mark.parametrize("address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.1.1"),
        *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fd00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"),
    ],
)
def test_addresses_of_this_machine_and_its_network(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    ("name", "events", "problem"),
    [
        ("", ["hours.approved"], "请填写系统名称"),
        ("名" * (LONGEST_NAME + 1), ["hours.approved"], "请填写系统名称"),
        ("数据平台", [], "至少选择一种"),
        ("数据平台", ["hours.approved", "people.everything"], "至少选择一种"),
    ],
)
def test_an_endpoint_has_a_name_and_something_to_be_told(
    name: str, events: list[str], problem: str
) -> None:
    url = "https://data.example.gov.cn/"
    refusal = why_not_register(name=name, url=url, events=events, only_public=True)
    assert refusal is not None
    assert problem in refusal.sentence
