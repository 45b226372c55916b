"""Staff see who answers for a child: on the list at the door, and on the child's page."""

from datetime import date

from app.domain.activities.minors import Word
from app.domain.activities.sign_up import sign_up
from app.domain.people import consents
from app.domain.people.guardians import ChildApplication, register_child
from tests.entrypoints.console.conftest import Desk
from tests.world import NOON, a_station, a_volunteer, an_open_position, staff


def test_the_list_says_who_comes_along(desk: Desk) -> None:
    station = a_station()
    position = an_open_position(station)
    minor = a_volunteer(station, name="王明", born=date(2011, 5, 1))
    word = Word("accompanies", "李敏", "13912345678", "母亲", accompanies=True)
    sign_up(minor.id, position.id, word=word, now=NOON)
    page = desk(staff(at=station)).get(f"/console/sessions/{position.session_id}").text
    assert "陪同：李敏（母亲）13912345678" in page


def test_a_childs_page_names_her_guardian(desk: Desk) -> None:
    station = a_station()
    mother = a_volunteer(station, name="李敏", born=date(1988, 5, 1))
    application = ChildApplication(
        name="张小宝",
        birth_date=date(2016, 5, 1),
        id_number=None,
        relation="母亲",
        community_id=station.id,
        consent_version=consents.GUARDIAN_VERSION,
    )
    child = register_child(mother.id, application, channel="wechat", now=NOON).child
    page = desk(staff(at=station)).get(f"/console/people/{child.id}").text
    assert "监护人李敏（母亲" in page
