"""Who is named: a volunteer by number and name, anyone else as written; her case, if any."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from app.domain.nominations import errors, rules
from app.domain.nominations.joining_models import NominationPair
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.nominee_rules import Application
from app.domain.nominations.rules import State
from app.domain.people import queries as people
from app.domain.people.queries import VolunteerView
from app.domain.people.rules import age_on, clean_name
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.refusal import BadInput


@dataclass(frozen=True)
class Nominee:
    """Who is named, as far as we know her."""

    volunteer: VolunteerView | None
    name: str
    unit: str
    age: int
    place_id: UUID

    @property
    def key(self) -> str:
        """Who is the same person within a campaign."""
        return rules.person_key(self.volunteer.id if self.volunteer else None, self.name, self.unit)


def nominee_of(application: Application, *, now: datetime) -> Nominee:
    """The person an application is about; refuses a number that is somebody else's."""
    name, unit = clean_name(application.name), application.unit.strip()
    if application.number.strip():
        found = _by_number(application.number.strip(), name)
        known = found.birth_date
        age = age_on(known, local_date(now)) if known else application.age or 0
        return Nominee(found, found.name, unit, age, found.community.id)
    if application.place_id is None or not places.is_open_station(application.place_id):
        raise BadInput(field="place_id", problem="请选择被推荐人所在的社区")
    return Nominee(None, name, unit, application.age or 0, application.place_id)


def _by_number(number: str, name: str) -> VolunteerView:
    """The volunteer with this number and this name: a number alone tells nobody's name."""
    for one in people.search(number, EVERYWHERE).items:
        if one.number == number and one.name == name:
            return one
    raise errors.NumberOfSomebodyElse


def case_there(campaign_id: UUID, nominee: Nominee) -> Nomination | None:
    """The case she has already; where it was joined into another one, that one."""
    found = session.scalars(
        select(Nomination)
        .where(Nomination.campaign_id == campaign_id, Nomination.person_key == nominee.key)
        .execution_options(populate_existing=True)
    ).one_or_none()
    while found is not None and found.state == State.JOINED.value:
        into = session.scalars(
            select(NominationPair.nomination_id).where(
                NominationPair.other_id == found.id, NominationPair.same.is_(True)
            )
        ).one()
        found = session.get_one(Nomination, into, populate_existing=True)
    return found


def refuse_holder(campaign: Campaign, nominee: Nominee) -> None:
    """Who was published in a campaign of the kind before, where the campaign says so."""
    if not campaign.holders_out:
        return
    as_written = (Nomination.name == nominee.name) & (Nomination.unit == nominee.unit)
    hers = or_(Nomination.person_key == nominee.key, as_written)
    if nominee.volunteer is not None:
        hers = or_(hers, Nomination.volunteer_id == nominee.volunteer.id)
    title = session.scalar(
        select(Campaign.title)
        .join(Nomination, Nomination.campaign_id == Campaign.id)
        .where(Campaign.kind == campaign.kind, hers, Nomination.state == State.CONFERRED.value)
        .limit(1)
    )
    if title is not None:
        raise errors.EarlierHolder(title=title)
