"""Naming somebody: once, twice, by staff, from a draft."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from app.domain.attachments import keeping
from app.domain.attachments.models import Attachment
from app.domain.audit.actors import Actor
from app.domain.nominations import campaigns, drafting, errors, mine, nominating, queries, reviewing
from app.domain.nominations.models import (
    Nomination,
    NominationDraft,
    NominationVoice,
    NominationWitness,
)
from app.domain.nominations.rules import State
from app.domain.people import leaving
from app.domain.people import queries as people
from app.domain.places.scope import EVERYWHERE
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.nominations.house import (
    CLOSED,
    DEED,
    PLAN,
    House,
    an_application,
    an_open_campaign,
    nominated,
    the_case,
)
from tests.photographs import a_photo

pytestmark = pytest.mark.usefixtures("database")


def count(what: type) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def test_a_neighbour_is_named_and_waits_at_the_station(house: House) -> None:
    done = nominated(house, an_open_campaign(house))
    case = queries.case(done.id, EVERYWHERE)
    assert (case.row.state, case.row.level, case.row.name) == (
        State.IN_REVIEW,
        "station",
        "陈秀兰",
    )
    assert case.row.due_on == date(2026, 11, 30)  # five working days
    [voice] = case.voices
    assert (voice.by, voice.deed) == ("热心邻居", DEED)
    assert [one.phone for one in voice.witnesses] == ["13900001111"]
    assert [one.id for one in mine.nominations_by(house.neighbour.id)] == [done.id]


def test_sent_twice_is_the_first_answer(house: House) -> None:
    campaign = an_open_campaign(house)
    first, second = nominated(house, campaign), nominated(house, campaign)
    assert second == nominating.Nominated(first.id, again=True)
    assert (count(Nomination), count(NominationVoice)) == (1, 1)


def test_named_by_two_she_is_one_case_with_both_voices(house: House) -> None:
    campaign = an_open_campaign(house)
    other = world.a_volunteer(house.station, name="另一位邻居")
    first = nominated(house, campaign)
    second = nominated(house, campaign, other, unit="阳光 社区")
    assert second == nominating.Nominated(first.id, joined=True)
    case = queries.case(first.id, EVERYWHERE)
    assert [voice.by for voice in case.voices] == ["热心邻居", "另一位邻居"]


def test_a_volunteer_is_found_by_number_and_name_together(house: House) -> None:
    campaign = an_open_campaign(house)
    hero = world.a_volunteer(house.station, name="陈秀兰", open_id="o-hero")
    with pytest.raises(errors.NumberOfSomebodyElse):
        nominated(house, campaign, name="别人家", number=hero.number)
    done = nominated(house, campaign, number=hero.number, age=3)
    assert (the_case(done.id).volunteer_id, the_case(done.id).age) == (hero.id, 66)
    assert the_case(done.id).consent == "asked"
    assert [one.id for one in mine.named(hero.id)] == [done.id]


def test_after_the_window_nobody_is_named(house: House) -> None:
    campaign = an_open_campaign(house)
    who = people.volunteer(house.neighbour.id)
    with pytest.raises(errors.NotTakingNominations):
        nominating.nominate(who, campaign, an_application(house), now=CLOSED)
    assert count(Nomination) == 0


def test_who_is_decided_is_not_joined(house: House) -> None:
    campaign = an_open_campaign(house)
    done = nominated(house, campaign)
    reviewing.reject(house.clerk, done.id, "查无此事", now=NOON)
    with pytest.raises(errors.AlreadyDecided):
        nominated(house, campaign, world.a_volunteer(house.station, name="另一位"))
    assert count(NominationVoice) == 1


def test_staff_write_down_what_somebody_came_to_say(house: House) -> None:
    campaign = an_open_campaign(house)
    for name in ("刘大爷", "孙大娘"):
        wanted = an_application(house, for_name=name)
        nominating.nominate_for(house.clerk, campaign, wanted, now=NOON)
    [row] = queries.cases(EVERYWHERE).items
    assert [one.for_name for one in queries.case(row.id, EVERYWHERE).voices] == ["刘大爷", "孙大娘"]
    elsewhere = an_application(house, place_id=world.a_station(house.office).id)
    with pytest.raises(NotFound):
        nominating.nominate_for(house.clerk, campaign, elsewhere, now=NOON)


def test_a_draft_is_resumed_and_gone_once_sent(house: House) -> None:
    campaign = an_open_campaign(house)
    who = people.volunteer(house.neighbour.id)
    actor = Actor("volunteer", who.id, who.name)
    photo = keeping.keep(actor, a_photo(), now=NOON)
    drafting.save(who, campaign, {"name": "陈", "deed": "她"}, pictures=[photo], now=NOON)
    drafting.save(who, campaign, {"name": "陈秀兰", "x": "y"}, now=NOON + timedelta(days=3))
    kept = drafting.draft_of(who.id, campaign)
    assert kept is not None
    assert (kept.typed, kept.pictures) == ({"name": "陈秀兰"}, (photo,))
    keeping.forget_loose(NOON + timedelta(days=5))
    assert count(Attachment) == 1
    done = nominated(house, campaign)
    assert queries.case(done.id, EVERYWHERE).voices[0].pictures == (photo,)
    assert queries.has_picture(done.id, photo)
    assert count(NominationDraft) == 0


def test_a_return_names_what_is_missing_and_an_amendment_goes_back(house: House) -> None:
    done = nominated(house, an_open_campaign(house))
    reviewing.send_back(house.clerk, done.id, "请补充证明人", now=NOON)
    assert mine.nomination_by(house.neighbour.id, done.id).missing == "请补充证明人"
    who = people.volunteer(house.neighbour.id)
    later = NOON + timedelta(days=1)
    with pytest.raises(BadInput):
        nominating.amend(who, done.id, an_application(house, deed="短"), now=later)
    more = an_application(house, deed=DEED + "补充：李奶奶的女儿也可以证明。")
    nominating.amend(who, done.id, more, now=later)
    assert (the_case(done.id).state, the_case(done.id).level) == ("in_review", "station")
    assert count(NominationWitness) == 1
    stranger = people.volunteer(world.a_volunteer(house.station, name="路人").id)
    with pytest.raises(NotFound):
        nominating.amend(stranger, done.id, more, now=later)


def test_an_earlier_holder_is_not_named_again(house: House) -> None:
    campaign = an_open_campaign(house)
    done = nominated(house, campaign)
    row = the_case(done.id)
    row.state = "conferred"
    world.saved(row)
    with pytest.raises(errors.EarlierHolder):
        nominated(house, an_open_campaign(house, title="下一次推选"))
    again = nominated(house, an_open_campaign(house, title="不限", holders_out=False))
    assert again.id != done.id


def test_who_leaves_is_named_nowhere(house: House) -> None:
    campaign = an_open_campaign(house)
    hero = world.a_volunteer(house.station, name="陈秀兰")
    done = nominated(house, campaign, number=hero.number)
    drafting.save(people.volunteer(hero.id), campaign, {"name": "某人"}, now=NOON)
    leaving.leave(hero.id, now=NOON)
    assert (the_case(done.id).state, the_case(done.id).name) == ("withdrawn", "已注销")
    assert count(NominationDraft) == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "x"}, "kind"),
        ({"title": ""}, "title"),
        ({"title": "好人表彰"}, "title"),
        ({"about": ""}, "about"),
        ({"categories": ()}, "categories"),
        ({"levels": ("station",)}, "levels"),
        ({"closes_at": NOON}, "closes_at"),
        ({"notice_working_days": 4}, "notice_working_days"),
        ({"notice_working_days": 31}, "notice_working_days"),
        ({"quota": 0}, "quota"),
        ({"deed_within_years": 11}, "deed_within_years"),
        ({"least_age": 0}, "least_age"),
        ({"least_age": 18, "most_age": 6}, "most_age"),
        ({"kind": "virtue_youth"}, "most_age"),
        ({"kind": "virtue_youth", "most_age": 19}, "most_age"),
        ({"kind": "virtue_youth", "least_age": 6, "most_age": 18}, None),
    ],
)
def test_a_plan_that_is_refused(changes: dict[str, object], field: str) -> None:
    refusal = campaigns.why_not_this_plan(replace(PLAN, **changes), now=NOON)  # type: ignore[arg-type]
    assert getattr(refusal, "field", None) == field


def test_the_clock_opens_and_closes_once(house: House) -> None:
    plan = replace(PLAN, opens_at=NOON + timedelta(days=1))
    made: UUID = campaigns.draft(house.administrator, plan, now=NOON)
    assert campaigns.advance(now=NOON + timedelta(days=2)) == 0  # nobody announced it
    campaigns.announce(house.administrator, made, now=NOON)
    assert campaigns.advance(now=NOON) == 0
    assert campaigns.advance(now=CLOSED) == 1  # a missed tick opens and closes it
    assert campaigns.advance(now=CLOSED) == 0


def test_who_has_registered_since_she_was_honoured_is_known_again(house: House) -> None:
    row = the_case(nominated(house, an_open_campaign(house)).id)
    row.state = "conferred"
    world.saved(row)
    hero = world.a_volunteer(house.station, name="陈秀兰")
    with pytest.raises(errors.EarlierHolder):
        nominated(house, an_open_campaign(house, title="下一次推选"), number=hero.number)


def test_what_is_added_after_a_return_is_no_older_than_the_campaign_asks(house: House) -> None:
    done = nominated(house, an_open_campaign(house))
    reviewing.send_back(house.clerk, done.id, "请补充日期", now=NOON)
    who = people.volunteer(house.neighbour.id)
    old = an_application(house, deed_on=date(2021, 11, 22))
    with pytest.raises(BadInput):
        nominating.amend(who, done.id, old, now=NOON)
    assert the_case(done.id).state == "returned"
    nominating.amend(who, done.id, an_application(house, deed_on=date(2021, 11, 23)), now=NOON)
