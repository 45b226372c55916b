"""Tencent's answers become "sent", "later" or "never"."""

from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException

from app.adapters.sms import SimulatorSms, TencentSms, sms_way
from app.adapters.ways import NotOffered, TryLater, Useless
from app.domain.messaging.outbox import OutboxView
from config import Settings
from tests.wechat.local_wechat import LocalWeChat


def a_letter(now: datetime, kind: str = "phone_code") -> OutboxView:
    return OutboxView(
        id=UUID(int=7),
        channel="sms",
        kind=kind,
        recipient="13800138000",
        volunteer_id=None,
        title="验证码",
        body="验证码 042917",
        url="",
        payload={"values": ["042917", 5]},
        attempts=1,
        created_at=now,
    )


class Tencent:
    """Answers with a code, or raises what it is given."""

    def __init__(self, code: str = "Ok", error: Exception | None = None) -> None:
        self.code, self.error = code, error
        self.requests: list[Any] = []

    def SendSms(self, request: Any) -> Any:  # noqa: N802 - the SDK's name
        self.requests.append(request)
        if self.error:
            raise self.error
        status = SimpleNamespace(Code=self.code, Message="said", SerialNo="2026:1")
        return SimpleNamespace(SendStatusSet=[status])


@pytest.fixture
def plain_settings() -> Settings:
    return Settings.from_environment({"HAOREN_ENV": "test"})


def way(settings: Settings, tencent: Tencent) -> TencentSms:
    return TencentSms(
        replace(
            settings.sms,
            app_id="1400000000",
            sign_name="好人志愿",
            template_ids={"phone_code": "1110"},
        ),
        tencent,
    )


def test_a_message_names_template_phone_and_values(plain_settings: Settings, now: datetime) -> None:
    tencent = Tencent()
    assert way(plain_settings, tencent).send(a_letter(now), now=now) == "2026:1"
    (request,) = tencent.requests
    assert request.PhoneNumberSet == ["+8613800138000"]
    assert (request.SmsSdkAppId, request.SignName) == ("1400000000", "好人志愿")
    assert (request.TemplateId, request.TemplateParamSet) == ("1110", ["042917", "5"])


def test_a_kind_without_a_template_is_not_offered(plain_settings: Settings, now: datetime) -> None:
    with pytest.raises(NotOffered):
        way(plain_settings, Tencent()).send(a_letter(now, "moved_up"), now=now)


@pytest.mark.parametrize(
    ("code", "refusal", "everyone"),
    [
        ("LimitExceeded.PhoneNumberThirtySecondLimit", TryLater, False),
        ("LimitExceeded.DeliveryFrequencyLimit", TryLater, True),
        ("FailedOperation.InsufficientBalanceInSmsPackage", TryLater, True),
        ("InternalError.Timeout", TryLater, True),
        ("InvalidParameterValue.IncorrectPhoneNumber", Useless, None),
        ("FailedOperation.PhoneNumberInBlacklist", Useless, None),
    ],
)
def test_a_code_says_whether_a_repeat_may_help(
    plain_settings: Settings, now: datetime, code: str, refusal: type[Exception], everyone: bool
) -> None:
    with pytest.raises(refusal, match=code) as caught:
        way(plain_settings, Tencent(code)).send(a_letter(now), now=now)
    assert getattr(caught.value, "everyone", None) is everyone


@pytest.mark.parametrize("code", ["ClientNetworkError", "AuthFailure.SecretIdNotFound"])
def test_no_network_or_a_wrong_key_keeps_everything_waiting(
    plain_settings: Settings, now: datetime, code: str
) -> None:
    tencent = Tencent(error=TencentCloudSDKException(code, "said"))
    with pytest.raises(TryLater) as caught:
        way(plain_settings, tencent).send(a_letter(now), now=now)
    assert caught.value.everyone


def test_the_simulators_phone_gets_the_words(wechat: LocalWeChat, now: datetime) -> None:
    SimulatorSms(f"{wechat.base_url}sms/send", "好人志愿").send(a_letter(now), now=now)
    sent = {"phone": "13800138000", "text": "【好人志愿】验证码 042917"}
    assert wechat.asked[0].json == sent


def test_a_gateway_that_is_down_is_tried_later(wechat: LocalWeChat, now: datetime) -> None:
    wechat.answers["/sms/send"] = 503
    with pytest.raises(TryLater):
        SimulatorSms(f"{wechat.base_url}sms/send", "好人").send(a_letter(now), now=now)
    with pytest.raises(TryLater):
        SimulatorSms("http://127.0.0.1:9/sms/send", "好人").send(a_letter(now), now=now)


def test_the_provider_is_chosen_by_the_settings(plain_settings: Settings) -> None:
    def chosen(provider: str) -> object:
        keys = {"secret_id": "id", "secret_key": "key"}
        sms = replace(plain_settings.sms, provider=provider, **keys)
        return sms_way(replace(plain_settings, sms=sms))

    assert isinstance(chosen("tencent"), TencentSms)
    assert isinstance(chosen("simulator"), SimulatorSms)
    assert chosen("none") is None
