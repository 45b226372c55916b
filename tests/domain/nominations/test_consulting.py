"""Authorities outside: letters, links, answers, and what waits until all are in."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain import clockwork
from app.domain.access.errors import NotAllowed
from app.domain.attachments import keeping
from app.domain.audit.models import AuditEntry
from app.domain.nominations import campaigns, errors, public_notice, reviewing
from app.domain.nominations.consultation import (
    answering,
    asking,
    links,
    listing,
    queries,
    reminding,
    rules,
)
from app.domain.nominations.consultation import errors as said_no
from app.domain.nominations.consultation.asking import Wanted
from app.domain.nominations.consultation.models import ConsultationLetter, ConsultationLine
from app.domain.nominations.consultation.rules import Opinion
from app.kernel.crypto import blind_index
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.asking_outside import (
    AGREES,
    OBJECTS,
    a_listed_campaign,
    asked,
    let_in,
    pairs,
    passed_in,
)
from tests.domain.nominations.house import CLOSED, House, an_open_campaign, the_case
from tests.domain.nominations.test_the_way import told
from tests.photographs import a_photo

pytestmark = pytest.mark.usefixtures("database")
DAY = timedelta(days=1)


def test_one_letter_an_authority_with_all_its_people(house: House) -> None:
    campaign = a_listed_campaign(house, "police", "unit")
    passed_in(house, campaign)
    passed_in(house, campaign, name="王建国", unit="机械厂")
    passed_in(house, campaign, name="李梅", unit="机械厂")
    letters = asked(house, campaign)
    assert [(one.addressee, len(one.lines)) for one in letters] == [
        ("泰山区police", 3),
        ("阳光社区", 1),
        ("机械厂", 2),
    ]
    assert [one.number for one in letters] == [1, 2, 3]
    assert letters[0].due_on == date(2026, 11, 30)  # five working days
    assert queries.gaps(campaign) == []


def test_each_authority_sees_what_it_needs_and_no_more(house: House) -> None:
    campaign = a_listed_campaign(house, "police", "tax", "unit")
    hero = world.a_volunteer(house.station, name="陈秀兰")
    hero.id_number_tail = "123X"
    world.saved(hero)
    passed_in(house, campaign, number=hero.number)
    police, tax, unit = asked(house, campaign)
    seen = dict(police.lines[0].shown)
    assert list(seen) == ["姓名", "年龄", "单位", "社区", "身份证号后四位"]
    assert (seen["年龄"], seen["身份证号后四位"]) == ("66 岁", "123X")
    assert [label for label, _ in tax.lines[0].shown] == ["姓名", "单位"]
    assert [label for label, _ in unit.lines[0].shown] == ["姓名", "推选类别", "事迹"]


def test_the_notice_waits_until_everybody_has_agreed(house: House) -> None:
    campaign = a_listed_campaign(house, "police", "unit")
    case = passed_in(house, campaign)
    campaigns.advance(now=CLOSED)
    with pytest.raises(said_no.NotYetAsked) as unasked:
        public_notice.publish(house.administrator, campaign, now=CLOSED)
    assert "陈秀兰" in unasked.value.sentence
    first, second = asked(house, campaign)
    assert the_case(case).state == "consulting"
    answering.by_link(let_in(house, first.id), {first.lines[0].id: AGREES}, now=NOON)
    with pytest.raises(said_no.AnswersOutstanding):
        public_notice.publish(house.administrator, campaign, now=CLOSED)
    answering.by_link(let_in(house, second.id), {second.lines[0].id: AGREES}, now=NOON)
    assert the_case(case).state == "passed"
    assert public_notice.publish(house.administrator, campaign, now=CLOSED) == 1


def test_who_need_not_be_asked_is_left_out_with_a_reason(house: House) -> None:
    campaign = a_listed_campaign(house, "police", "tax")
    case = passed_in(house, campaign)
    wanted = Wanted(pairs(campaign, without=["tax"]))
    with pytest.raises(BadInput):
        asking.ask(house.administrator, campaign, wanted, now=NOON)
    assert the_case(case).state == "passed"
    wanted = Wanted(wanted.pairs, why_others_not="不是经营者")
    [letter] = asking.ask(house.administrator, campaign, wanted, now=NOON)
    answering.by_link(let_in(house, letter), {_only_line(letter): AGREES}, now=NOON)
    assert the_case(case).state == "passed"
    assert {one.verdict for one in queries.about(case)} == {"agree", "unneeded"}


def test_an_objection_leads_back_or_out_and_never_into_the_notice(house: House) -> None:
    campaign = a_listed_campaign(house)
    case = passed_in(house, campaign)
    [letter] = asked(house, campaign)
    answering.by_link(let_in(house, letter.id), {letter.lines[0].id: OBJECTS}, now=NOON)
    assert the_case(case).state == "consulting"
    with pytest.raises(errors.CaseNotNow):
        reviewing.pass_on(house.administrator, case, "", now=NOON)
    with pytest.raises(said_no.NobodyToAsk):
        asking.ask(house.administrator, campaign, Wanted(frozenset()), now=NOON)
    reviewing.send_back(house.administrator, case, "请说明情况", now=NOON)
    row = the_case(case)
    row.state = "passed"  # amended and passed again
    world.saved(row)
    [gap] = queries.gaps(campaign)
    assert [one.kind for one in gap.authorities] == ["police"]
    again = asked(house, campaign)[-1]
    answering.by_link(let_in(house, again.id), {again.lines[0].id: AGREES}, now=NOON)
    assert the_case(case).state == "passed"
    assert [one.ended_at is None for one in _lines_of(case)] == [False, True]


def test_the_reason_of_an_objection_is_sealed_and_stays_out_of_the_history(house: House) -> None:
    campaign = a_listed_campaign(house)
    case = passed_in(house, campaign)
    [letter] = asked(house, campaign)
    answering.by_link(let_in(house, letter.id), {letter.lines[0].id: OBJECTS}, now=NOON)
    kept = session.scalar(select(ConsultationLine.__table__.c.reason))
    assert kept == OBJECTS.reason  # opened by the column's type
    raw = session.connection().exec_driver_sql("SELECT reason FROM consultation_line").scalar()
    assert raw is not None
    assert OBJECTS.reason not in raw
    assert all(OBJECTS.reason not in str(one.told.detail) for one in _trail())
    assert [one.reason for one in queries.about(case)] == [OBJECTS.reason]


def test_what_was_answered_stands(house: House) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    passed_in(house, campaign, name="王建国")
    [letter] = asked(house, campaign)
    visit = let_in(house, letter.id)
    first, second = (one.id for one in letter.lines)
    assert answering.by_link(visit, {first: AGREES}, now=NOON) == 1
    assert answering.by_link(visit, {first: OBJECTS, second: OBJECTS}, now=NOON) == 1
    verdicts = [one.verdict for one in queries.letter(letter.id, house.administrator).lines]
    assert verdicts == ["agree", "object"]
    with pytest.raises(NotFound):
        answering.by_link(visit, {house.centre.id: AGREES}, now=NOON)


@pytest.mark.parametrize(
    ("opinion", "field"),
    [
        (AGREES, None),
        (OBJECTS, None),
        (Opinion(agrees=True, by_name=" "), "by_name"),
        (Opinion(agrees=False, by_name="王"), "reason"),
        (Opinion(agrees=False, by_name="王", reason="错" * 500), None),
        (Opinion(agrees=False, by_name="王", reason="错" * 501), "reason"),
    ],
)
def test_an_opinion_has_an_author_and_an_objection_a_reason(
    opinion: Opinion, field: str | None
) -> None:
    assert getattr(rules.why_not_this_opinion(opinion), "field", None) == field


def test_an_answer_on_paper_is_typed_in_with_its_picture(house: House) -> None:
    campaign = a_listed_campaign(house)
    case = passed_in(house, campaign)
    [letter] = asked(house, campaign)
    line = letter.lines[0].id
    with pytest.raises(said_no.NoSheet):
        answering.on_paper(house.administrator, line, AGREES, [], now=NOON)
    scan = keeping.keep(house.administrator.actor, a_photo(), now=NOON)
    answering.on_paper(house.administrator, line, AGREES, [scan], now=NOON)
    assert the_case(case).state == "passed"
    with pytest.raises(said_no.AlreadyHeard):
        answering.on_paper(house.administrator, line, OBJECTS, [scan], now=NOON)
    answering.void(house.administrator, line, "看错了行", now=NOON)
    assert the_case(case).state == "consulting"
    assert [gap.nomination_id for gap in queries.gaps(campaign)] == [case]


def test_only_an_agreement_typed_in_is_taken_back(house: House) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    [letter] = asked(house, campaign)
    answering.by_link(let_in(house, letter.id), {letter.lines[0].id: OBJECTS}, now=NOON)
    with pytest.raises(said_no.OnlyPaperAgreement):
        answering.void(house.administrator, letter.lines[0].id, "不算", now=NOON)


def test_a_link_is_opened_by_its_code_only(house: House) -> None:
    letter = _a_letter(house)
    made = links.issue(house.administrator, letter, now=NOON)
    for token, code in ((made.token, "000000"), ("nothing", made.code), ("", "")):
        if (token, code) != (made.token, made.code):
            with pytest.raises(said_no.NoSuchLink):
                links.enter(token, code, now=NOON)
    spaced = f" {made.code[:3]} {made.code[3:]}"
    assert links.enter(made.token, spaced, now=NOON).letter_id == letter
    kept = session.get_one(ConsultationLetter, letter)
    assert kept.link_digest == blind_index(made.token, column="consultation_letter.link")
    assert made.token not in repr(made)
    assert made.code not in (kept.link_digest, kept.code_digest)


def test_five_wrong_codes_close_a_link(house: House) -> None:
    letter = _a_letter(house)
    made = links.issue(house.administrator, letter, now=NOON)
    wrong = "0" * 6 if made.code != "0" * 6 else "1" * 6
    for _ in range(rules.WRONG_CODES - 1):
        with pytest.raises(said_no.NoSuchLink):
            links.enter(made.token, wrong, now=NOON)
    links.enter(made.token, made.code, now=NOON)  # right in time: counted from nought again
    for _ in range(rules.WRONG_CODES):
        with pytest.raises(said_no.NoSuchLink):
            links.enter(made.token, wrong, now=NOON)
    with pytest.raises(said_no.NoSuchLink):
        links.enter(made.token, made.code, now=NOON)


def test_a_link_ends_with_its_last_day_and_when_it_is_taken_back(house: House) -> None:
    letter = _a_letter(house)
    made = links.issue(house.administrator, letter, now=NOON)
    last = made.until - timedelta(seconds=1)
    visit = links.enter(made.token, made.code, now=last)
    with pytest.raises(said_no.NoSuchLink):
        links.enter(made.token, made.code, now=made.until)
    with pytest.raises(said_no.NoSuchLink):
        links.behind(visit, now=made.until)
    links.take_back(house.administrator, letter, now=NOON)
    for no in (
        lambda: links.behind(visit, now=NOON),
        lambda: links.enter(made.token, made.code, now=NOON),
    ):
        with pytest.raises(said_no.NoSuchLink):
            no()


def test_a_new_link_ends_the_one_before(house: House) -> None:
    letter = _a_letter(house)
    visit = let_in(house, letter)
    let_in(house, letter)
    with pytest.raises(said_no.NoSuchLink):
        links.behind(visit, now=NOON)


def test_more_time_keeps_the_link_open_and_warns_anew(house: House) -> None:
    letter = _a_letter(house)
    made = links.issue(house.administrator, letter, now=NOON)
    with pytest.raises(BadInput):
        links.prolong(house.administrator, letter, date(2026, 11, 30), now=NOON)
    links.prolong(house.administrator, letter, date(2026, 12, 4), now=NOON)
    assert links.enter(made.token, made.code, now=made.until + DAY)
    links.prolong(house.administrator, letter, date(2026, 12, 7), now=made.until)


def test_after_its_last_day_a_letter_needs_more_time_before_a_link(house: House) -> None:
    letter = _a_letter(house)
    with pytest.raises(said_no.LetterOverdue):
        links.issue(house.administrator, letter, now=NOON + 30 * DAY)


def test_once_the_campaign_is_given_up_no_link_answers(house: House) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    [letter] = asked(house, campaign)
    visit = let_in(house, letter.id)
    campaigns.withdraw(house.administrator, campaign, "不办了", now=NOON)
    with pytest.raises(said_no.NoSuchLink):
        answering.by_link(visit, {letter.lines[0].id: AGREES}, now=NOON)


def test_who_asked_is_told_at_half_and_at_the_end(house: House) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    her = house.neighbour.id
    she = world.staff(house.administrator.role, at=house.centre, volunteer_id=her)
    asking.ask(she, campaign, Wanted(pairs(campaign)), now=NOON)
    assert reminding.remind(now=NOON + DAY) == 0
    assert reminding.remind(now=NOON + 4 * DAY) == 1
    assert reminding.remind(now=NOON + 4 * DAY) == 0
    clockwork.tick(NOON + 9 * DAY)
    assert told("letter_unanswered") == [her] * 2
    assert queries.count_overdue(house.centre.path, date(2026, 12, 1)) == 1
    assert queries.count_overdue(house.centre.path, date(2026, 11, 30)) == 0


def test_a_list_is_kept_short_and_what_was_asked_stays(house: House) -> None:
    campaign = a_listed_campaign(house)
    with pytest.raises(said_no.AuthorityThere):
        listing.add(house.administrator, campaign, "police", "泰山区police ", now=NOON)
    other = listing.add(house.administrator, campaign, "tax", "税务局", now=NOON)
    listing.remove(house.administrator, campaign, other, now=NOON)
    passed_in(house, campaign)
    asked(house, campaign)
    [police] = queries.authorities(campaign)
    with pytest.raises(said_no.AuthorityInUse):
        listing.remove(house.administrator, campaign, police.id, now=NOON)
    with pytest.raises(NotFound):
        listing.remove(house.administrator, campaign, other, now=NOON)
    for kind, name in (("x", "y"), ("police", " "), ("police", "长" * 61)):
        with pytest.raises(BadInput):
            listing.add(house.administrator, campaign, kind, name, now=NOON)


def test_only_the_centre_asks(house: House) -> None:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    for staff in (house.clerk, house.manager):
        with pytest.raises((NotAllowed, NotFound)):
            asking.ask(staff, campaign, Wanted(pairs(campaign)), now=NOON)
    with pytest.raises(BadInput):
        asking.ask(house.administrator, campaign, Wanted(pairs(campaign), working_days=1), now=NOON)


def test_a_campaign_without_a_list_asks_nobody(house: House) -> None:
    campaign = an_open_campaign(house)
    passed_in(house, campaign)
    with pytest.raises(said_no.NobodyToAsk):
        asking.ask(house.administrator, campaign, Wanted(frozenset()), now=NOON)
    campaigns.advance(now=CLOSED)
    assert public_notice.publish(house.administrator, campaign, now=CLOSED) == 1


def _a_letter(house: House) -> UUID:
    campaign = a_listed_campaign(house)
    passed_in(house, campaign)
    return asked(house, campaign)[0].id


def _only_line(letter_id: UUID) -> UUID:
    return session.scalars(
        select(ConsultationLine.id).where(ConsultationLine.letter_id == letter_id)
    ).one()


def _lines_of(nomination_id: UUID) -> list[ConsultationLine]:
    query = select(ConsultationLine).where(ConsultationLine.nomination_id == nomination_id)
    return list(session.scalars(query.order_by(ConsultationLine.id)))


def _trail() -> list[AuditEntry]:
    return list(session.scalars(select(AuditEntry)))
