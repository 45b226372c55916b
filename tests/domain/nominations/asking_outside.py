"""Campaigns that ask authorities, brought as far as a test needs."""

from collections.abc import Iterable
from uuid import UUID

from app.domain.nominations.consultation import asking, links, listing, queries
from app.domain.nominations.consultation.asking import Wanted
from app.domain.nominations.consultation.links import Visit
from app.domain.nominations.consultation.rules import Opinion
from app.domain.nominations.consultation.views import LetterView
from tests.conftest import NOON
from tests.domain.nominations.house import House, an_open_campaign, nominated, passed

AGREES = Opinion(agrees=True, by_name="王警官")
OBJECTS = Opinion(agrees=False, by_name="王警官", reason="有未处理的治安案件")


def a_listed_campaign(house: House, *kinds: str) -> UUID:
    """An open campaign that asks the police (and others) about whoever passes."""
    campaign_id = an_open_campaign(house)
    for kind in kinds or ("police",):
        name = "" if kind == "unit" else f"泰山区{kind}"
        listing.add(house.administrator, campaign_id, kind, name, now=NOON)
    return campaign_id


def passed_in(house: House, campaign_id: UUID, **changes: object) -> UUID:
    """Somebody who has passed all levels."""
    return passed(house, nominated(house, campaign_id, None, **changes).id)


def pairs(campaign_id: UUID, *, without: Iterable[str] = ()) -> frozenset[tuple[UUID, UUID]]:
    """Everybody by everyone, but for some kinds."""
    return frozenset(
        (gap.nomination_id, one.id)
        for gap in queries.gaps(campaign_id)
        for one in gap.authorities
        if one.kind not in without
    )


def asked(house: House, campaign_id: UUID) -> list[LetterView]:
    """Letters sent to everybody on the list; in the order they were written."""
    asking.ask(house.administrator, campaign_id, Wanted(pairs(campaign_id)), now=NOON)
    return list(reversed(queries.letters(campaign_id)))


def let_in(house: House, letter_id: UUID) -> Visit:
    """By a new link and its code."""
    made = links.issue(house.administrator, letter_id, now=NOON)
    return links.enter(made.token, made.code, now=NOON)
