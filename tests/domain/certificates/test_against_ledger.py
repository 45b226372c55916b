"""A certificate that was forged, altered or removed in the database is found."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, insert, select, update

from app.domain.certificates import against_ledger, following, issuing
from app.domain.certificates.models import Certificate, CertifiedHours
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from tests import world
from tests.conftest import NOON
from tests.domain.certificates.papers import ALL, hers, with_hours
from tests.guards import behind_the_guards

pytestmark = pytest.mark.database


def issued(station: Place) -> UUID:
    person = with_hours(station)
    return issuing.issue_own(person.id, ALL, by=hers(person), now=NOON)


def found() -> list[str]:
    return [finding.sentence for finding in against_ledger.findings()]


def test_nothing_is_found_when_nothing_was_done(manager: world.Staff, station: Place) -> None:
    issued(station)
    following.revoke(manager, issued(station), "姓名登记有误", now=NOON + timedelta(hours=1))
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [("minutes", 6000), ("state", "valid"), ("sha256", "0" * 64), ("revoked_minutes", 1)],
)
def test_what_was_altered_is_named(
    manager: world.Staff, station: Place, name: str, value: object
) -> None:
    made = issued(station)
    following.revoke(manager, made, "姓名登记有误", now=NOON + timedelta(hours=1))
    behind_the_guards(update(Certificate).where(Certificate.id == made).values({name: value}))
    assert f"certificate {made} was altered: {name}" in found()


def test_a_changed_paper_is_found(station: Place) -> None:
    made = issued(station)
    text = session.scalar(select(Certificate.snapshot))
    assert text is not None
    forged = text.replace('"minutes":120', '"minutes":9000')
    behind_the_guards(update(Certificate).values(snapshot=forged))
    assert found() == [f"certificate {made} was altered: what its paper says"]


def test_a_forged_one_is_found(station: Place) -> None:
    issued(station)
    row = session.scalars(select(Certificate)).one()
    columns = {column.name: getattr(row, column.name) for column in Certificate.__table__.columns}
    forged = {**columns, "id": new_id(), "number": "1" * 17, "code_index": "f" * 64}
    behind_the_guards(insert(Certificate).values(**forged))
    assert found() == [f"certificate {forged['id']} was inserted: no entry tells of it"]


def test_one_given_to_somebody_else_is_found(station: Place) -> None:
    made = issued(station)
    other = world.a_volunteer(station).id
    behind_the_guards(update(Certificate).values(volunteer_id=other))
    assert found() == [f"certificate {made} was altered: volunteer_id"]


def test_a_removed_one_is_found(station: Place) -> None:
    made = issued(station)
    behind_the_guards(delete(CertifiedHours), delete(Certificate))
    assert found() == [f"certificate {made} was removed"]
