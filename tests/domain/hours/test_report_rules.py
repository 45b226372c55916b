"""Every pair of a state and a decision, and who may answer or correct."""

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from uuid import UUID

import pytest

from app.domain.hours import notice_rules
from app.domain.hours import rules as hour_rules
from app.domain.hours.back_fill_rules import Person
from app.domain.hours.errors import AlreadyDecided, NotRejected, NotReturned, OutsideStay, OwnRecord
from app.domain.hours.reports import correction_rules, errors, rules
from app.domain.hours.reports.correction_rules import CorrectionFacts
from app.domain.hours.reports.rules import (
    NEXT_RECORD_STATE,
    NEXT_STATE,
    Answerer,
    Decision,
    RecordDecision,
    ReportFacts,
    Said,
)
from app.domain.hours.rules import STANDINGS, Credit, Decider, RecordFacts, Stretch
from app.domain.places.scope import Scope
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound, Refusal

STATION, OFFICE, CENTRE = "001/002/003/", "001/002/", "001/"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
STAY = Stretch(datetime(2026, 11, 21, 1, 0, tzinfo=UTC), datetime(2026, 11, 21, 3, 0, tzinfo=UTC))
HALF = Stretch(STAY.begins, datetime(2026, 11, 21, 2, 0, tzinfo=UTC))


def a_person(phone: str = "1", volunteer_id: UUID | None = None) -> Person:
    return Person(new_id(), volunteer_id, phone)


def who(path: str = OFFICE, level: str = "office", volunteer_id: UUID | None = None) -> Answerer:
    person = a_person("139", volunteer_id)
    by = Decider(person.staff_id, volunteer_id, Scope(path), level == "centre")
    return Answerer(by, person, level)


def a_report(**facts: object) -> ReportFacts:
    found = ReportFacts(
        "open", STATION, new_id(), frozenset({new_id()}), (a_person(),), frozenset({"station"})
    )
    return replace(found, **facts)  # type: ignore[arg-type]


def a_record(state: str = "approved") -> RecordFacts:
    return RecordFacts(state, 120, new_id(), STATION, False, None, None, False)


REPORT_PAIRS = {
    ("open", "dismiss"): "dismissed",
    ("open", "uphold"): "upheld",
    ("open", "correct"): "correcting",
    ("correcting", "corrected"): "upheld",
    ("correcting", "not_corrected"): "open",
}


@pytest.mark.parametrize(("state", "decision"), list(product(rules.STANDINGS, Decision)))
def test_each_decision_on_each_state_of_a_report(state: str, decision: Decision) -> None:
    expected = REPORT_PAIRS.get((state, decision.value))
    assert NEXT_STATE.get((state, decision)) == expected
    refusal = rules.why_not_answer(a_report(state=state), decision, who())
    assert (refusal is None) == (expected is not None)
    if refusal is not None:
        assert isinstance(refusal, errors.ReportDecided)
        assert rules.STANDINGS[state] in refusal.sentence


RECORD_PAIRS = {
    ("approved", "freeze"): "frozen",
    ("frozen", "freeze"): "frozen",
    ("frozen", "release"): "approved",
    ("frozen", "uphold"): "revoked",
    ("approved", "replace"): "superseded",
    ("frozen", "replace"): "superseded",
}


@pytest.mark.parametrize(("state", "decision"), list(product(STANDINGS, RecordDecision)))
def test_each_decision_on_each_state_of_a_record(state: str, decision: RecordDecision) -> None:
    assert rules.next_record_state(state, decision) == RECORD_PAIRS.get((state, decision.value))


def test_the_tables_hold_nothing_else() -> None:
    assert len(NEXT_STATE) == len(REPORT_PAIRS)
    assert len(NEXT_RECORD_STATE) == len(RECORD_PAIRS)


@pytest.mark.parametrize("state", ["frozen", "superseded"])
def test_what_is_frozen_or_replaced_is_changed_in_no_other_way(state: str) -> None:
    record, by = a_record(state), who().by
    refused: list[tuple[Refusal | None, type[Refusal]]] = [
        (hour_rules.why_not_approve(record, by), AlreadyDecided),
        (hour_rules.why_not_return(record, by), AlreadyDecided),
        (hour_rules.why_not_reject(record, by), AlreadyDecided),
        (hour_rules.why_not_revoke(record, by), AlreadyDecided),
        (hour_rules.why_not_mend(record, by, HALF, STAY), NotReturned),
        (hour_rules.why_not_appeal(record, record.volunteer_id), NotRejected),
        (why_not_propose(record), errors.NotCorrectable),
    ]
    assert [type(refusal) for refusal, _ in refused] == [kind for _, kind in refused]


