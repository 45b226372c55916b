"""Four hundred families who signed up together, in the district of the demo."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select

from app.domain.activities.minors import VERSION, text_hash
from app.domain.activities.models import ActivitySession, GuardianWord, Position
from app.domain.activities.seeding import SeededSignUp, enter_sign_ups, offered
from app.domain.people import consents
from app.domain.people.application import Application
from app.domain.people.models import Guardianship, Volunteer
from app.domain.people.seeding import SeededVolunteer, enter_volunteers
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests import world

CHILDREN_BORN = (date(2018, 5, 1), date(2014, 5, 1), date(2011, 5, 1))  # 8, 12 and 15 years old
STRANGERS = 12  # who have not signed up


@dataclass(frozen=True)
class Family:
    """A guardian and one to three children."""

    guardian: UUID
    children: tuple[UUID, ...]

    @property
    def members(self) -> tuple[UUID, ...]:
        """Everybody, the guardian first."""
        return (self.guardian, *self.children)


@dataclass(frozen=True)
class FamilyDay:
    """The session, who signed up for it, and who did not."""

    session: ActivitySession
    position: Position
    families: list[Family]
    strangers: list[UUID]


def a_family_day(station: Place, *, families: int, starts_at: datetime, by: UUID) -> FamilyDay:
    """A day for everybody at the station, with all the families signed up."""
    activity = world.an_activity(
        station, state="published", starts_at=starts_at, title="亲子环保集市", by=by
    )
    its_session = world.a_session(activity)
    position = world.a_position(its_session, capacity=families * 4)
    known = _grown_ups(families + STRANGERS, station.id, registered_at=starts_at)
    everybody = _with_children(known[:families], station.id, registered_at=starts_at)
    _sign_up(everybody, activity.id, at=starts_at - timedelta(days=3))
    return FamilyDay(its_session, position, everybody, known[families:])


def _grown_ups(count: int, community_id: UUID, *, registered_at: datetime) -> list[UUID]:
    return enter_volunteers(
        [
            SeededVolunteer(
                Application(
                    name="欧阳敏",
                    phone=f"1370001{number:04d}",
                    community_id=community_id,
                    birth_date=date(1986, 5, 1),
                    id_number=None,
                    categories=["社区服务"],
                    consent_version=consents.VERSION,
                ),
                registered_at - timedelta(days=30),
            )
            for number in range(count)
        ]
    )


def _with_children(
    guardians: list[UUID], community_id: UUID, *, registered_at: datetime
) -> list[Family]:
    families, rows, cares = [], [], []
    for number, guardian_id in enumerate(guardians):
        children = []
        for order, born in enumerate(CHILDREN_BORN[: number % 3 + 1]):
            child_id = new_id()
            children.append(child_id)
            rows.append(
                {
                    "id": child_id,
                    "number": f"98{number:05d}{order}",
                    "name": "欧阳小雨",
                    "name_pinyin": "ouyangxiaoyu oyxy",
                    "phone": f"1370001{number:04d}",
                    "birth_date": born,
                    "community_id": community_id,
                    "categories": [],
                    "skills": [],
                    "state": "active",
                    "registered_at": registered_at - timedelta(days=20),
                    "source": "guardian",
                }
            )
            cares.append(
                {
                    "id": new_id(),
                    "child_id": child_id,
                    "guardian_id": guardian_id,
                    "guardian_name": "欧阳敏",
                    "guardian_phone": f"1370001{number:04d}",
                    "relation": "母亲",
                    "version": consents.GUARDIAN_VERSION,
                    "text_hash": consents.text_hash(consents.GUARDIAN_TEXT),
                    "channel": "wechat",
                    "given_at": registered_at - timedelta(days=20),
                }
            )
        families.append(Family(guardian_id, tuple(children)))
    with transaction():
        session.execute(insert(Volunteer), rows)
        session.execute(insert(Guardianship), cares)
    return families


def _sign_up(families: list[Family], activity_id: UUID, *, at: datetime) -> None:
    (place,) = offered([activity_id])
    members = [one for family in families for one in family.members]
    ids = enter_sign_ups([SeededSignUp(place, one, "signed_up", at) for one in members])
    of = dict(zip(members, ids, strict=True))
    words = [
        {
            "id": new_id(),
            "sign_up_id": of[child],
            "volunteer_id": child,
            "way": "in_person",
            "accompanies": True,
            "guardian_name": "欧阳敏",
            "guardian_phone": "13700010000",
            "relation": "母亲",
            "version": VERSION,
            "text_hash": text_hash(),
            "given_at": at,
        }
        for family in families
        for child in family.children
    ]
    with transaction():
        session.execute(insert(GuardianWord), words)


def station_called(short_name: str) -> Place:
    """A station of the demo."""
    query = select(Place).where(Place.level == "station", Place.name.startswith(short_name))
    return session.scalars(query).one()
