"""Saying what a device is, so that its owner knows it again: 电脑 Windows · Edge."""

BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "鸿蒙手机"),
    ("Android", "安卓手机"),
    ("Windows", "Windows 电脑"),
    ("Macintosh", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)


def device_words(user_agent: str) -> str:
    """The system and the browser behind a User-Agent, in a reader's words."""
    return f"{_first(SYSTEMS, user_agent, '未知设备')} · {_first(BROWSERS, user_agent, '浏览器')}"


def _first(known: tuple[tuple[str, str], ...], text: str, otherwise: str) -> str:
    return next((words for sign, words in known if sign in text), otherwise)
