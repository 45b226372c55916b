"""What waits for staff: people invited, somebody who says "not me", forgotten check-outs."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from app.domain.access.queries import Staff
from app.domain.hours.check_out_stays import forgotten_stay
from app.domain.hours.late_check_out import say_when_left
from app.domain.people import consents, invitations
from app.domain.people.application import Application
from app.domain.people.denials import deny
from app.domain.people.seeding import SeededVolunteer, accept_invitations
from app.entrypoints.cli.demo_district.crowd import Person
from app.entrypoints.cli.demo_district.steps import then
from app.entrypoints.cli.demo_district.verdicts import Drawn

INVITED = ("秦素芬", "毛志诚", "孔令霞", "史玉兰", "段立军", "贺春生")
ACCEPTED, DECLINED = 2, 1  # of these
LONG_AGO = ("万桂兰", "康建国", "汤丽娜")
REQUESTS = 3
NOTES = ("和邻居一起走的，走得急忘了扫码", "手机没电了，带队的同志知道", "送老人回家，没来得及扫")


def invite_people(clerk: Staff, *, now: datetime) -> None:
    """Some answered, some have not yet, and some invitations have ended and are forgotten."""
    then(invitations.invite, clerk, list(_rows(LONG_AGO, 0)), now=now - timedelta(days=40))
    then(invitations.end_old, now=now - timedelta(days=1))
    then(invitations.invite, clerk, list(_rows(INVITED, 10)), now=now - timedelta(days=2))
    asked = list(_rows(INVITED, 10))
    at = now - timedelta(days=1)
    accept_invitations([_joins(row, clerk, at) for row in asked[:ACCEPTED]])
    waiting = {one.name: one for one in invitations.invitations(clerk).items}
    for row in asked[ACCEPTED : ACCEPTED + DECLINED]:
        then(invitations.decline, waiting[row.name].id, now=at)


def _rows(names: tuple[str, ...], first: int) -> Iterator[invitations.Row]:
    for line, name in enumerate(names, start=1):
        yield invitations.Row(line, name, f"158000010{first + line:02d}", "")


def _joins(row: invitations.Row, clerk: Staff, at: datetime) -> SeededVolunteer:
    application = Application(
        name=row.name,
        phone=row.phone,
        community_id=clerk.place.id,
        birth_date=date(1968, 9, 12),
        id_number=None,
        categories=("社区服务",),
        consent_version=consents.VERSION,
    )
    return SeededVolunteer(application, at)


def deny_one(person: Person, *, now: datetime) -> None:
    """Whoever has this phone says that she is not this volunteer; staff have not looked yet."""
    then(deny, person.id, None, now=now - timedelta(hours=7))


def ask_for_check_outs(drawn: list[Drawn], *, now: datetime) -> None:
    """Some who forgot to check out have said when they left; nobody has answered yet."""
    forgot = [one for one in drawn if one.stay.out_at is None]
    latest = sorted(forgot, key=lambda one: one.stay.plan.ends_at, reverse=True)
    waiting = ((one, forgotten_stay(one.record_id)) for one in latest)
    open_still = [(one, stay) for one, stay in waiting if stay.unknown_end]
    for (one, stay), note in zip(open_still[:REQUESTS], NOTES, strict=False):
        then(
            say_when_left,
            one.stay.volunteer_id,
            one.record_id,
            left_at=stay.ends_at - timedelta(minutes=10),
            note=note,
            now=min(stay.closed_at + timedelta(hours=1), now),
        )
