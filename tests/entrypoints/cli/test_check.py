"""What disagrees is found and named."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.domain.activities.models import Activity, Position, SignUp
from app.domain.activities.vocabulary import TRAINING
from app.domain.attendance.models import Attendance
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason
from app.domain.coupons.money_models import CouponSettlement
from app.domain.culture.models import CultureEvent, CultureTicket
from app.domain.hours.models import HourDecision, HourRecord
from app.domain.recognition.models import PointAccount, Redemption, RewardItem
from app.domain.training.models import TrainingRecord
from app.entrypoints.cli.check import AGREEMENTS, check
from app.kernel.database import Base, session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests.domain.coupons.season import a_fair, taken
from tests.domain.culture.house import a_clerk, a_published, a_ticket
from tests.domain.training.courses import a_course_day
from tests.guards import behind_the_guards
from tests.world import (
    NOON,
    a_centre,
    a_pending_record,
    a_station,
    a_volunteer,
    an_open_position,
    signed_up,
    staff,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def a_good_database(application: Flask) -> Flask:
    """One record, with the stay, the sign-up and the decision behind it."""
    station = a_station()
    record = a_pending_record(a_volunteer(station), station)
    with transaction():
        decision = {"decision": "drawn_up", "minutes": record.minutes}
        session.add(HourDecision(id=new_id(), record_id=record.id, at=NOON, **decision))
    return application


def one(kind: type[Base]) -> Base:
    return session.query(kind).one()


def change(kind: type[Base], **facts: object) -> None:
    with transaction():
        row = one(kind)
        for name, value in facts.items():
            setattr(row, name, value)


def sign_up_of_another_session() -> None:
    other = an_open_position(a_station(), state="ended")
    theirs = signed_up(a_volunteer(), other)
    mine = session.get(Attendance, one(Attendance).id)  # type: ignore[attr-defined]
    with transaction():
        assert mine
        mine.sign_up_id = theirs.id


def a_record_of_another() -> None:
    change(HourRecord, volunteer_id=a_volunteer().id)


def position_of_another_session() -> None:
    other = an_open_position(a_station())
    with transaction():
        one(SignUp).position_id = other.id  # type: ignore[attr-defined]
        other.taken = 1
        session.query(Position).filter(Position.id != other.id).one().taken = 0


def a_stay_without_a_record() -> None:
    behind_the_guards("DELETE FROM hour_decision", "DELETE FROM hour_record")


def a_record_that_replaces_itself() -> None:
    change(HourRecord, supersedes_id=one(HourRecord).id)  # type: ignore[attr-defined]


def a_balance_without_entries() -> None:
    whose = one(HourRecord).volunteer_id  # type: ignore[attr-defined]
    with transaction():
        session.add(PointAccount(volunteer_id=whose, balance=5, owed=0))


def an_item(*, left: int, stocked: int) -> RewardItem:
    station = a_station()
    return RewardItem(
        id=new_id(),
        place_id=station.id,
        place_path=station.path,
        title="大米",
        price=10,
        left=left,
        stocked=stocked,
        open_from=NOON.date(),
        on_shelf=True,
        created_by_id=staff(at=station).id,
        created_at=NOON,
    )


def an_item_that_is_short() -> None:
    item = an_item(left=1, stocked=5)
    with transaction():
        session.add(item)


def a_redemption_that_cost_nothing() -> None:
    item = an_item(left=0, stocked=1)
    with transaction():
        session.add(item)
        session.flush()
        session.add(
            Redemption(
                number="12345678",
                volunteer_id=one(HourRecord).volunteer_id,  # type: ignore[attr-defined]
                item_id=item.id,
                place_id=item.place_id,
                price=10,
                state="reserved",
                nonce="n",
                reserved_at=NOON,
                pick_up_by=NOON + 99 * HOUR,
            )
        )


def minutes_from_nowhere() -> None:
    course = a_course_day().course
    day = NOON.date()
    person = one(HourRecord).volunteer_id  # type: ignore[attr-defined]
    with transaction():
        session.add(
            TrainingRecord(
                course_id=course.id, volunteer_id=person, minutes=5, first_on=day, last_on=day
            )
        )


def seats_without_tickets() -> None:
    a_published(a_clerk())
    change(CultureEvent, seats_taken=1)


def let_in_without_a_scan() -> None:
    a_ticket(a_published(a_clerk()), a_volunteer())
    change(CultureTicket, admitted=1)


def a_fair_where(kind: type[Base], **facts: object) -> Callable[[], None]:
    """Somebody has taken a coupon; then what is said of it is changed."""

    def breach() -> None:
        taken(a_volunteer(), a_fair(a_centre()))
        change(kind, **facts)

    return breach


def a_settlement_of_nothing() -> None:
    fair = a_fair(a_centre())
    day = NOON.date()
    with transaction():
        session.add(
            CouponSettlement(
                merchant_id=fair.noodles,
                first_day=day,
                last_day=day,
                state="prepared",
                count=1,
                face_fen=2000,
                spent_fen=6800,
                prepared_by_id=fair.administrator.id,
                prepared_at=NOON,
            )
        )


BREACHES: dict[str, Callable[[], object]] = {
    "a position's taken places": lambda: change(Position, taken=0),
    "a sign-up's session": position_of_another_session,
    "a living sign-up's times": lambda: change(SignUp, starts_at=NOON - 90 * HOUR),
    "an activity begins": lambda: change(Activity, ends_at=NOON + 99 * HOUR),
    "an attendance is of": sign_up_of_another_session,
    "nobody leaves before": lambda: change(Attendance, out_at=NOON - 500 * HOUR),
    "every stay of service": a_stay_without_a_record,
    "every stay in a course": lambda: change(Activity, work_type=TRAINING),
    "what somebody learned": minutes_from_nowhere,
    "a record is of its stay's": a_record_of_another,
    "a balance of points": a_balance_without_entries,
    "what is left of an item": an_item_that_is_short,
    "a redemption has cost": a_redemption_that_cost_nothing,
    "a record's minutes": lambda: change(HourRecord, minutes=1),
    "a record's open flags": lambda: change(HourRecord, open_flags=1),
    "a record is frozen": lambda: change(HourRecord, state="frozen"),
    "what is superseded": a_record_that_replaces_itself,
    "an event's taken seats": seats_without_tickets,
    "who was admitted on a ticket": let_in_without_a_scan,
    "as many coupons of a kind": a_fair_where(CouponKind, taken=2),
    "a season's commitment": a_fair_where(CouponSeason, committed_fen=4000),
    "a coupon has moved": a_fair_where(Coupon, state="used"),
    "a settlement is the sum": a_settlement_of_nothing,
}
KEPT_BY_THE_DATABASE = {"nobody has two living"}


def test_a_good_database_agrees(a_good_database: Flask) -> None:
    answer = a_good_database.test_cli_runner().invoke(check, ["counters"])
    assert answer.output == f"{len(AGREEMENTS)} agreements hold\n"


@pytest.mark.parametrize("beginning", BREACHES)
def test_what_disagrees_is_found(a_good_database: Flask, beginning: str) -> None:
    BREACHES[beginning]()
    answer = a_good_database.test_cli_runner().invoke(check, ["counters"])
    assert answer.exit_code == 1
    assert f"not so: {beginning}" in answer.output
    assert answer.output.count("not so") == 1, answer.output


def test_every_agreement_was_broken_here() -> None:
    said = [one.sentence for one in AGREEMENTS]
    told = BREACHES.keys() | KEPT_BY_THE_DATABASE
    assert [s for s in said if not any(s.startswith(beginning) for beginning in told)] == []
