"""What a complaint is about: its title, its place, and everybody who stands behind it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from app.domain.activities import for_a_team, session_queries, sign_up_queries
from app.domain.activities import queries as activities
from app.domain.complaints.rules import NOT_ME
from app.domain.coupons import behind as coupons
from app.domain.culture import behind as culture
from app.domain.hours import decided
from app.domain.orders import behind as orders
from app.domain.people import behind as accounts
from app.domain.places import queries as places
from app.domain.places.queries import PlaceView
from app.domain.teams import queries as teams
from app.kernel.refusal import NotFound


@dataclass(frozen=True)
class Subject:
    """A thing somebody complains about. `staff_ids` and `volunteer_ids` are those concerned."""

    title: str
    place: PlaceView
    staff_ids: frozenset[UUID] = frozenset()
    volunteer_ids: frozenset[UUID] = frozenset()


def subject_of(kind: str, subject_id: UUID, *, whose: Collection[UUID] = ()) -> Subject:
    """The thing as it stands now; `whose`: the volunteers in whose name it is asked.

    Hours and orders are found by whose they are alone: their titles are not for everybody.
    """
    find = _FINDERS.get(kind)
    if find is None:
        raise NotFound
    return find(subject_id, whose)


def led_to(kind: str, its_id: UUID, *, whose: Collection[UUID] = ()) -> tuple[str, UUID]:
    """What a ticket, a coupon or a sign-up of hers is for; any other thing is itself."""
    if kind not in _LEADS:
        return kind, its_id
    to, find = _LEADS[kind]
    return to, find(its_id, frozenset(whose))


def concerned_now(kind: str, subject_id: UUID | None) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Staff and volunteers behind the thing, as it stands now."""
    if subject_id is None or kind not in _BEHIND:
        return frozenset(), frozenset()
    return _BEHIND[kind](subject_id)


Behind = tuple[frozenset[UUID], frozenset[UUID]]


def _hours(record_id: UUID, whose: Collection[UUID]) -> Subject:
    record = decided.outline(record_id)
    if record is None or record.volunteer_id not in whose:
        raise NotFound
    its = activities.activity(record.activity_id)
    title = f"{its.title}（{record.service_date.month}月{record.service_date.day}日的时长）"
    return Subject(title, places.place(record.place_id), *_behind_hours(record_id))


def _behind_hours(record_id: UUID) -> Behind:
    record = decided.outline(record_id)
    if record is None:
        return frozenset(), frozenset()
    staff, volunteers = _behind_activity(record.activity_id)
    return staff | decided.who_is_behind(record_id), volunteers


def _activity(activity_id: UUID, whose: Collection[UUID]) -> Subject:
    found = activities.published_activity(activity_id)
    if found.team_id is not None and not _comes(activity_id, whose):
        raise NotFound
    return Subject(found.title, found.place, *_behind_activity(activity_id))


def _comes(activity_id: UUID, whose: Collection[UUID]) -> bool:
    return not set(whose).isdisjoint(for_a_team.who_comes(activity_id))


def _behind_activity(activity_id: UUID) -> Behind:
    its = activities.activity(activity_id)
    staff = {its.created_by_id, its.submitted_by_id, its.reviewed_by_id} - {None}
    leader = teams.team(its.team_id).leader_id if its.team_id else None
    return frozenset(one for one in staff if one), frozenset({leader} if leader else set())


def _team(team_id: UUID, _whose: Collection[UUID]) -> Subject:
    found = teams.team(team_id)
    return Subject(found.name, found.place, *teams.who_is_behind(team_id))


def _order(order_id: UUID, whose: Collection[UUID]) -> Subject:
    found = orders.outline(order_id)
    if found.known_to.isdisjoint(whose):
        raise NotFound
    return Subject(found.title, places.place(found.place_id), *orders.who_is_behind(order_id))


def _culture(culture_id: UUID, _whose: Collection[UUID]) -> Subject:
    found = culture.outline(culture_id)
    runs = places.who_runs(places.site(found.place_id))
    return Subject(found.title, runs, *_behind_culture(culture_id))


def _behind_culture(culture_id: UUID) -> Behind:
    return culture.who_is_behind(culture_id), frozenset()


def _coupon(kind_id: UUID, _whose: Collection[UUID]) -> Subject:
    found = coupons.outline(kind_id)
    return Subject(found.title, places.place(found.place_id), *_behind_coupon(kind_id))


def _behind_coupon(kind_id: UUID) -> Behind:
    return coupons.who_is_behind(kind_id), frozenset()


def _place(place_id: UUID, _whose: Collection[UUID]) -> Subject:
    """A point is the business of the place that runs it, a merged place that of its successor."""
    found = places.site(place_id)
    return Subject(found.name, places.who_runs(found))


_FINDERS: Mapping[str, Callable[[UUID, Collection[UUID]], Subject]] = {
    "hours": _hours,
    "activity": _activity,
    "team": _team,
    "order": _order,
    "culture": _culture,
    "coupon": _coupon,
    "place": _place,
}
_BEHIND: Mapping[str, Callable[[UUID], Behind]] = {
    "hours": _behind_hours,
    "activity": _behind_activity,
    "team": teams.who_is_behind,
    "order": orders.who_is_behind,
    NOT_ME: accounts.who_is_behind,
    "culture": _behind_culture,
    "coupon": _behind_coupon,
}
_LEADS: Mapping[str, tuple[str, Callable[[UUID, frozenset[UUID]], UUID]]] = {
    "ticket": ("culture", culture.event_of_ticket),
    "my_coupon": ("coupon", coupons.kind_of_coupon),
    "sign_up": ("activity", sign_up_queries.activity_of_sign_up),
    "session": ("activity", lambda its_id, _whose: session_queries.session(its_id).activity_id),
}
