"""Every setting once: its environment variable, its type, its unit in the name.

`Settings.from_environment()` is the only reader of the environment. In production a missing or weak
secret stops the start with a sentence; in development and tests harmless defaults stand in.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent
KEY_BYTES = 32
SHORTEST_SECRET = 32


class SettingsError(Exception):
    """A setting is missing or makes no sense; the sentence says which and what to do."""


@dataclass(frozen=True)
class WeChatSettings:
    """The official account and where its servers are."""

    app_id: str
    app_secret: str = field(repr=False)
    token: str = field(repr=False)
    encoding_aes_key: str = field(repr=False)
    old_encoding_aes_key: str = field(repr=False)
    message_mode: str
    api_base_url: str
    oauth_base_url: str
    template_ids: dict[str, str]


@dataclass(frozen=True)
class SmsSettings:
    """`provider` is tencent | simulator | none."""

    provider: str
    url: str
    secret_id: str
    secret_key: str = field(repr=False)
    app_id: str
    sign_name: str
    region: str
    template_ids: dict[str, str]


@dataclass(frozen=True)
class Settings:
    """What this installation is told from outside."""

    environment: str  # production | development | test
    secret_key: str = field(repr=False)
    encryption_keys: dict[str, bytes] = field(repr=False)
    current_encryption_key: str
    index_key: bytes = field(repr=False)
    ledger_key: bytes = field(repr=False)
    database_url: str
    public_url: str
    unit_name: str
    icp_number: str
    contact_phone: str
    clock_file: Path | None
    frame_ancestors: str
    trusted_proxies: int
    rate_limits: bool
    rate_limit_storage_url: str
    statement_timeout_seconds: int
    resident_sign_in_days: int
    back_fill_share_percent: int
    back_fill_floor_hours: int
    hours_notice_days: int
    call_back_share_percent: int
    ballots_kept_days: int
    unit_review_months: int
    log_format: str  # json | text
    slow_request_milliseconds: int
    metrics_token: str = field(repr=False)
    metrics_addresses: tuple[str, ...]
    metrics_folder: Path | None  # the counts of several web processes, added up
    wechat: WeChatSettings
    sms: SmsSettings

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def shows_codes(self) -> bool:
        """In development the sign-in page tells the code an authenticator would: demo only."""
        return self.environment == "development"

    @property
    def secure_cookies(self) -> bool:
        """Cookies only over TLS, wherever the public address has it."""
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read and check everything; raises SettingsError."""
        read = _Reader(os.environ if environment is None else environment)
        kind = read.choice("HAOREN_ENV", ("production", "development", "test"), "production")
        read.strict = kind == "production"
        secret = read.secret("SECRET_KEY")
        keys = read.keys("ID_ENCRYPTION_KEYS", derived_key(secret, "id numbers"))
        return cls(
            environment=kind,
            secret_key=secret,
            encryption_keys=keys,
            current_encryption_key=next(iter(keys)),
            index_key=read.key("ID_INDEX_KEY", derived_key(secret, "id number index")),
            ledger_key=read.key_or("LEDGER_SIGNING_KEY", derived_key(secret, "ledger")),
            database_url=read.database_url(),
            public_url=read.required("PUBLIC_URL", "http://127.0.0.1:5000").rstrip("/"),
            unit_name=read.text("UNIT_NAME", "高新区新时代文明实践中心"),
            icp_number=read.text("ICP_NUMBER", ""),
            contact_phone=read.text("CONTACT_PHONE", ""),
            clock_file=_clock_file(read),
            frame_ancestors=read.text("HAOREN_FRAME_ANCESTORS", "'self'"),
            trusted_proxies=read.number("TRUSTED_PROXIES", 0),
            rate_limits=read.text("RATE_LIMITS", "on") != "off",
            rate_limit_storage_url=read.text("RATE_LIMIT_STORAGE_URL", "memory://"),
            statement_timeout_seconds=read.number("STATEMENT_TIMEOUT_SECONDS", 15),
            resident_sign_in_days=read.number("RESIDENT_SIGN_IN_DAYS", 30),
            back_fill_share_percent=read.number("BACK_FILL_SHARE_PERCENT", 10),
            back_fill_floor_hours=read.number("BACK_FILL_FLOOR_HOURS", 40),
            hours_notice_days=read.number("HOURS_NOTICE_DAYS", 7),
            call_back_share_percent=read.number("CALL_BACK_SHARE_PERCENT", 2),
            ballots_kept_days=read.number("BALLOTS_KEPT_DAYS", 30),
            unit_review_months=read.number("UNIT_REVIEW_MONTHS", 36),
            log_format=read.choice("LOG_FORMAT", ("json", "text"), "json"),
            slow_request_milliseconds=read.number("SLOW_REQUEST_MILLISECONDS", 1000),
            metrics_token=read.text("METRICS_TOKEN", ""),
            metrics_addresses=read.several("METRICS_ADDRESSES", "127.0.0.1,::1"),
            metrics_folder=read.folder("PROMETHEUS_MULTIPROC_DIR"),
            wechat=_wechat(read),
            sms=_sms(read),
        )


