"""Who signed up for several dates is told once of all; who did for one, in the usual way."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from app.domain.activities.events import ActivityCancelled, ActivityChanged
from app.domain.messaging.words import short_moment
from app.domain.series.events import Concerned, SeriesNews
from app.kernel.happenings import happened

News = ActivityChanged | ActivityCancelled


def tell(news: Sequence[News]) -> int:
    """Announce what happened to several activities; how many people are told."""
    by_person: dict[UUID, list[News]] = {}
    for each in sorted(news, key=lambda one: one.starts_at):
        for volunteer_id in each.volunteer_ids:
            by_person.setdefault(volunteer_id, []).append(each)
    for each in news:
        alone = tuple(one for one in each.volunteer_ids if len(by_person[one]) == 1)
        happened(replace(each, volunteer_ids=alone))
    several = [
        _concerned(person, theirs)
        for person, theirs in sorted(by_person.items())
        if len(theirs) > 1
    ]
    if several:
        happened(_together(news, several))
    return len(by_person)


def _concerned(person: UUID, news: Sequence[News]) -> Concerned:
    nearest = news[0]
    return Concerned(
        volunteer_id=person,
        lines=tuple(_line(each) for each in news),
        starts_at=nearest.starts_at,
        venue=nearest.venue,
        contact_name=nearest.contact_name,
        contact_phone=nearest.contact_phone,
    )


def _together(news: Sequence[News], people: Sequence[Concerned]) -> SeriesNews:
    first = min(news, key=lambda one: one.starts_at)
    return SeriesNews(
        activity_id=first.activity_id,
        title=first.title,
        people=tuple(people),
        reason=first.reason if isinstance(first, ActivityCancelled) else "",
        now=first.now,
    )


def _line(each: News) -> str:
    if isinstance(each, ActivityCancelled):
        return short_moment(each.starts_at)
    return "；".join(each.what)
