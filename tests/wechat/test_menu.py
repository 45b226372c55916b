import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat import Button, Menu, Submenu, click, diff, link, scan_button
from wechat.menu import menu_from

MENU = Menu(
    (
        link("找活动", "https://h.cn/activities"),
        scan_button("扫一扫", "SCAN"),
        Submenu("我的", (click("我的时长", "MY_HOURS"), link("个人中心", "https://h.cn/me"))),
    )
)

BUTTONS = st.one_of(
    st.builds(click, st.text("一二三ab", min_size=1, max_size=4), st.text("ABC", min_size=1)),
    st.builds(link, st.just("链接"), st.just("https://h.cn/x?a=b&c=d")),
)
MENUS = st.builds(
    Menu,
    st.lists(
        st.one_of(
            BUTTONS,
            st.builds(
                Submenu, st.just("我的"), st.lists(BUTTONS, min_size=1, max_size=5).map(tuple)
            ),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
)


def test_a_good_menu_has_no_problems() -> None:
    assert MENU.problems() == []


def test_the_payload_is_wechats() -> None:
    assert MENU.payload() == {
        "button": [
            {"type": "view", "name": "找活动", "url": "https://h.cn/activities"},
            {"type": "scancode_waitmsg", "name": "扫一扫", "key": "SCAN"},
            {
                "name": "我的",
                "sub_button": [
                    {"type": "click", "name": "我的时长", "key": "MY_HOURS"},
                    {"type": "view", "name": "个人中心", "url": "https://h.cn/me"},
                ],
            },
        ]
    }


@given(MENUS)
def test_every_menu_comes_back_in_both_of_wechats_shapes(menu: Menu) -> None:
    payload = menu.payload()
    assert menu_from({"menu": payload, "conditionalmenu": []}) == menu
    for entry in payload["button"]:
        if "sub_button" in entry:
            entry["sub_button"] = {"list": entry["sub_button"]}
    assert menu_from({"is_menu_open": 1, "selfmenu_info": payload}) == menu


def test_a_button_of_menu_get_may_carry_an_empty_submenu() -> None:
    raw = {"type": "click", "name": "a", "key": "K", "sub_button": []}
    assert menu_from({"menu": {"button": [raw]}}) == Menu((click("a", "K"),))


@pytest.mark.parametrize(
    ("menu", "word"),
    [
        (Menu(()), "0 top entries"),
        (Menu((click("a", "K"),) * 4), "4 top entries"),
        (Menu((Submenu("我的", ()),)), "0 entries below 我的"),
        (Menu((Submenu("我的", (click("a", "K"),) * 6),)), "6 entries below 我的"),
        (Menu((click("六个汉字太长", "K"),)), "18 bytes; 16"),
        (Menu((Submenu("我的", (click("字" * 21, "K"),)),)), "63 bytes; 60"),
        (Menu((click(" ", "K"),)), "no name"),
        (Menu((click("a", ""),)), "0 bytes; 1 to 128"),
        (Menu((click("a", "k" * 129),)), "129 bytes; 1 to 128"),
        (Menu((link("a", "https://h.cn/" + "x" * 1012),)), "1025 bytes; 1024"),
        (Menu((link("a", "/me"),)), "http"),
        (Menu((link("a", "javascript:alert(1)"),)), "http"),
        (Menu((link("a", "http://[half"),)), "http"),
        (Menu((Button("a", "media_id", "m"),)), "media_id"),
    ],
)
def test_what_wechat_would_refuse_is_said(menu: Menu, word: str) -> None:
    (problem,) = menu.problems()
    assert word in problem


def test_the_edges_are_allowed() -> None:
    menu = Menu(
        (
            click("a" * 16, "k" * 128),
            link("五个汉字好", "https://h.cn/" + "x" * 1011),
            Submenu("我的", (click("字" * 20, "K"),) * 5),
        )
    )
    assert menu.problems() == []


def test_the_same_menus_do_not_differ() -> None:
    assert diff(MENU, MENU) == []
    assert diff(None, None) == []


def test_a_difference_is_readable() -> None:
    theirs = Menu((link("找活动", "http://old.cn/"), *MENU.entries[1:]))
    assert diff(MENU, theirs) == [
        "- 找活动: view http://old.cn/",
        "+ 找活动: view https://h.cn/activities",
    ]


def test_a_missing_menu_differs_by_everything() -> None:
    assert diff(MENU, None) == [
        "+ 找活动: view https://h.cn/activities",
        "+ 扫一扫: scancode_waitmsg SCAN",
        "+ 我的 / 我的时长: click MY_HOURS",
        "+ 我的 / 个人中心: view https://h.cn/me",
    ]


def test_another_order_differs() -> None:
    turned = Menu(MENU.entries[::-1])
    assert diff(MENU, turned)[0] == "~ same entries, other order"


@given(MENUS, MENUS)
def test_menus_differ_exactly_when_they_are_not_equal(one: Menu, other: Menu) -> None:
    assert bool(diff(one, other)) == (one != other)