def test_frozen_minutes_are_still_hers_and_replaced_ones_are_not() -> None:
    assert "frozen" in hour_rules.HOLDING_STATES
    assert "superseded" not in hour_rules.HOLDING_STATES


def why_not(facts: ReportFacts, answerer: Answerer) -> type[Refusal] | None:
    refusal = rules.why_not_answer(facts, Decision.DISMISS, answerer)
    return type(refusal) if refusal else None


def test_another_level_answers() -> None:
    assert why_not(a_report(), who()) is None
    assert why_not(a_report(), who(CENTRE, "centre")) is None
    same = a_report(approved_at_levels=frozenset({"station", "office"}))
    assert why_not(same, who()) is errors.AnsweredAtAnotherLevel
    assert why_not(same, who(CENTRE, "centre")) is None


def test_what_the_centre_approved_another_there_or_an_office_answers() -> None:
    facts = a_report(approved_at_levels=frozenset({"centre"}))
    assert why_not(facts, who(CENTRE, "centre")) is None
    assert why_not(facts, who()) is None


def test_nobody_outside_the_subtree_answers() -> None:
    assert why_not(a_report(), who("001/009/")) is NotFound


def test_who_stands_behind_the_hours_does_not_answer_not_even_under_a_second_account() -> None:
    she = who()
    assert why_not(a_report(behind=(she.person,)), she) is errors.StandsBehindTheHours
    second = replace(she.person, staff_id=new_id())  # the same phone
    assert why_not(a_report(behind=(second,)), she) is errors.StandsBehindTheHours


def test_nobody_answers_about_herself_or_what_she_said_herself() -> None:
    her = new_id()
    assert why_not(a_report(volunteer_ids=frozenset({her})), who(volunteer_id=her)) is OwnRecord
    assert why_not(a_report(reporter_id=her), who(volunteer_id=her)) is errors.OwnReport


@pytest.mark.parametrize(("length", "taken"), [(9, False), (10, True), (500, True), (501, False)])
def test_a_report_has_ten_to_five_hundred_characters(length: int, taken: bool) -> None:
    refusal = rules.why_not_say("  " + "字" * length + " ")
    assert (refusal is None) == taken
    assert taken or isinstance(refusal, BadInput)


HERS = Said(
    registered=True,
    in_notice=True,
    reported_before=False,
    looked_into=False,
    reports_today=0,
    pictures=0,
)
NOBODYS = replace(HERS, registered=False)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (replace(HERS, reports_today=4, pictures=3), None),
        (replace(HERS, reports_today=5), errors.TooManyReports),
        (replace(HERS, in_notice=False), errors.NotInNotice),
        (replace(HERS, reported_before=True), errors.ReportedAlready),
        (replace(HERS, looked_into=True), None),
        (replace(HERS, pictures=4), BadInput),
        (replace(NOBODYS, reports_today=1), None),
        (replace(NOBODYS, reports_today=2), errors.TooManyReports),
        (replace(NOBODYS, looked_into=True), errors.LookedIntoBefore),
        (replace(NOBODYS, pictures=1), errors.PicturesOfRegistered),
    ],
)
def test_a_report_is_made_in_notice_once_and_a_handful_a_day(
    said: Said, expected: type[Refusal] | None
) -> None:
    refusal = rules.why_not_report(said)
    assert (type(refusal) if refusal else None) == expected


def test_a_report_is_answered_within_five_working_days() -> None:
    assert rules.due_on(NOON) == date(2026, 11, 30)  # Monday to Monday


def test_a_notice_ends_with_the_seventh_day_after() -> None:
    late = datetime(2026, 11, 23, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    assert notice_rules.last_day(late, 7) == date(2026, 11, 30)
    last = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)
    over = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert notice_rules.in_notice("approved", late, days=7, now=last)
    assert notice_rules.in_notice("frozen", NOON, days=7, now=last)
    assert not notice_rules.in_notice("approved", late, days=7, now=over)
    assert not notice_rules.in_notice("revoked", late, days=7, now=last)
    assert not notice_rules.in_notice("pending", None, days=7, now=last)
    begins = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert notice_rules.approved_since(last, 7) == begins  # the same edge, as queries ask it
    assert notice_rules.in_notice("approved", begins, days=7, now=last)


