"""A settlement's paper, opened and read again."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image

from app.adapters import coupon_papers
from app.domain.access.rules import Role
from app.domain.coupons import on_paper, settling
from app.domain.coupons.codes import redemption_number
from app.domain.coupons.on_paper import SheetOnPaper
from tests import world
from tests.adapters.test_papers import text_of
from tests.domain.coupons.season import a_fair, redeemed, taken
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("database")
SAID = {
    "unit_name": "高新区新时代文明实践中心",
    "account": "6222000011112222",
    "reason": "顾客退了货",
    "public_url": "https://haoren.test",
}
DAY = date(2026, 11, 23)


def a_confirmed_sheet() -> tuple[SheetOnPaper, list[UUID]]:
    centre = world.a_centre()
    fair, later = a_fair(centre), NOON + timedelta(days=1)
    used = [
        redeemed(taken(world.a_volunteer(name=name), fair), fair.till, spent=spent)
        for name, spent in (("张桂英", 6800), ("李秀兰", 123450))
    ]
    sheet = settling.prepare(fair.administrator, fair.noodles, DAY, DAY, now=later)
    other = world.staff(Role.CENTRE_ADMINISTRATOR, at=centre, name="刘敏")
    settling.confirm(other, sheet, now=later)
    return on_paper.sheet_on_paper(sheet), [one.redemption_id for one in used]


def test_the_paper_says_who_is_paid_what_on_whose_word_and_for_which_redemptions(
    tmp_path: Path,
) -> None:
    found, used = a_confirmed_sheet()
    words = text_of(coupon_papers.pdf(found, **SAID), tmp_path)
    for said in (
        *("消费券结算单", found.sheet.number, "老街面馆", "文化惠民消费季", "6222000011112222"),
        *("满 50 减 20", "人民币肆拾元整", "¥40.00", "1,302.50"),
        *("李主任", "刘敏", "商户核对无误（签字、盖章）", "结算单位（签字、盖章）"),
        "顾客退了货",
        *("2026-11-23 12:00:00", "1,234.50", *(redemption_number(one) for one in used)),
        *(found.proof.now[:32], found.proof.now[32:]),
    ):
        assert said in words, said
    for unsaid in ("张桂英", "李秀兰", "张*", "李*"):
        assert unsaid not in words


def test_its_code_leads_to_the_page_that_checks_it() -> None:
    found, _ = a_confirmed_sheet()
    page = coupon_papers.pages(found, **SAID)[0]
    codes = [code.text for code in zxingcpp.read_barcodes(Image.open(BytesIO(page)))]
    assert codes == [f"https://haoren.test/coupon-settlements/{found.code}"]
