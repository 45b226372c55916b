"""What else a certificate says when other rooms have it: each room's part is one function here."""

from collections.abc import Callable, Collection
from uuid import UUID

from app.domain.certificates.snapshot import Section
from app.domain.nominations import mine
from app.domain.recognition import star_queries, terms
from app.domain.recognition.star_rules import WORDS
from app.kernel.calendar import local_date

Part = Callable[[Collection[UUID]], dict[UUID, Section]]


def _stars(volunteer_ids: Collection[UUID]) -> dict[UUID, Section]:
    """The star somebody has now, where stars are shown at all."""
    if not terms.switches()["stars"]:
        return {}
    return {
        who: Section("星级", (("现有星级", WORDS[level]),))
        for who, level in star_queries.levels(volunteer_ids).items()
    }


def _honours(volunteer_ids: Collection[UUID]) -> dict[UUID, Section]:
    """What somebody was published for and holds still, with its day."""
    return {
        who: Section(
            "荣誉",
            tuple(
                (f"{local_date(one.conferred_at):%Y.%m.%d}", f"{one.title}，{one.category}")
                for one in each
            ),
            honours=tuple(one.id for one in each),
        )
        for who, each in mine.honours_in_force(volunteer_ids).items()
    }


PARTS: tuple[Part, ...] = (_stars, _honours)


def sections_of(volunteer_ids: Collection[UUID]) -> dict[UUID, tuple[Section, ...]]:
    """The sections of each of these people, in the order of PARTS; who has none is missing."""
    found: dict[UUID, tuple[Section, ...]] = {}
    for part in PARTS:
        for who, section in part(volunteer_ids).items():
            found[who] = (*found.get(who, ()), section)
    return found
