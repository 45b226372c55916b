"""Review, consent, notice, objections, honour: who may, what follows, what is refused."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain import clockwork
from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.messaging.models import OutboxMessage
from app.domain.nominations import (
    campaign_queries,
    campaigns,
    consenting,
    errors,
    mine,
    objecting,
    public_notice,
    queries,
    reviewing,
    roll,
)
from app.domain.nominations.consenting import Word
from app.domain.nominations.objecting import Said
from app.domain.nominations.rules import CampaignState, State
from app.domain.people import queries as people
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    CLOSED,
    OVER,
    PLAN,
    House,
    an_open_campaign,
    in_notice,
    nominated,
    passed,
    the_case,
)

pytestmark = pytest.mark.usefixtures("database")
CLUE = "十月二十日那天她在外地，村口小卖部的老板可以作证。"


def told(kind: str) -> list[UUID | None]:
    query = select(OutboxMessage.volunteer_id).where(OutboxMessage.kind == kind)
    return list(session.scalars(query))


def history(case_id: UUID) -> list[str]:
    return [str(step.decision) for step in queries.case(case_id, EVERYWHERE).steps]


def test_a_case_passes_three_levels_by_three_people(house: House) -> None:
    case_id = passed(house, nominated(house, an_open_campaign(house)).id)
    assert the_case(case_id).state == "passed"
    assert history(case_id) == ["join", "pass", "pass", "pass_last", "consent", "write"]
    entries = session.scalars(select(AuditEntry).where(AuditEntry.object_id == case_id)).all()
    assert len(entries) == 6
    assert all("陈秀兰" not in str(entry.facts) for entry in entries)


def test_nobody_reviews_twice_her_own_or_from_below(house: House) -> None:
    campaign = an_open_campaign(house)
    case_id = nominated(house, campaign).id
    reviewing.pass_on(house.manager, case_id, "", now=NOON)  # the office may stand in
    with pytest.raises(errors.ReviewedBefore):
        reviewing.pass_on(house.manager, case_id, "", now=NOON)
    with pytest.raises(errors.NotYourLevel):
        reviewing.pass_on(house.clerk, case_id, "", now=NOON)
    hers = world.staff(Role.OFFICE_MANAGER, at=house.office, volunteer_id=house.neighbour.id)
    with pytest.raises(errors.OwnCase):
        reviewing.pass_on(hers, case_id, "", now=NOON)
    elsewhere = world.staff(Role.OFFICE_MANAGER, at=world.an_office(house.centre))
    with pytest.raises(NotFound):
        reviewing.pass_on(elsewhere, case_id, "", now=NOON)
    with pytest.raises(NotAllowed):
        reviewing.pass_on(world.staff(Role.AUDITOR, at=house.centre), case_id, "", now=NOON)
    assert history(case_id) == ["join", "pass"]


def test_a_rejection_needs_a_reason_and_is_told(house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    with pytest.raises(BadInput):
        reviewing.reject(house.clerk, case_id, " ", now=NOON)
    reviewing.reject(house.clerk, case_id, "查无此事", now=NOON)
    assert told("nomination_rejected") == [house.neighbour.id]
    with pytest.raises(errors.CaseNotNow):
        reviewing.pass_on(house.clerk, case_id, "", now=NOON)


def test_after_the_campaign_nothing_is_reviewed(house: House) -> None:
    campaign = an_open_campaign(house)
    case_id = nominated(house, campaign).id
    campaigns.withdraw(house.administrator, campaign, "本季不再进行", now=NOON)
    with pytest.raises(errors.CampaignNotNow):
        reviewing.pass_on(house.clerk, case_id, "", now=NOON)


def test_the_person_decides_and_may_change_her_mind(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰", open_id="o-hero")
    case_id = nominated(house, an_open_campaign(house), number=hero.number).id
    assert told("nomination_consent") == [hero.id]
    herself = people.volunteer(hero.id)
    consenting.answer(herself, case_id, Word(agreed=True, show_name=True), now=NOON)
    assert (the_case(case_id).consent, the_case(case_id).show_name) == ("given", True)
    with pytest.raises(NotFound):
        mine.asked(people.volunteer(house.neighbour.id), case_id)
    consenting.answer(herself, case_id, Word(agreed=False), now=NOON)
    assert (the_case(case_id).state, the_case(case_id).show_name) == ("withdrawn", False)


def test_a_child_is_spoken_for_by_the_guardian(house: House) -> None:
    child = world.a_volunteer(house.station, name="陈小明", born=NOON.date().replace(year=2016))
    campaign = an_open_campaign(house)
    case_id = nominated(house, campaign, name="陈小明", number=child.number).id
    with pytest.raises(errors.GuardiansWord):
        consenting.answer(people.volunteer(child.id), case_id, Word(agreed=True), now=NOON)
    agreed = Word(agreed=True, show_name=True, show_photos=True)
    consenting.note_word(house.clerk, case_id, agreed, "母亲到站里签字", now=NOON)
    assert the_case(case_id).consent == "noted"
    row = queries.row(case_id, EVERYWHERE)
    assert row.minor


def test_a_childs_unit_is_never_public(house: House) -> None:
    child = {"name": "陈小明", "age": 10, "unit": "阳光小学"}
    campaign_id, _ = in_notice(house, **child)
    [line] = roll.notice_lines(campaign_id)
    assert (line.name, line.unit) == ("陈小明", "")


def test_the_public_words_hold_nothing_private(house: House) -> None:
    case_id = nominated(house, an_open_campaign(house)).id
    for headline, story in (("电话13812345678", "好"), ("好", "患癌症的婆婆"), ("获表彰", "好")):
        with pytest.raises(BadInput):
            reviewing.write_story(house.clerk, case_id, headline, story, now=NOON)
    assert the_case(case_id).story == ""


def test_a_notice_waits_for_all_that_must_be_done(house: House) -> None:
    campaign = an_open_campaign(house, quota=1)
    first = nominated(house, campaign).id
    campaigns.advance(now=CLOSED)
    publish = public_notice.publish
    with pytest.raises(errors.CasesStillOpen):
        publish(house.administrator, campaign, now=CLOSED)
    for who in (house.clerk, house.manager, house.administrator):
        reviewing.pass_on(who, first, "", now=CLOSED)
    with pytest.raises(errors.ConsentMissing):
        publish(house.administrator, campaign, now=CLOSED)
    consenting.note_word(house.clerk, first, Word(agreed=True), "当面", now=CLOSED)
    with pytest.raises(errors.StoryMissing):
        publish(house.administrator, campaign, now=CLOSED)
    reviewing.write_story(house.clerk, first, "送饭三年", "每天送饭。", now=CLOSED)
    assert publish(house.administrator, campaign, now=CLOSED) == 1
    [line] = roll.notice_lines(campaign)
    assert (line.number, line.name, line.unit) == (1, "陈**", "")  # she did not say "by name"


def test_more_than_the_quota_are_not_published(house: House) -> None:
    campaign = an_open_campaign(house, quota=1)
    one = passed(house, nominated(house, campaign).id)
    passed(house, nominated(house, campaign, name="王建国").id)
    campaigns.advance(now=CLOSED)
    with pytest.raises(errors.OverQuota):
        public_notice.publish(house.administrator, campaign, now=CLOSED)
    reviewing.leave_out(house.administrator, one, "名额有限", now=CLOSED)
    assert public_notice.publish(house.administrator, campaign, now=CLOSED) == 1


def test_an_empty_campaign_is_not_published(house: House) -> None:
    campaign = an_open_campaign(house)
    campaigns.advance(now=CLOSED)
    with pytest.raises(errors.NobodyPassed):
        public_notice.publish(house.administrator, campaign, now=CLOSED)


def test_an_upheld_objection_of_the_last_minute_ends_the_case(house: House) -> None:
    campaign, case_id = in_notice(house)
    row = campaign_queries.shown_campaign(campaign)
    assert row.notice_until is not None
    last = row.notice_until - timedelta(minutes=1)
    said = objecting.object_to(campaign, 1, Said(CLUE), now=last)
    with pytest.raises(errors.NoticeOver):
        objecting.object_to(campaign, 1, Said(CLUE), now=row.notice_until)
    public_notice.end_notices(now=row.notice_until)
    with pytest.raises(errors.ObjectionsOpen):
        public_notice.conclude(house.administrator, campaign, now=OVER)
    with pytest.raises(errors.Involved):
        objecting.answer(house.administrator, said, "已核实", upheld=True, now=OVER)
    objecting.answer(house.colleague, said, "已核实，情况不属实", upheld=True, now=OVER)
    with pytest.raises(errors.AlreadyAnswered):
        objecting.answer(house.colleague, said, "再答", upheld=False, now=OVER)
    assert the_case(case_id).state == "struck"
    assert public_notice.conclude(house.administrator, campaign, now=OVER) == 0
    assert roll.roll().total == 0
    assert roll.reply(said).answer == "已核实，情况不属实"


def test_a_dismissed_objection_leaves_the_case_and_is_told(house: House) -> None:
    campaign, case_id = in_notice(house)
    by = world.a_volunteer(house.station, name="提意见的人")
    said = objecting.object_to(campaign, 1, Said("没听说过", volunteer_id=by.id), now=CLOSED)
    objecting.answer(house.colleague, said, "已入户核实，属实", upheld=False, now=CLOSED)
    assert told("case_objection_answered") == [by.id]
    assert the_case(case_id).state == "in_notice"
    with pytest.raises(NotFound):
        objecting.object_to(campaign, 2, Said(CLUE), now=CLOSED)


def test_an_honour_is_conferred_once_and_revoked_with_a_reason(house: House) -> None:
    hero = world.a_volunteer(house.station, name="陈秀兰")
    campaign, case_id = in_notice(house, number=hero.number)
    assert public_notice.end_notices(now=CLOSED) == 0
    ticked = {one.name: one.count for one in clockwork.tick(OVER)}
    assert ticked["notices of good persons end"] == 1
    assert public_notice.end_notices(now=OVER) == 0
    assert public_notice.conclude(house.administrator, campaign, now=OVER) == 1
    assert campaign_queries.shown_campaign(campaign).state is CampaignState.CONCLUDED
    assert set(told("honour_conferred")) == {hero.id, house.neighbour.id}
    [person] = roll.roll(category="助人为乐", year=2026).items
    assert (person.name, person.headline) == ("陈秀兰", "给独居老人送饭三年")
    assert len(person.paragraphs) == 2
    assert roll.roll(year=2025).total == 0
    with pytest.raises(BadInput):
        public_notice.revoke(house.administrator, case_id, "", now=OVER)
    public_notice.revoke(house.administrator, case_id, "事迹核实有误", now=OVER)
    assert roll.roll().total == 0
    with pytest.raises(NotFound):
        roll.story(case_id)
    [honour] = mine.honours_of(hero.id)
    assert (honour.reason, honour.revoked_at) == ("事迹核实有误", OVER)
    assert told("honour_revoked") == [hero.id]
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.action == "nominations.revoke"))
    assert entry.facts["state"] == State.REVOKED


def test_only_the_centre_runs_campaigns(house: House) -> None:
    campaign = an_open_campaign(house)
    for who in (house.clerk, house.manager):
        with pytest.raises(NotFound):
            campaigns.withdraw(who, campaign, "不办了", now=NOON)
    auditor = world.staff(Role.AUDITOR, at=house.centre)
    with pytest.raises(NotAllowed):
        campaigns.withdraw(auditor, campaign, "不办了", now=NOON)
    unproven = replace(house.administrator, proven=False)
    with pytest.raises(Exception, match="两步验证"):
        campaigns.withdraw(unproven, campaign, "不办了", now=NOON)


def test_an_announced_campaign_is_not_edited(house: House) -> None:
    campaign = an_open_campaign(house)
    with pytest.raises(errors.CampaignNotNow):
        campaigns.edit(house.administrator, campaign, PLAN, now=NOON)


def test_the_queue_goes_by_the_day_it_is_due(house: House) -> None:
    campaign = an_open_campaign(house)
    first = nominated(house, campaign).id
    second = nominated(house, campaign, name="王建国").id
    reviewing.pass_on(house.clerk, first, "", now=NOON)
    assert queries.count_waiting(house.clerk.scope, "station") == 1
    assert queries.next_waiting(house.clerk.scope, "station", first) == second
    assert [one.id for one in queries.cases(EVERYWHERE, level="office").items] == [first]
    assert queries.cases(EVERYWHERE, state="passed").total == 0
    assert campaign_queries.counts(campaign) == {State.IN_REVIEW: 2}
