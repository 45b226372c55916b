"""One row by its id."""

import pytest
from sqlalchemy import update

from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound
from app.kernel.rows import held_row, row_with
from app.kernel.transaction import transaction
from tests import world

pytestmark = pytest.mark.usefixtures("database")


def test_a_row_is_there_or_not_found() -> None:
    centre = world.a_centre()
    assert row_with(Place, centre.id) is centre
    for one in (row_with, held_row):
        with pytest.raises(NotFound), transaction():
            one(Place, new_id())


def test_a_held_row_is_read_again() -> None:
    centre = world.a_centre()
    with transaction():
        named = update(Place).where(Place.id == centre.id).values(name="新名字")
        session.execute(named, execution_options={"synchronize_session": False})
        assert row_with(Place, centre.id).name != "新名字"
        assert held_row(Place, centre.id).name == "新名字"
