"""Recommended upward: the form, the package, the answer; what a campaign settles beside it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.audit.models import AuditEntry
from app.domain.nominations import errors, public_notice
from app.domain.nominations.upward import errors as said_no
from app.domain.nominations.upward import following, packaging, queries, recommending, rules
from app.domain.nominations.upward.following import FollowUp
from app.domain.nominations.upward.models import UpwardRecommendation
from app.domain.nominations.upward.packaging import Confirmed
from app.domain.nominations.upward.rules import Answer, FormFacts
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import House, in_notice, the_case
from tests.domain.nominations.test_the_way import OVER, told

pytestmark = pytest.mark.usefixtures("database")
ID_NUMBER = "370902196005012346"
FACTS = FormFacts(headline="给老人送饭三年", deed="她每天送饭。", recommender="区文明办")
TO_CITY = ("city", "泰山好人")


def on_the_roll(house: House, **changes: object) -> UUID:
    campaign, case = in_notice(house, **changes)
    public_notice.end_notices(now=OVER)
    public_notice.conclude(house.administrator, campaign, now=OVER)
    return case


def recommended(house: House, case: UUID, to: tuple[str, str] = TO_CITY) -> UUID:
    return recommending.recommend(house.administrator, case, to, FACTS, now=OVER)


def test_who_is_on_the_roll_is_recommended_once_until_answered(house: House) -> None:
    case = on_the_roll(house)
    made = recommended(house, case)
    with pytest.raises(said_no.AlreadyRecommended):
        recommended(house, case)
    recommended(house, case, ("province", "山东好人"))
    no = Answer("declined", OVER.date())
    recommending.record_answer(house.administrator, made, no, now=OVER)
    assert recommended(house, case) != made
    assert len(queries.recommended(case)) == 3
    assert queries.recommendations(house.administrator, waiting=True).total == 2
    assert queries.recommendations(house.colleague).total == 3


def test_only_an_answer_makes_an_honour_above(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case = on_the_roll(house, number=hero.number)
    made = recommended(house, case, ("national", "中国好人榜"))
    assert queries.honours_above([case]) == {}
    yes = Answer("honoured", OVER.date(), "中国好人榜", "文明办〔2026〕12 号")
    recommending.record_answer(house.administrator, made, yes, now=OVER)
    [higher] = queries.honours_above([case])[case]
    assert (higher.level, higher.title) == ("national", "中国好人榜")
    assert told("honour_above") == [hero.id]
    with pytest.raises(said_no.AnsweredAbove):
        recommending.record_answer(house.administrator, made, yes, now=OVER)
    with pytest.raises(said_no.AnsweredAbove):
        recommending.revise(house.administrator, made, FACTS, now=OVER)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer("honoured", date(2026, 12, 1), "山东好人", "12 号"), None),
        (Answer("declined", date(2026, 12, 1)), None),
        (Answer("x", date(2026, 12, 1)), "outcome"),
        (Answer("declined", None), "on"),
        (Answer("declined", date(2026, 12, 2)), "on"),
        (Answer("honoured", date(2026, 12, 1), " ", "12 号"), "title"),
        (Answer("honoured", date(2026, 12, 1), "山东好人", ""), "document_number"),
        (Answer("honoured", date(2026, 12, 1), "好" * 61, "12 号"), "title"),
    ],
)
def test_an_honour_has_a_name_a_day_and_a_document(answer: Answer, field: str | None) -> None:
    refusal = rules.why_not_this_answer(answer, today=date(2026, 12, 1))
    assert getattr(refusal, "field", None) == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"deed": "送" * 1500}, None),
        ({"deed": "送" * 1501}, "deed"),
        ({"headline": ""}, "headline"),
        ({"headline": "送" * 71}, "headline"),
        ({"recommender": " "}, "recommender"),
        ({"opinion": "好" * 500}, None),
        ({"opinion": "好" * 501}, "opinion"),
        ({"address": "路" * 61}, "address"),
    ],
)
def test_what_the_form_takes(changes: dict[str, str], field: str | None) -> None:
    refusal = rules.why_not_these_facts(replace(FACTS, **changes))
    assert getattr(refusal, "field", None) == field


@pytest.mark.parametrize(
    ("pattern", "right"),
    [
        (rules.USUAL_PATTERN, True),
        ("{姓名}-{序号}", True),
        ("{姓名}", False),
        ("", False),
        ("{序号", False),
        ("{序号}{name}", False),
        ("{序号}{姓名.__class__}", False),
        ("{序号:>999999}", False),
        ("{序号!r}", False),
        ("照片/{序号}", False),
        ("照" * 77 + "{序号}", False),
    ],
)
def test_how_photos_are_named(pattern: str, right: bool) -> None:
    assert (rules.why_not_this_pattern(pattern) is None) is right


def test_a_file_name_is_safe_on_every_system() -> None:
    facts = {"类别": "助人为乐", "单位": '../"阳光"<社区>|', "姓名": "陈秀兰"}
    name = rules.file_name(rules.USUAL_PATTERN, facts, 2)
    assert name == "助人为乐+..阳光社区+陈秀兰+2"
    assert len(rules.file_name("{单位}{序号}", {"单位": "长" * 300}, 1)) == 100


def test_a_campaign_settles_what_follows_it(house: House) -> None:
    campaign, _ = in_notice(house)
    assert following.follow_up(campaign) == FollowUp()
    wanted = FollowUp("{姓名}{序号}", True, ("免费乘公交 ", "", "每年一次体检"))
    following.settle(house.administrator, campaign, wanted, now=NOON)
    following.settle(house.administrator, campaign, wanted, now=NOON)
    assert following.follow_up(campaign).benefits == ("免费乘公交", "每年一次体检")
    more = replace(wanted, benefits=("发放奖金 2000 元",))
    with pytest.raises(BadInput) as money:
        following.settle(house.administrator, campaign, more, now=NOON)
    assert money.value.field == "benefits"
    with pytest.raises(NotFound):
        following.settle(house.clerk, campaign, wanted, now=NOON)


def test_the_package_has_no_id_number_unless_the_form_asks_for_it(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    hero.id_number, hero.id_number_tail = ID_NUMBER, ID_NUMBER[-4:]
    world.saved(hero)
    case = on_the_roll(house, number=hero.number)
    made = recommended(house, case)
    eager = Confirmed(with_id_number=True)
    package = packaging.take(house.administrator, made, eager, now=OVER)
    assert package.id_number is None
    asks = FollowUp(asks_id_number=True)
    following.settle(house.administrator, the_case(case).campaign_id, asks, now=OVER)
    with pytest.raises(said_no.IdNumberUnconfirmed):
        packaging.take(house.administrator, made, Confirmed(), now=OVER)
    package = packaging.take(house.administrator, made, eager, now=OVER)
    assert package.id_number == ID_NUMBER
    assert ID_NUMBER not in repr(package)
    packed = [one for one in session.scalars(select(AuditEntry)) if one.action.endswith("package")]
    assert sorted(one.facts["id_number"] for one in packed) == [False, True]
    assert all(ID_NUMBER not in str((one.facts, one.told.detail)) for one in packed)


def test_an_id_number_not_known_here_is_typed_and_kept_nowhere(house: House) -> None:
    case = on_the_roll(house)
    made = recommended(house, case)
    asks = FollowUp(asks_id_number=True)
    following.settle(house.administrator, the_case(case).campaign_id, asks, now=OVER)
    with pytest.raises(said_no.NoIdNumber):
        packaging.take(house.administrator, made, Confirmed(with_id_number=True), now=OVER)
    with pytest.raises(BadInput):
        packaging.take(house.administrator, made, Confirmed(True, "370902196005012344"), now=OVER)
    package = packaging.take(house.administrator, made, Confirmed(True, ID_NUMBER), now=OVER)
    assert package.id_number == ID_NUMBER
    assert ID_NUMBER not in session.get_one(UpwardRecommendation, made).typed


def test_who_is_still_under_review_or_has_not_agreed_is_not_recommended(house: House) -> None:
    _, case = in_notice(house)
    with pytest.raises(errors.CaseNotNow):
        recommended(house, case)
    row = the_case(case)
    row.state, row.consent = "conferred", "missing"
    world.saved(row)
    with pytest.raises(said_no.NoConsentToPassOn):
        recommended(house, case)
    with pytest.raises(NotFound):
        recommending.recommend(house.manager, case, TO_CITY, FACTS, now=OVER)
    for to in (("x", "y"), ("city", " "), ("city", "好" * 61)):
        with pytest.raises(BadInput):
            recommended(house, case, to)


def test_after_a_revocation_nothing_goes_up_any_more(house: House) -> None:
    case = on_the_roll(house)
    made = recommended(house, case)
    public_notice.revoke(house.administrator, case, "事迹有误", now=OVER + timedelta(days=1))
    with pytest.raises(errors.CaseNotNow):
        recommending.revise(house.administrator, made, FACTS, now=OVER)
    with pytest.raises(errors.CaseNotNow):
        packaging.take(house.administrator, made, Confirmed(), now=OVER)


def test_the_form_begins_with_what_is_known(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    case = on_the_roll(house, number=hero.number)
    begun = queries.begun(case, house.administrator)
    assert (begun.born, begun.phone) == ("1960 年 5 月", hero.phone)
    assert begun.headline == "给独居老人送饭三年"
    with pytest.raises(NotFound):
        queries.begun(house.centre.id, house.administrator)