def derived_key(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose out of the application's secret (HMAC as a PRF, as in RFC 5869)."""
    return hmac.new(secret.encode(), purpose.encode(), hashlib.sha256).digest()


def _clock_file(read: "_Reader") -> Path | None:
    clock_file = read.text("HAOREN_CLOCK_FILE", "")
    if clock_file and read.strict:
        raise SettingsError("HAOREN_CLOCK_FILE shifts the clock and is not for production")
    return Path(clock_file) if clock_file else None


def _wechat(read: "_Reader") -> WeChatSettings:
    return WeChatSettings(
        app_id=read.required("WECHAT_APP_ID", "wx0000000000000000"),
        app_secret=read.required("WECHAT_APP_SECRET", "development-app-secret"),
        token=read.required("WECHAT_TOKEN", "developmenttoken"),
        encoding_aes_key=read.required(
            "WECHAT_ENCODING_AES_KEY", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
        ),
        old_encoding_aes_key=read.text("WECHAT_OLD_ENCODING_AES_KEY", ""),
        message_mode=read.choice("WECHAT_MESSAGE_MODE", ("plain", "compatible", "safe"), "safe"),
        api_base_url=read.text("WECHAT_API_BASE_URL", "https://api.weixin.qq.com/"),
        oauth_base_url=read.text("WECHAT_OAUTH_BASE_URL", "https://open.weixin.qq.com/"),
        template_ids=read.mapping("WECHAT_TEMPLATE_IDS"),
    )


def _sms(read: "_Reader") -> SmsSettings:
    return SmsSettings(
        provider=read.choice("SMS_PROVIDER", ("tencent", "simulator", "none"), "none"),
        url=read.text("SMS_URL", ""),
        secret_id=read.text("TENCENT_SMS_SECRET_ID", ""),
        secret_key=read.text("TENCENT_SMS_SECRET_KEY", ""),
        app_id=read.text("TENCENT_SMS_APP_ID", ""),
        sign_name=read.text("TENCENT_SMS_SIGN_NAME", ""),
        region=read.text("TENCENT_SMS_REGION", "ap-beijing"),
        template_ids=read.mapping("TENCENT_SMS_TEMPLATE_IDS"),
    )


class _Reader:
    """Reads variables by name; `strict` refuses to fall back on development's defaults."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.strict = False

    def text(self, name: str, default: str) -> str:
        return self.environment.get(name, "").strip() or default

    def required(self, name: str, development_default: str) -> str:
        value = self.environment.get(name, "").strip()
        if not value and self.strict:
            raise SettingsError(f"{name} is not set; production does not start without it")
        return value or development_default

    def secret(self, name: str) -> str:
        value = self.required(name, "development-secret-that-is-not-one")
        if self.strict and len(value) < SHORTEST_SECRET:
            raise SettingsError(f"{name} needs at least {SHORTEST_SECRET} characters")
        return value

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        try:
            return int(value)
        except ValueError:
            raise SettingsError(f"{name} must be a whole number, not {value!r}") from None

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise SettingsError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
        return value

    def several(self, name: str, default: str) -> tuple[str, ...]:
        return tuple(part.strip() for part in self.text(name, default).split(",") if part.strip())

    def folder(self, name: str) -> Path | None:
        value = self.text(name, "")
        return Path(value) if value else None

    def mapping(self, name: str) -> dict[str, str]:
        value = self.text(name, "{}")
        try:
            parsed = json.loads(value)
        except ValueError:
            raise SettingsError(f"{name} must be a JSON object of texts") from None
        if not isinstance(parsed, dict):
            raise SettingsError(f"{name} must be a JSON object of texts")
        return {str(key): str(text) for key, text in parsed.items()}

    def key(self, name: str, development_default: bytes) -> bytes:
        value = self.text(name, "")
        if not value:
            if self.strict:
                raise SettingsError(f"{name} is not set: 32 random bytes in base64")
            return development_default
        return _key_bytes(name, value)

    def key_or(self, name: str, otherwise: bytes) -> bytes:
        value = self.text(name, "")
        return _key_bytes(name, value) if value else otherwise

    def keys(self, name: str, development_default: bytes) -> dict[str, bytes]:
        """`id:base64,id:base64`, the first one encrypts."""
        value = self.text(name, "")
        if not value:
            return {"dev": self.key(name, development_default)}
        pairs = (pair.partition(":") for pair in value.split(","))
        return {key_id.strip(): _key_bytes(name, text) for key_id, _, text in pairs}

    def database_url(self) -> str:
        return self.required("DATABASE_URL", f"sqlite:///{ROOT / 'instance' / 'haoren.sqlite3'}")


def _key_bytes(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise SettingsError(f"{name} needs {KEY_BYTES} bytes in base64 for each key")
    return key
