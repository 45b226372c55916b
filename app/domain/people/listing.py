"""Take a list of volunteers out of the house; who did, and how much of it, is written down."""

from collections.abc import Iterator
from datetime import datetime

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.people.errors import TooManyToList
from app.domain.people.queries import VolunteerView, search
from app.domain.people.rules import LONGEST_LIST
from app.kernel.paging import LARGEST_PAGE_SIZE
from app.kernel.transaction import transaction


def take_out(by: Staff, text: str, *, with_phones: bool, now: datetime) -> list[VolunteerView]:
    """Everybody of her subtree who is meant by a text; with whole phone numbers or without."""
    by.require(Permission.EXPORT, by.place.path)
    people = list(_everybody(by, text))
    with transaction():
        trail.record(
            by.actor,
            "volunteer.export",
            "volunteer",
            None,
            now=now,
            place_id=by.place.id,
            count=len(people),
            with_phones=with_phones,
        )
    return people


def _everybody(by: Staff, text: str) -> Iterator[VolunteerView]:
    page = search(text, by.scope, size=LARGEST_PAGE_SIZE)
    if page.total > LONGEST_LIST:
        raise TooManyToList(count=page.total, most=LONGEST_LIST)
    yield from page.items
    while page.has_next:
        page = search(text, by.scope, page.number + 1, size=LARGEST_PAGE_SIZE)
        yield from page.items
