"""Polls arranged, opened by the clock, voted in, counted, cleaned, forgotten."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain import clockwork
from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.audit.models import AuditEntry
from app.domain.nominations import campaigns, consenting, public_notice
from app.domain.nominations import errors as cases
from app.domain.nominations.consenting import Word
from app.domain.nominations.polls import arranging, counting, errors, excluding, queries
from app.domain.nominations.polls.casting import Trace
from app.domain.nominations.polls.counting import Result
from app.domain.nominations.polls.models import Ballot, BallotExclusion
from app.domain.nominations.polls.rules import PollState
from app.domain.people import followers, leaving
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON, Counting
from tests.domain.nominations.house import (
    CLOSED,
    House,
    an_open_campaign,
    nominated,
    passed,
    the_case,
)
from tests.domain.nominations.voting_house import (
    DAY,
    ENDS,
    a_follower,
    a_plan,
    a_poll,
    count,
    in_the_urn,
    the_poll,
    votes,
)

pytestmark = pytest.mark.usefixtures("database")
MINUTE = timedelta(minutes=1)


def result(house: House, campaign_id: UUID) -> Result:
    return counting.result_for_staff(house.administrator, campaign_id)


def sums(found: Result) -> dict[str, tuple[int, int]]:
    return {line.name: (line.votes, line.left_out) for line in found.lines}


def auditor(house: House) -> Staff:
    return world.staff(Role.AUDITOR, at=house.centre)


def trail() -> list[str]:
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [one.action for one in entries if one.action.startswith("polls.")]


def test_neighbours_vote_and_the_result_is_there_after_the_end(house: House) -> None:
    campaign_id, (one, two, three) = a_poll(house)
    assert votes(campaign_id, [one, two])
    assert votes(campaign_id, [two])
    assert votes(campaign_id, [two, three], now=CLOSED + DAY)
    with pytest.raises(errors.CountsAreSecret):
        result(house, campaign_id)
    clockwork.tick(ENDS)
    found = result(house, campaign_id)
    assert sums(found) == {"王建国": (3, 0), "陈秀兰": (1, 0), "刘桂芳": (1, 0)}
    assert found.lines[0].name == "王建国"
    assert (found.cast, found.counted) == (3, 3)
    assert found.days == ((local_date(CLOSED), 2), (local_date(CLOSED + DAY), 1))
    assert trail() == ["polls.arrange", "polls.open", "polls.close"]


def test_off_unless_arranged_and_only_by_the_centre(house: House) -> None:
    campaign_id = an_open_campaign(house)
    assert queries.poll_of(campaign_id) is None
    with pytest.raises(NotFound):
        votes(campaign_id, [])
    with pytest.raises(NotAllowed):
        arranging.arrange(auditor(house), campaign_id, a_plan(), now=NOON)
    with pytest.raises(BadInput):
        arranging.arrange(house.administrator, campaign_id, a_plan(opens_at=NOON), now=NOON)
    assert queries.poll_of(campaign_id) is None


def test_it_waits_until_all_candidates_can_begin_together(house: House) -> None:
    campaign_id = an_open_campaign(house)
    first = passed(house, nominated(house, campaign_id).id)
    late = nominated(house, campaign_id, name="王建国").id
    arranging.arrange(house.administrator, campaign_id, a_plan(), now=NOON)
    clockwork.tick(CLOSED)
    assert the_poll().state == "arranged"
    assert isinstance(arranging.what_it_waits_for(campaign_id), cases.CasesStillOpen)
    passed(house, late)
    clockwork.tick(CLOSED + DAY)
    assert the_poll().state == "open"
    assert votes(campaign_id, [first, late], now=CLOSED + DAY)


def test_one_candidate_is_no_vote_and_it_lapses(house: House) -> None:
    campaign_id, _ = a_poll(house, candidates=1)
    assert isinstance(arranging.what_it_waits_for(campaign_id), errors.TooFewCandidates)
    clockwork.tick(ENDS)
    assert (the_poll().state, the_poll().reason) == ("called_off", arranging.NEVER_BEGAN)
    assert arranging.advance(now=ENDS + DAY) == 0


def test_who_has_not_agreed_or_no_story_holds_it_up(house: House) -> None:
    _, (one, _, _) = a_poll(house)
    row = the_case(one)
    rows = [row]
    assert arranging.why_not_open(rows * 2, 0) is None
    row.story = ""
    assert isinstance(arranging.why_not_open(rows * 2, 0), cases.StoryMissing)
    row.consent = "asked"
    assert isinstance(arranging.why_not_open(rows * 2, 0), cases.ConsentMissing)
    session.rollback()


def test_changed_before_it_begins_and_never_after(house: House) -> None:
    campaign_id = an_open_campaign(house)
    arranging.arrange(house.administrator, campaign_id, a_plan(), now=NOON)
    arranging.arrange(house.administrator, campaign_id, a_plan(most_names=5), now=NOON)
    assert (the_poll().most_names, the_poll().state) == (5, "arranged")
    session.rollback()
    running, _ = a_poll(house)
    with pytest.raises(errors.PollNotNow):
        arranging.arrange(house.administrator, running, a_plan(), now=CLOSED)


def test_the_second_ballot_of_a_day_changes_nothing(house: House) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    person = world.a_volunteer(house.station)
    phone, other_phone = a_follower(person), a_follower(person)
    assert votes(campaign_id, [one], who=phone)
    assert not votes(campaign_id, [two], who=phone, now=CLOSED + MINUTE)
    assert not votes(campaign_id, [two], who=other_phone)  # one person, two WeChat ids
    assert in_the_urn() == (1, 1)
    assert votes(campaign_id, [two], who=phone, now=CLOSED + DAY)
    view = queries.poll(campaign_id)
    assert queries.has_voted(view.id, followers.follower(other_phone), local_date(CLOSED))
    assert not queries.has_voted(view.id, followers.follower(a_follower()), local_date(CLOSED))


def test_only_who_follows_now_votes(house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    with pytest.raises(errors.NotFollowing):
        votes(campaign_id, [one], who=a_follower(following=False))
    with pytest.raises(errors.TooManyNames):
        votes(campaign_id, [UUID(int=n) for n in range(3)])
    assert in_the_urn() == (0, 0)


def test_who_takes_her_word_back_stands_no_more(house: House) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    assert votes(campaign_id, [one, two])
    consenting.note_word(house.clerk, one, Word(agreed=False), "电话里不同意了", now=CLOSED)
    with pytest.raises(errors.NoLongerStanding):
        votes(campaign_id, [one])
    assert len(queries.candidates_for(queries.poll(campaign_id), UUID(int=1), NOON.date())) == 2
    with pytest.raises(NotFound):
        queries.candidate(campaign_id, one, CLOSED)


def test_a_ballot_is_a_handful_of_statements(house: House, statements: Counting) -> None:
    campaign_id, (one, two, _) = a_poll(house)
    votes(campaign_id, [one])
    voter = a_follower()
    with statements() as seen:
        votes(campaign_id, [one, two], who=voter)
    assert len(seen) == 4, seen  # who votes, the poll with its candidates, the ballot, its names


def test_nothing_is_published_while_neighbours_vote(house: House) -> None:
    campaign_id, _ = a_poll(house)
    with pytest.raises(errors.PollStillOpen):
        public_notice.publish(house.administrator, campaign_id, now=CLOSED)
    arranging.call_off(house.administrator, campaign_id, "系统故障", now=CLOSED)
    assert public_notice.publish(house.administrator, campaign_id, now=CLOSED) == 3


def test_stopped_with_a_reason_nobody_votes(house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    votes(campaign_id, [one])
    with pytest.raises(BadInput):
        arranging.call_off(house.administrator, campaign_id, " ", now=CLOSED)
    with pytest.raises(NotAllowed):
        arranging.call_off(auditor(house), campaign_id, "x", now=CLOSED)
    arranging.call_off(house.administrator, campaign_id, "系统故障", now=CLOSED)
    with pytest.raises(errors.NotVotingNow):
        votes(campaign_id, [one])
    assert queries.public_result(campaign_id) is None
    assert result(house, campaign_id).cast == 1


def test_a_campaign_given_up_takes_its_poll_along(house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    campaigns.withdraw(house.administrator, campaign_id, "本季不再进行", now=CLOSED)
    with pytest.raises(errors.NotVotingNow):
        votes(campaign_id, [one])
    clockwork.tick(CLOSED)
    assert the_poll().state == "called_off"


def test_the_audit_may_look_and_it_is_written_down(house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    votes(campaign_id, [one])
    assert counting.look(auditor(house), campaign_id, now=CLOSED).cast == 1
    assert trail()[-1] == "polls.look"
    with pytest.raises(NotAllowed):
        counting.look(house.administrator, campaign_id, now=CLOSED)
    with pytest.raises(NotFound):
        counting.result_for_staff(house.clerk, campaign_id)


def test_the_public_sees_the_result_only_where_arranged(house: House) -> None:
    campaign_id, (one, two, _) = a_poll(house, shown_to_public=True)
    votes(campaign_id, [one, two])
    assert queries.public_result(campaign_id) is None
    clockwork.tick(ENDS)
    consenting.note_word(house.clerk, two, Word(agreed=False), "电话里不同意了", now=ENDS)
    shown = queries.public_result(campaign_id)
    assert shown is not None
    assert [(person.name, line.votes) for person, line in shown[1]] == [
        ("陈秀兰", 1),
        ("刘桂芳", 0),
    ]
    hidden, _ = a_poll(house)
    arranging.advance(now=ENDS)
    assert queries.public_result(hidden) is None


def odd_poll(house: House) -> tuple[UUID, UUID]:
    """Twenty-one ballots for one from one network, two for another from elsewhere; it is over."""
    campaign_id, (one, two, _) = a_poll(house)
    for number in range(21):
        votes(campaign_id, [one], now=CLOSED + number * timedelta(seconds=5))
    for number in range(2):
        votes(campaign_id, [two], trace=Trace(f"10.9.{number}.*"))
    clockwork.tick(ENDS)
    return campaign_id, queries.poll(campaign_id).id


def test_odd_ballots_are_left_out_by_two_and_counted_apart(house: House) -> None:
    campaign_id, poll_id = odd_poll(house)
    (odd,) = excluding.odd_ballots(poll_id)
    assert (odd.rule, len(odd.ballots)) == ("network", 21)
    found = excluding.propose(
        house.administrator, campaign_id, odd.rule, odd.key, reason="同一机房", now=ENDS
    )
    assert sums(result(house, campaign_id))["陈秀兰"] == (21, 0)
    assert excluding.odd_ballots(poll_id) == []
    with pytest.raises(errors.SecondPersonNeeded):
        excluding.decide(house.administrator, found, agreed=True, now=ENDS)
    excluding.decide(house.colleague, found, agreed=True, now=ENDS)
    after = result(house, campaign_id)
    assert sums(after) == {"王建国": (2, 0), "陈秀兰": (0, 21), "刘桂芳": (0, 0)}
    assert (after.cast, after.left_out, after.counted) == (23, 21, 2)
    assert count(Ballot) == 23
    with pytest.raises(errors.AlreadyDecidedUpon):
        excluding.decide(house.colleague, found, agreed=False, now=ENDS)
    [told] = queries.exclusions(queries.poll(campaign_id))
    assert (told.proposed_by, told.decided_by, told.reason) == ("李主任", "刘敏", "同一机房")
    assert trail()[-2:] == ["polls.propose_exclusion", "polls.confirm_exclusion"]


def test_a_dropped_proposal_puts_the_ballots_back(house: House) -> None:
    campaign_id, poll_id = odd_poll(house)
    (odd,) = excluding.odd_ballots(poll_id)
    found = excluding.propose(
        house.administrator, campaign_id, odd.rule, odd.key, reason="同一机房", now=ENDS
    )
    excluding.decide(house.administrator, found, agreed=False, now=ENDS)  # her own word back
    assert result(house, campaign_id).left_out == 0
    assert len(excluding.odd_ballots(poll_id)) == 1


def test_who_stands_or_comes_too_early_leaves_nothing_out(house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    votes(campaign_id, [one])
    gone = (house.administrator, campaign_id, "network", UUID(int=1))
    with pytest.raises(errors.PollNotNow):
        excluding.propose(*gone, reason="x", now=CLOSED)
    clockwork.tick(ENDS)
    with pytest.raises(errors.NoSuchAnomaly):
        excluding.propose(*gone, reason="x", now=ENDS)
    with pytest.raises(NotAllowed):
        excluding.propose(auditor(house), *gone[1:], reason="x", now=ENDS)
    hero = world.a_volunteer(house.station)
    row = the_case(one)
    row.volunteer_id = hero.id
    world.saved(row)
    herself = world.staff(Role.CENTRE_ADMINISTRATOR, at=house.centre, volunteer_id=hero.id)
    with pytest.raises(cases.OwnCase):
        excluding.propose(herself, *gone[1:], reason="x", now=ENDS)
    assert count(BallotExclusion) == 0


def test_ballots_are_forgotten_and_the_sums_stay(house: House) -> None:
    campaign_id, poll_id = odd_poll(house)
    (odd,) = excluding.odd_ballots(poll_id)
    found = excluding.propose(
        house.administrator, campaign_id, odd.rule, odd.key, reason="同一机房", now=ENDS
    )
    excluding.decide(house.colleague, found, agreed=True, now=ENDS)
    before = result(house, campaign_id)
    assert counting.forget_old(now=ENDS + 30 * DAY - MINUTE) == 0
    assert in_the_urn() == (23, 23)
    clockwork.tick(ENDS + 30 * DAY)
    assert in_the_urn() == (0, 0)
    after = result(house, campaign_id)
    assert (sums(after), after.cast, after.left_out) == (
        sums(before),
        before.cast,
        before.left_out,
    )
    assert counting.forget_old(now=ENDS + 31 * DAY) == 0
    with pytest.raises(errors.BallotsGone):
        excluding.decide(house.colleague, found, agreed=False, now=ENDS + 31 * DAY)


def test_who_leaves_is_on_no_ballot(house: House) -> None:
    campaign_id, (one, *_) = a_poll(house)
    person = world.a_volunteer(house.station)
    votes(campaign_id, [one], who=a_follower(person))
    leaving.leave(person.id, now=CLOSED)
    (ballot,) = session.scalars(select(Ballot).execution_options(populate_existing=True))
    assert ballot.volunteer_id is None
    assert PollState(the_poll().state) is PollState.OPEN


def test_reading_a_ballot_paper_costs_the_same_for_two_or_five(
    house: House, statements: Counting
) -> None:
    costs = []
    for size in (2, 5):
        campaign_id, _ = a_poll(house, candidates=size)
        view = queries.poll(campaign_id)
        session.commit()
        session.expire_all()
        with statements() as seen:
            assert len(queries.candidates_for(view, UUID(int=1), NOON.date())) == size
        costs.append(len(seen))
    assert costs[0] == costs[1]
