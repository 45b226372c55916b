"""A list of people to invite, looked through before anything is sent."""

from io import BytesIO

import pytest

from tests import world
from tests.entrypoints.console.conftest import Desk


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04 and no more", "文件不完整、加了密码。请用 Excel 或 WPS 另存为 xlsx。"),
        (b"\xff\xfe\xff", "这不是 xlsx 或 csv 表格。请用 Excel 或 WPS 另存为 xlsx。"),
    ],
)
def test_a_file_that_is_refused_is_told_what_is_wrong_with_it(
    desk: Desk, content: bytes, said: str
) -> None:
    browser = desk(world.staff(at=world.a_station()))
    sent = {"file": (BytesIO(content), "名单.xlsx")}
    answer = browser.post("/console/invitations/new", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
