"""A campaign of thousands: the lists reviewers and everybody open, ballots in a rush, the count."""

import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from flask import g
from flask import session as cookie
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert

from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.nominations import queries, roll
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.polls import counting, excluding
from app.domain.nominations.polls.models import Ballot, BallotChoice, Poll, PollCandidate
from app.domain.nominations.polls.rules import choices_key
from app.domain.people.models import WeChatIdentity
from app.domain.places.scope import EVERYWHERE
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from benchmarks.load import Call
from benchmarks.measures import Bench, Line, _beside, _reads
from benchmarks.visitors import FORM
from tests import world

NOMINATIONS_A_CALL, BALLOTS_A_CALL = 2, 50  # with 1,000 calls: 2,000 nominations, 50,000 ballots
CANDIDATES, NAMES = 10, 3
CONNECTIONS = (8, 32)
AT_ONCE = 5_000
DAY = timedelta(days=1)


def campaign(bench: Bench) -> Iterator[Line]:
    """Nominations under review and on the roll, a poll with its ballots, and more that come."""
    now, size = clock.now(), NOMINATIONS_A_CALL * bench.calls
    centre = world.staff(Role.CENTRE_ADMINISTRATOR, at=world.a_centre())
    open_id = _campaign(centre, "open", now=now)
    _cases(bench, open_id, "in_review", size * 3 // 4, now=now)
    _cases(bench, _campaign(centre, "concluded", now=now), "conferred", size // 4, now=now)
    poll_id, voted, standing = _poll(bench, centre, now=now)
    ballots = BALLOTS_A_CALL * bench.calls
    _ballots(poll_id, standing, ballots, now=now)
    for connections in CONNECTIONS:
        calls = _presses(bench, f"/h5/campaigns/{voted}/vote", standing, now=now)
        yield _beside(bench, "ballot", calls, connections=connections, good=303)
    yield from _lists(size, open_id)
    yield from _counts(poll_id, ballots)


def _lists(size: int, open_id: UUID) -> Iterator[Line]:
    last = size * 3 // 4 // 20
    asked = {"state": "in_review", "level": "station", "campaign_id": open_id}

    def queue(page: int) -> Callable[[], object]:
        return lambda: queries.cases(EVERYWHERE, page=page, **asked)  # type: ignore[arg-type]

    yield _reads(f"reviewer's queue of {size * 3 // 4}, first page", queue(1))
    yield _reads(f"reviewer's queue of {size * 3 // 4}, last page", queue(last))
    yield _reads(f"honour roll of {size // 4}, a page", lambda: roll.roll(category="助人为乐"))


def _counts(poll_id: UUID, ballots: int) -> Iterator[Line]:
    poll = session.get_one(Poll, poll_id)
    yield _reads(f"count {ballots} ballots", lambda: counting.result(poll))
    yield _reads(f"what is odd in {ballots} ballots", lambda: excluding.odd_ballots(poll_id))


def _campaign(centre: Staff, state: str, *, now: datetime) -> UUID:
    row = Campaign(
        id=new_id(),
        place_id=centre.place.id,
        place_path=centre.place.path,
        kind="good_person",
        title="测速推选",
        about="推荐身边的好人",
        categories=["助人为乐", "敬业奉献"],
        residents_only=False,
        holders_out=False,
        deed_within_years=5,
        opens_at=now - 30 * DAY,
        closes_at=now - DAY if state != "open" else now + 30 * DAY,
        levels=["station", "office", "centre"],
        notice_working_days=5,
        quota=10,
        state=state,
        made_by_id=centre.id,
        made_at=now,
    )
    return world.saved(row).id


def _cases(
    bench: Bench, campaign_id: UUID, state: str, how_many: int, *, now: datetime
) -> list[UUID]:
    station = bench.district.station
    rows: list[dict[str, object]] = [
        {
            "id": new_id(),
            "campaign_id": campaign_id,
            "place_id": station.id,
            "place_path": station.path,
            "person_key": f"n:{state}{number}|测速",
            "name": "陈秀兰",
            "unit": "阳光社区",
            "age": 45,
            "category": ("助人为乐", "敬业奉献")[number % 2],
            "state": state,
            "level": "station",
            "due_on": local_date(now) + DAY * (number % 7),
            "waits_since": now,
            "made_at": now,
            "consent": "noted",
            "show_name": True,
            "headline": "给楼上独居老人送饭六年",
            "story": "她每天多做一份饭，趁热端上楼去。" * 20,
            "conferred_at": now - DAY * (number % 300) if state == "conferred" else None,
        }
        for number in range(how_many)
    ]
    _write(Nomination, rows)
    return [UUID(str(row["id"])) for row in rows]


def _poll(bench: Bench, centre: Staff, *, now: datetime) -> tuple[UUID, UUID, list[UUID]]:
    voted = _campaign(centre, "reviewing", now=now)
    standing = _cases(bench, voted, "passed", CANDIDATES, now=now)
    row = Poll(
        id=new_id(),
        campaign_id=voted,
        opens_at=now - 20 * DAY,
        closes_at=now + 10 * DAY,
        most_names=NAMES,
        shown_to_public=False,
        kept_days=30,
        state="open",
        arranged_by_id=centre.id,
        arranged_at=now,
    )
    world.saved(row, *(PollCandidate(poll_id=row.id, nomination_id=one) for one in standing))
    return row.id, voted, standing


def _followers(how_many: int, *, now: datetime) -> list[UUID]:
    rows = [
        {"id": new_id(), "open_id": f"o{new_id().hex[:27]}", "following": True, "met_at": now - DAY}
        for _ in range(how_many)
    ]
    _write(WeChatIdentity, rows)
    return [UUID(str(row["id"])) for row in rows]


def _ballots(poll_id: UUID, standing: Sequence[UUID], how_many: int, *, now: datetime) -> None:
    """Of the last ten days, each voter once a day, from a thousand networks."""
    chance = random.Random(how_many)
    voters = _followers(how_many // 10, now=now - 60 * DAY)
    for day in range(1, 11):
        ballots, choices = [], []
        for voter in voters:
            names = chance.sample(list(standing), NAMES)
            ballots.append(_ballot(poll_id, voter, names, chance, at=now - day * DAY))
            choices += [{"ballot_id": ballots[-1]["id"], "nomination_id": one} for one in names]
        _write(Ballot, ballots)
        _write(BallotChoice, choices)


def _ballot(
    poll_id: UUID, voter: UUID, names: Sequence[UUID], chance: random.Random, *, at: datetime
) -> dict[str, object]:
    cast_at = at + timedelta(seconds=chance.randrange(12 * 3600))
    return {
        "id": new_id(),
        "poll_id": poll_id,
        "identity_id": voter,
        "day": local_date(at),
        "cast_at": cast_at,
        "voter_met_at": at - 60 * DAY,
        "address_range": f"net{chance.randrange(1000)}",
        "phone_mark": None,
        "choices_key": choices_key(names),
    }


def _write(model: type, rows: Sequence[dict[str, object]]) -> None:
    for first in range(0, len(rows), AT_ONCE):
        with transaction():
            session.execute(insert(model), rows[first : first + AT_ONCE])


def _presses(bench: Bench, path: str, standing: Sequence[UUID], *, now: datetime) -> list[Call]:
    """Followers who have the paper open and press, each once."""
    return [_press(bench, path, who, standing) for who in _followers(bench.calls, now=now)]


def _press(bench: Bench, path: str, who: UUID, standing: Sequence[UUID]) -> Call:
    app = bench.app
    with app.test_request_context():
        g.pop("csrf_token", None)  # the one made for somebody else
        cookie["identity_id"] = str(who)
        names = [("name", str(one)) for one in standing[:NAMES]]
        body = urlencode([("csrf_token", generate_csrf()), *names]).encode()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        kept = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(dict(cookie))}"
    return Call(path, body, {"Cookie": kept, "Content-Type": FORM})
