"""The account's menu, declared once; pushed, shown and compared by `flask wechat menu`."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.adapters.wechat_gateway import client_of
from app.domain.messaging import pages
from config import Settings
from wechat import Button, Menu, Submenu, WeChatError, click, diff, link

MY_HOURS, MY_ACTIVITIES, MY_CARD = "my_hours", "my_activities", "my_card"
HELP, SCAN = "help", "scan"


class MenuFailed(Exception):
    """WeChat could not be asked, or said no; the text says why."""


def account_menu(public_url: str) -> Menu:
    """找活动 | 扫码签到 | 我的: WeChat takes three, with five below each."""
    return Menu(
        (
            Submenu(
                "找活动",
                (
                    link("志愿活动", public_url + pages.ACTIVITIES),
                    link("文化活动", public_url + pages.CULTURE),
                    link("点单服务", public_url + pages.SERVICES),
                    link("领优惠券", public_url + pages.COUPONS),
                    link("学习培训", public_url + pages.MY_TRAINING),
                ),
            ),
            # _push: WeChat opens the page in the code by itself, or sends us a scene QR's scan.
            Button("扫码签到", "scancode_push", SCAN),
            Submenu(
                "我的",
                (
                    click("我的时长", MY_HOURS),
                    click("我的活动", MY_ACTIVITIES),
                    click("服务卡", MY_CARD),
                    link("我知道一位好人", public_url + pages.CLUES),
                    click("帮助", HELP),
                ),
            ),
        )
    )


def push(settings: Settings) -> None:
    """Put the menu up; its limits are checked before it is sent. Raises MenuFailed."""
    with _failures():
        client_of(settings).create_menu(account_menu(settings.public_url))


def shown(settings: Settings) -> list[str]:
    """The menu people see, as lines. Raises MenuFailed."""
    with _failures():
        lines = diff(client_of(settings).get_shown_menu(), None)
    return [line.removeprefix("+ ") for line in lines]


def differences(settings: Settings) -> list[str]:
    """How WeChat's menu differs from ours; empty when it does not. Raises MenuFailed."""
    with _failures():
        return diff(account_menu(settings.public_url), client_of(settings).get_shown_menu())


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except WeChatError as error:
        raise MenuFailed(str(error)) from error
