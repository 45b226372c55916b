"""Fill the season with people, and draw up the records of those who came."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.activities.seeding import Offered, enter_sign_ups, offered
from app.domain.attendance.seeding import enter_stays
from app.domain.hours.seeding import draw_up_all
from app.entrypoints.cli.demo_district.progress import PUBLIC, Held
from app.entrypoints.cli.demo_district.sites import FIRST_STATION
from app.entrypoints.cli.demo_district.turnout import Filled, Turnout
from app.entrypoints.cli.demo_district.verdicts import Drawn

# How full positions are: of those of the past, those still open, the daily posts.
WELL_ATTENDED = (0.75, 1.0)
STILL_OPEN = (0.15, 0.7)
A_FEW = (0.15, 0.4)
FULL = (1.0, 1.0)
IN_THE_QUEUE = 4
POST_LOOKS_AHEAD = timedelta(hours=3)  # people sign up for a post shortly before


def fill(held: list[Held], turnout: Turnout, *, now: datetime) -> tuple[list[Drawn], Offered]:
    """Enter sign-ups, stays and records; and the position that is full, with its queue."""
    by_activity: dict[UUID, list[Offered]] = defaultdict(list)
    for place in offered([one.id for one in held]):
        by_activity[place.activity_id].append(place)
    wanted = coming(held)[0]
    full = by_activity[wanted.id][0]
    filled = [
        *turnout.fill(wanted, [full], share=FULL, now=now),
        *turnout.wait(wanted, full, IN_THE_QUEUE, now=now),
    ]
    for one in held:
        if one.planned.stage in PUBLIC and one is not wanted:
            filled += _people(one, by_activity[one.id], turnout, now=now)
    return _attended(filled, turnout, now=now), full


def _people(
    one: Held, places: list[Offered], turnout: Turnout, *, now: datetime
) -> Iterator[Filled]:
    post = one.planned.title is not None
    past = one.planned.stage == "ended"
    return turnout.fill(
        one,
        [each for each in places if not post or each.starts_at < now + POST_LOOKS_AHEAD],
        share=A_FEW if post else WELL_ATTENDED if past else STILL_OPEN,
        now=now,
        regulars=turnout.crowd[:2] if past and _of_first_station(one) else (),
    )


def _attended(filled: list[Filled], turnout: Turnout, *, now: datetime) -> list[Drawn]:
    ids = enter_sign_ups([one.sign_up for one in filled])
    came = [
        (stay, one.held)
        for one, sign_up_id in zip(filled, ids, strict=True)
        if (stay := turnout.stay(one, sign_up_id, now=now))
    ]
    stays = enter_stays([stay for stay, _ in came], now=now)
    over = [
        (stay, held)
        for stay, (_, held) in zip(stays, came, strict=True)
        if held.planned.stage == "ended" or stay.out_at is not None
    ]
    record_ids = draw_up_all([stay for stay, _ in over])
    return [Drawn(record_ids[stay.attendance_id], stay, held) for stay, held in over]


def coming(held: list[Held]) -> list[Held]:
    """What stations have published, the first station's first; the daily posts left out."""
    return [
        one
        for one in held
        if one.planned.stage == "published"
        and one.planned.place.level == "station"
        and not one.planned.title
    ]


def _of_first_station(one: Held) -> bool:
    return one.planned.place.short_name == FIRST_STATION