def why_not_propose(record: RecordFacts, **facts: object) -> Refusal | None:
    asked = {"stretch": HALF, "stay": STAY, "now_counted": STAY, "waits": False, **facts}
    return correction_rules.why_not_propose(record, who().by, **asked)  # type: ignore[arg-type]


def test_approved_hours_are_corrected_within_the_stay() -> None:
    assert why_not_propose(a_record()) is None
    longer = Stretch(STAY.begins, NOON)
    assert isinstance(why_not_propose(a_record(), stretch=longer), OutsideStay)
    same = why_not_propose(a_record(), stretch=STAY)
    assert isinstance(same, errors.NothingToCorrect)
    assert isinstance(why_not_propose(a_record(), waits=True), errors.CorrectionWaits)


@pytest.mark.parametrize("state", STANDINGS)
def test_only_what_counts_is_corrected_or_what_its_report_froze(state: str) -> None:
    assert (why_not_propose(a_record(state)) is None) == (state == "approved")
    answering = why_not_propose(a_record(state), answers_report=True)
    assert (answering is None) == (state == "frozen")


def test_nobody_corrects_her_own_or_outside_her_subtree() -> None:
    record = a_record()
    asked = {"stretch": HALF, "stay": STAY, "now_counted": STAY, "waits": False}
    hers = who(volunteer_id=record.volunteer_id).by
    assert isinstance(correction_rules.why_not_propose(record, hers, **asked), OwnRecord)  # type: ignore[arg-type]
    far = who("001/009/").by
    assert isinstance(correction_rules.why_not_propose(record, far, **asked), NotFound)  # type: ignore[arg-type]


def a_correction(**facts: object) -> CorrectionFacts:
    found = CorrectionFacts(
        "waiting", "approved", STATION, new_id(), 60, False, a_person(), OFFICE, False
    )
    return replace(found, **facts)  # type: ignore[arg-type]


def why_not_approve(facts: CorrectionFacts, by: Answerer) -> type[Refusal] | None:
    refusal = correction_rules.why_not_approve(facts, by.by, by.person)
    return type(refusal) if refusal else None


def test_another_person_above_approves_a_correction() -> None:
    above = who(CENTRE, "centre")
    assert why_not_approve(a_correction(), above) is None
    assert why_not_approve(a_correction(), who()) is errors.CorrectedFromAbove
    assert why_not_approve(a_correction(proposed_by=above.person), above) is errors.ProposedByHer
    at_centre = a_correction(proposed_from=CENTRE, proposed_at_centre=True)
    assert why_not_approve(at_centre, above) is None
    hers = who(CENTRE, "centre", volunteer_id=new_id())
    own = a_correction(volunteer_id=hers.by.volunteer_id)
    assert why_not_approve(own, hers) is OwnRecord
    assert why_not_approve(a_correction(), who("001/009/")) is NotFound


@pytest.mark.parametrize("state", correction_rules.STANDINGS)
def test_a_correction_is_decided_once(state: str) -> None:
    found = why_not_approve(a_correction(state=state), who(CENTRE, "centre"))
    assert found is (None if state == "waiting" else errors.CorrectionDecided)


@pytest.mark.parametrize(("state", "answers"), list(product(STANDINGS, (False, True))))
def test_a_correction_replaces_only_what_it_was_proposed_for(state: str, answers: bool) -> None:
    facts = a_correction(record_state=state, answers_report=answers)
    fits = state == ("frozen" if answers else "approved")
    found = why_not_approve(facts, who(CENTRE, "centre"))
    assert found is (None if fits else errors.NotCorrectable)


def test_only_the_proposer_withdraws() -> None:
    she = who()
    refusal = correction_rules.why_not_withdraw(a_correction(), she.by)
    assert isinstance(refusal, errors.ProposedByAnother)
    assert correction_rules.why_not_withdraw(a_correction(proposed_by=she.person), she.by) is None


def test_minutes_that_somebody_else_holds_by_now_are_not_given_again() -> None:
    facts = a_correction(minutes=60)
    assert correction_rules.why_not_as_proposed(facts, Credit(HALF, 60, False, ())) is None
    refusal = correction_rules.why_not_as_proposed(facts, Credit(HALF, 30, False, ()))
    assert isinstance(refusal, errors.CorrectionOutOfDate)
