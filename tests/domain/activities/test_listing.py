"""Activities counted by state, and a list taken out on record."""

import pytest

from app.domain.activities import listing
from app.domain.activities.errors import TooManyToList
from app.domain.audit.queries import entries
from tests.conftest import NOON
from tests.world import a_station, an_open_position, staff

pytestmark = pytest.mark.usefixtures("database")


def test_states_are_counted_within_the_subtree() -> None:
    here = a_station()
    an_open_position(here)
    an_open_position(here)
    an_open_position(here, state="ended")
    an_open_position(a_station())
    assert listing.counts_by_state(staff(at=here).scope) == {"published": 2, "ended": 1}


def test_a_list_is_taken_out_on_record() -> None:
    here = a_station()
    an_open_position(here, title="义务理发")
    an_open_position(here)
    taken = listing.take_out(staff(at=here), state="", text="理发", now=NOON)
    assert [card.title for card in taken] == ["义务理发"]
    (entry,) = entries(place_ids=None, action="activity.export").items
    assert entry.detail["count"] == 1


def test_too_long_a_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    here = a_station()
    an_open_position(here)
    an_open_position(here)
    monkeypatch.setattr(listing, "LONGEST_LIST", 1)
    with pytest.raises(TooManyToList):
        listing.take_out(staff(at=here), state="", text="", now=NOON)
