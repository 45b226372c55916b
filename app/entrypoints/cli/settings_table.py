"""Every setting, read from config.py itself, with what it means: for docs/ and for deploy/."""

import ast
from dataclasses import dataclass
from pathlib import Path

import config

NEEDED = ("required", "secret", "key", "keys")
KINDS = (*NEEDED, "text", "number", "choice", "mapping", "several", "folder", "key_or")
MEANINGS = {
    "HAOREN_ENV": "`production` (refuses weak or missing secrets), `development` or `test`",
    "SECRET_KEY": "signs cookies and codes; at least 32 characters; a new one signs everybody out",
    "ID_ENCRYPTION_KEYS": "`id:base64,…`, 32 bytes each; the first seals ID numbers, all open them",
    "LEDGER_SIGNING_KEY": "32 bytes in base64; signs the ledger's seals; else from SECRET_KEY",
    "ID_INDEX_KEY": "32 bytes in base64; finds an ID number without reading it; never changes",
    "HAOREN_CLOCK_FILE": "shifts the clock; refused in production",
    "DATABASE_URL": "`postgresql+psycopg://…` or `sqlite:////…`",
    "PUBLIC_URL": "the address people see, `https://…`; cookies are for TLS only when it is",
    "UNIT_NAME": "whose platform this is, as pages say it",
    "ICP_NUMBER": "the ICP filing number at the foot of public pages",
    "CONTACT_PHONE": "whom people may call",
    "HAOREN_FRAME_ANCESTORS": "who may show our pages in a frame (CSP `frame-ancestors`)",
    "TRUSTED_PROXIES": "how many of our own proxies stand before the app; 1 behind deploy/nginx",
    "RATE_LIMITS": "`off` only for tests",
    "RATE_LIMIT_STORAGE_URL": "where attempts are counted; `memory://`: each process alone",
    "STATEMENT_TIMEOUT_SECONDS": "PostgreSQL ends a statement that takes longer",
    "RESIDENT_SIGN_IN_DAYS": "how long a resident stays signed in on a phone",
    "BACK_FILL_SHARE_PERCENT": "of what a unit scanned in three months it may type in each month",
    "BACK_FILL_FLOOR_HOURS": "what every unit may type in each month, however little it scans",
    "HOURS_NOTICE_DAYS": "for how many days after their approval hours are shown to everybody",
    "CALL_BACK_SHARE_PERCENT": "of each place's approved hours called back a week; 0: none",
    "UNIT_REVIEW_MONTHS": "months after which the next review of a recognised unit is proposed",
    "BALLOTS_KEPT_DAYS": "after a poll its ballots are deleted, and only their sums stay",
    "LOG_FORMAT": "`json` a line, or `text` to read oneself",
    "SLOW_REQUEST_MILLISECONDS": "requests that take as long leave a line in the log",
    "METRICS_TOKEN": "`Authorization: Bearer …` that opens /metrics from anywhere",
    "METRICS_ADDRESSES": "addresses that may read /metrics directly, not through the proxy",
    "PROMETHEUS_MULTIPROC_DIR": "folder where a group's processes count together; set by its unit",
    "WECHAT_APP_ID": "the service account's AppID",
    "WECHAT_APP_SECRET": "the service account's AppSecret",
    "WECHAT_TOKEN": "the token of the callback, as typed into WeChat's console",
    "WECHAT_ENCODING_AES_KEY": "the EncodingAESKey, 43 characters",
    "WECHAT_OLD_ENCODING_AES_KEY": "the one before, while WeChat may still use it after a change",
    "WECHAT_MESSAGE_MODE": "`plain`, `compatible` or `safe`, as chosen in WeChat's console",
    "WECHAT_API_BASE_URL": "WeChat's API; another one only for the simulator",
    "WECHAT_OAUTH_BASE_URL": "WeChat's sign-in pages; another one only for the simulator",
    "WECHAT_TEMPLATE_IDS": "a JSON object, name of template to the id WeChat granted",
    "SMS_PROVIDER": "`tencent`, `simulator` or `none`",
    "SMS_URL": "where the simulator takes texts",
    "TENCENT_SMS_SECRET_ID": "Tencent Cloud SecretId, of a sub-account that may only send texts",
    "TENCENT_SMS_SECRET_KEY": "its SecretKey",
    "TENCENT_SMS_APP_ID": "SdkAppId of the SMS application",
    "TENCENT_SMS_SIGN_NAME": "the approved signature",
    "TENCENT_SMS_REGION": "the region its API is asked in",
    "TENCENT_SMS_TEMPLATE_IDS": "a JSON object, kind of text to the approved template's id",
}


@dataclass(frozen=True)
class SettingLine:
    """One setting as config.py reads it; `default` is what production falls back on."""

    name: str
    needed: bool
    default: str

    @property
    def meaning(self) -> str:
        return MEANINGS[self.name]


def lines() -> list[SettingLine]:
    """Every setting, in the order in which config.py reads it."""
    tree = ast.parse(Path(config.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = {
        str(ast.literal_eval(call.args[0])): (call.lineno, _line(call))
        for call in calls
        if _reads_a_setting(call)
    }
    return [line for _, line in sorted(found.values(), key=lambda numbered: numbered[0])]


def _reads_a_setting(call: ast.Call) -> bool:
    named = isinstance(call.func, ast.Attribute) and call.func.attr in KINDS
    first = call.args[0] if call.args else None
    return named and isinstance(first, ast.Constant) and isinstance(first.value, str)


def _line(call: ast.Call) -> SettingLine:
    kind = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    last = call.args[-1]
    has_default = kind not in NEEDED and len(call.args) > 1 and isinstance(last, ast.Constant)
    default = str(last.value) if has_default and isinstance(last, ast.Constant) else ""
    return SettingLine(str(ast.literal_eval(call.args[0])), kind in NEEDED, default)


def as_markdown() -> str:
    """The table of docs/settings.md."""
    rows = [
        f"| `{one.name}` | {'**needed**' if one.needed else _code(one.default)} | {one.meaning} |"
        for one in lines()
    ]
    head = (
        "# Settings",
        "",
        "Written by `flask docs settings` from config.py. Environment variables; production reads",
        "them from /etc/haoren/haoren.env (deploy/haoren.env.example).",
        "",
        "| variable | otherwise | meaning |",
        "| --- | --- | --- |",
    )
    return "\n".join([*head, *rows, ""])


def _code(text: str) -> str:
    return f"`{text}`" if text else "empty"


def as_environment() -> str:
    """deploy/haoren.env.example: what is needed stands bare, what has a default is commented."""
    parts = [
        "# Settings of one installation: copy to /etc/haoren/haoren.env, mode 0640, root:haoren.",
        "# Written by `flask docs environment` from config.py. JSON goes between single quotes.",
    ]
    for one in lines():
        setting = f"{one.name}={one.default}"
        parts += ["", f"# {one.meaning}", setting if one.needed else f"#{setting}"]
    return "\n".join([*parts, ""])
