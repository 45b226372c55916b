"""What else a certificate says when other rooms have it: each room's part is one function here."""

from collections.abc import Callable, Collection
from uuid import UUID

from app.domain.certificates.rules import Wish
from app.domain.certificates.snapshot import Section
from app.domain.messaging.words import hours_in_words
from app.domain.nominations import mine
from app.domain.recognition import star_queries, terms
from app.domain.recognition.star_rules import WORDS
from app.domain.training import certifiable
from app.domain.training.queries import LearnedView
from app.kernel.calendar import local_date

Part = Callable[[Collection[UUID], Wish], dict[UUID, Section]]


def _stars(volunteer_ids: Collection[UUID], _wish: Wish) -> dict[UUID, Section]:
    """The star somebody has now, where stars are shown at all."""
    if not terms.switches()["stars"]:
        return {}
    return {
        who: Section("星级", (("现有星级", WORDS[level]),))
        for who, level in star_queries.levels(volunteer_ids).items()
    }


def _honours(volunteer_ids: Collection[UUID], _wish: Wish) -> dict[UUID, Section]:
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


def _training(volunteer_ids: Collection[UUID], wish: Wish) -> dict[UUID, Section]:
    """Courses attended in the time certified, each with what Order 67, article 8, asks for."""
    found: dict[UUID, Section] = {}
    for who, learned in certifiable.attended(
        volunteer_ids, since=wish.since, until=wish.until
    ).items():
        found[who] = Section("培训记录", tuple((one.title, _in_words(one)) for one in learned))
    return found


def _in_words(one: LearnedView) -> str:
    days = one.first_on.isoformat().replace("-", ".")
    if one.last_on != one.first_on:
        days += "–" + one.last_on.isoformat().replace("-", ".")
    return "；".join((one.summary, f"{hours_in_words(one.minutes)}", one.organiser, days))


PARTS: tuple[Part, ...] = (_stars, _honours, _training)


def sections_of(volunteer_ids: Collection[UUID], wish: Wish) -> dict[UUID, tuple[Section, ...]]:
    """The sections of each of these people, in the order of PARTS; who has none is missing."""
    found: dict[UUID, tuple[Section, ...]] = {}
    for part in PARTS:
        for who, section in part(volunteer_ids, wish).items():
            found[who] = (*found.get(who, ()), section)
    return found
