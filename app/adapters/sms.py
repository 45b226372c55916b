"""Short messages: Tencent Cloud's SDK in production, the simulator's phone in development."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import requests
from tencentcloud.common import credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.sms.v20210111 import models as tencent
from tencentcloud.sms.v20210111.sms_client import SmsClient

from app.adapters.ways import NotOffered, TryLater, Useless, Way
from app.domain.messaging.outbox import OutboxView
from config import Settings, SmsSettings

TIMEOUT_SECONDS = 10
# Of Tencent's codes these pass by themselves or after an operator has acted.
_PASSING = (
    *("InternalError", "LimitExceeded", "RequestLimitExceeded", "ResourceInsufficient"),
    *("ClientNetworkError", "ServerNetworkError", "FailedOperation.InsufficientBalance"),
)
_FOR_AN_OPERATOR = ("AuthFailure", "UnauthorizedOperation", "FailedOperation.InsufficientBalance")
_ONE_NUMBER_ONLY = ("LimitExceeded.PhoneNumber",)


class SmsSender(Protocol):
    """What we need of Tencent's client; tests hand in their own."""

    def SendSms(self, request: Any) -> Any: ...  # noqa: N802 - the SDK's name


@dataclass(frozen=True)
class TencentSms:
    """Templates are named by kind; a template's variables {1}, {2} … are the letter's values."""

    settings: SmsSettings
    client: SmsSender
    name: str = "sms"

    def send(self, letter: OutboxView, *, now: datetime) -> str | None:
        template_id = self.settings.template_ids.get(letter.kind)
        if not template_id:
            raise NotOffered("没有为这类通知配置短信模板")
        try:
            answer = self.client.SendSms(self._request(letter, template_id))
        except TencentCloudSDKException as error:
            raise _failure(str(error.code), str(error.message)) from error
        status = answer.SendStatusSet[0]
        if status.Code != "Ok":
            raise _failure(status.Code, status.Message)
        return str(status.SerialNo)[:64]

    def _request(self, letter: OutboxView, template_id: str) -> Any:
        request = tencent.SendSmsRequest()
        request.from_json_string(
            json.dumps(
                {
                    "PhoneNumberSet": [f"+86{letter.recipient}"],
                    "SmsSdkAppId": self.settings.app_id,
                    "SignName": self.settings.sign_name,
                    "TemplateId": template_id,
                    "TemplateParamSet": [str(value) for value in letter.payload["values"]],
                    "SessionContext": letter.id.hex,
                }
            )
        )
        return request


def _failure(code: str, message: str) -> TryLater | Useless:
    why = f"{code} {message}"
    if code.startswith(_ONE_NUMBER_ONLY):
        return TryLater(why)
    if code.startswith(_PASSING + _FOR_AN_OPERATOR):
        return TryLater(why, everyone=True)
    return Useless(why)


@dataclass(frozen=True)
class SimulatorSms:
    """The simulator's phone: POST {"phone", "text"}."""

    url: str
    sign_name: str
    public_url: str = ""
    name: str = "sms"

    def send(self, letter: OutboxView, *, now: datetime) -> str | None:
        link = f" {self.public_url}{letter.url}" if letter.payload.get("with_link") else ""
        text = f"【{self.sign_name}】{letter.body}{link}"
        try:
            answer = requests.post(
                self.url, json={"phone": letter.recipient, "text": text}, timeout=TIMEOUT_SECONDS
            )
        except requests.RequestException as error:
            raise TryLater(f"短信通道连接失败：{type(error).__name__}", everyone=True) from error
        if answer.status_code >= 500:
            raise TryLater(f"短信通道应答 {answer.status_code}", everyone=True)
        if not answer.ok:
            raise Useless(f"短信通道应答 {answer.status_code}")
        return None


def sms_way(settings: Settings) -> Way | None:
    """The way this installation is set up for; None without a provider."""
    if settings.sms.provider == "tencent":
        return TencentSms(settings.sms, _tencent_client(settings.sms))
    if settings.sms.provider == "simulator":
        sign_name = settings.sms.sign_name or settings.unit_name
        return SimulatorSms(settings.sms.url, sign_name, settings.public_url)
    return None


def _tencent_client(settings: SmsSettings) -> SmsSender:
    profile = ClientProfile(httpProfile=HttpProfile(reqTimeout=TIMEOUT_SECONDS))
    keys = credential.Credential(settings.secret_id, settings.secret_key)
    client: SmsSender = SmsClient(keys, settings.region, profile)
    return client
