"""What the simulator needs to know before it starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

MESSAGE_MODES = ("plain", "compatible", "safe")


class CannotStart(Exception):
    """The simulator must not or cannot run with these settings; the message says why."""


@dataclass(frozen=True)
class SimulatorSettings:
    """One official account, the app behind it, and where the simulator keeps what it remembers.

    A port of 0 means any free one.
    """

    app_id: str
    app_secret: str
    token: str
    encoding_aes_key: str
    app_url: str
    data_folder: Path
    message_mode: str = "safe"
    host: str = "127.0.0.1"
    port: int = 0
    browser_port: int = 0
    clock_file: Path | None = None
    templates_file: Path | None = None
    places_file: Path | None = None
    account_name: str = "好人志愿服务"
    callback_timeout_seconds: float = 5.0

    def __post_init__(self) -> None:
        if self.message_mode not in MESSAGE_MODES:
            raise CannotStart(f"WECHAT_MESSAGE_MODE must be one of {', '.join(MESSAGE_MODES)}")
        if len(self.encoding_aes_key) != 43:
            raise CannotStart("WECHAT_ENCODING_AES_KEY must have 43 characters")

    @property
    def callback_url(self) -> str:
        return f"{self.app_url.rstrip('/')}/wechat/callback"

    @property
    def original_id(self) -> str:
        """The account's own name in messages (gh_…), made from its app id."""
        return f"gh_{self.app_id[-12:].lower()}"


def account_from_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The account part of the settings, under the names the app uses too."""
    names = ("app_id", "app_secret", "token", "encoding_aes_key")
    missing = [
        f"WECHAT_{name.upper()}" for name in names if not environment.get(f"WECHAT_{name.upper()}")
    ]
    if missing:
        raise CannotStart(f"these settings are missing: {', '.join(missing)}")
    account = {name: environment[f"WECHAT_{name.upper()}"] for name in names}
    return {**account, "message_mode": environment.get("WECHAT_MESSAGE_MODE", "safe")}


def refuse_in_production(environment: Mapping[str, str] = os.environ) -> None:
    if environment.get("HAOREN_ENV", "").lower() == "production":
        raise CannotStart(
            "the WeChat simulator is for development and tests; HAOREN_ENV=production"
        )
