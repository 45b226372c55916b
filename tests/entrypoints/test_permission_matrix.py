"""Every route of every door: who gets in, who is led to sign in, who is refused.

A view says what it needs by the guard it wears; here each role knocks at each of them.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.domain.access.queries import Staff
from app.domain.access.rules import ROLE_PERMISSIONS, Permission, Role
from app.domain.activities import in_series
from app.domain.attendance.devices import make_for_place
from app.domain.audit.actors import Actor
from app.domain.call_backs.models import CallBack, CallBackDraw
from app.domain.certificates import groups, issuing
from app.domain.certificates.rules import Wish
from app.domain.complaints import denying
from app.domain.complaints.complaining import Said, complain
from app.domain.coupons import settling
from app.domain.culture import counting, publication
from app.domain.culture import queries as culture
from app.domain.culture.counting import Counted
from app.domain.facilities import booking as facility_booking
from app.domain.hours import back_fill_queries
from app.domain.hours.models import HourRecord
from app.domain.hours.reports.correcting import propose
from app.domain.hours.reports.reporting import Report, report
from app.domain.hours.rules import Stretch
from app.domain.nominations.clues import giving
from app.domain.nominations.models import Campaign, Nomination, NominationObjection
from app.domain.orders.offering import add_item
from app.domain.orders.requesting import take_request
from app.domain.people import queries as people
from app.domain.people.events import AccountDenied
from app.domain.people.models import Denial, Volunteer
from app.domain.people.queries import Resident
from app.domain.places import merging
from app.domain.places.models import Place
from app.domain.recognition.models import (
    Redemption,
    RewardItem,
    RewardSettlement,
    StarBatch,
    StarCandidate,
    StarObjection,
)
from app.domain.series import templates
from app.domain.training import documents
from app.domain.training.models import CourseQuestion, TrainingRecord, TrainingStay
from app.entrypoints.guard import access_of
from app.kernel import clock
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.transaction import transaction
from tests.conftest import NOON
from tests.domain.coupons.season import a_fair, redeemed, taken
from tests.domain.culture.house import ENDS, OPEN_AIR, a_published
from tests.domain.facilities.house import WANTED, a_room
from tests.domain.hours.typing import a_back_fill, a_past_position
from tests.domain.orders.house import ITEM, WISH
from tests.domain.recognised_units.units import a_unit
from tests.domain.series.house import House as SeriesHouse
from tests.domain.training.courses import PDF
from tests.entrypoints.console.desk import at_desk
from tests.world import (
    a_centre,
    a_course,
    a_pending_record,
    a_qualification,
    a_station,
    a_team,
    a_volunteer,
    an_activity,
    an_approved_record,
    an_office,
    an_open_position,
    holds,
    saved,
    staff,
)

STAFF_GUARDS = {"staff", *(f"staff:{permission}" for permission in Permission)}
GUARDS = {"everyone", "identity", "volunteer", "device", "till"} | STAFF_GUARDS
TEXTS = {
    "direction": "in",
    "where": "page",
    "answer": "accept",
    "nonce": "0" * 32,
    "version": "x",
    "name": "y",
    "kind": "open_name",
    "code": "7K3M-9QXA",
    "page": "1",
    "step": "pause",
    "decision": "keep",
    "way": "online",
    "act": "publish",
}  # what arguments that are no ids may be


@pytest.fixture
def house(application: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application at noon; forms are taken without their token, so that guards are reached."""
    monkeypatch.setattr(clock, "_source", lambda: NOON)
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)
    return application


def routes(house: Flask, *guards: str) -> Iterator[tuple[Rule, str, str]]:
    """Each route whose view wears one of these guards, with the guard and each of its methods."""
    for rule in house.url_map.iter_rules():
        access = access_of(house.view_functions[rule.endpoint])
        if access in guards:
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule, access, method


def address(house: Flask, rule: Rule, ids: Callable[[str], UUID]) -> str:
    """A route's address with ids filled in."""
    values = {name: TEXTS.get(name) or ids(name) for name in rule.arguments}
    with house.test_request_context():
        return url_for(rule.endpoint, **values)


def anything(_name: str) -> UUID:
    return uuid4()


def knock(browser: FlaskClient, method: str, url: str) -> tuple[int, str]:
    """The status, and where the answer leads."""
    answer = browser.open(url, method=method)
    return answer.status_code, (answer.location or "").partition("?")[0]


def test_every_view_wears_a_guard(application: Flask) -> None:
    bare = [
        endpoint
        for endpoint, view in application.view_functions.items()
        if endpoint != "static" and access_of(view) not in GUARDS
    ]
    assert bare == [], "say who may come in: needs(…), needs_staff, needs_volunteer … open_to_all"


def test_the_console_opens_to_staff_only(application: Flask) -> None:
    others = {
        rule.endpoint
        for rule, access, _ in routes(application, *GUARDS)
        if rule.endpoint.startswith("console.") != (access in STAFF_GUARDS)
    }
    assert others == {
        *("console.sign_in", "console.sign_in_code", "console.sign_out", "console.not_me")
    }


def test_strangers_are_led_to_the_staffs_sign_in(house: Flask) -> None:
    browser = house.test_client()
    let_in = [
        (method, rule.rule)
        for rule, _, method in routes(house, *STAFF_GUARDS)
        if knock(browser, method, address(house, rule, anything)) != (302, "/console/sign-in")
    ]
    assert let_in == []


def test_strangers_are_led_to_the_residents_sign_in(house: Flask) -> None:
    browser = house.test_client()
    with house.test_request_context():
        sign_in = url_for("resident.sign_in")
    let_in = [
        (method, rule.rule)
        for rule, _, method in routes(house, "identity", "volunteer")
        if knock(browser, method, address(house, rule, anything)) != (302, sign_in)
    ]
    assert let_in == []


def test_the_api_knows_devices_only(house: Flask) -> None:
    browser = at_desk(house, somebody(Role.CENTRE_ADMINISTRATOR))
    let_in = [
        (method, rule.rule)
        for rule, _, method in routes(house, "device", "till")
        if knock(browser, method, address(house, rule, anything))[0] != 401
    ]
    assert let_in == []
    others = {rule.endpoint for rule, _, _ in routes(house, *GUARDS - {"device"})}
    assert {name for name in others if name.startswith("api.")} == {"api.openapi"}


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_its_permissions_say(house: Flask, role: Role) -> None:
    browser = at_desk(house, somebody(role))
    wrong = []
    for rule, access, method in routes(house, *STAFF_GUARDS):
        allowed = access == "staff" or Permission(access[6:]) in ROLE_PERMISSIONS[role]
        status, _ = knock(browser, method, address(house, rule, anything))
        if (status == 403) == allowed or status >= 500:
            wrong.append((method, rule.rule, access, status))
    assert wrong == []


def somebody(role: Role) -> Staff:
    centre = a_centre()
    office = an_office(centre)
    places = {"centre": centre, "office": office, "station": a_station(office)}
    return staff(role, at=places[role.level])


def test_what_belongs_to_another_subtree_is_not_found(house: Flask) -> None:
    centre = a_centre()
    manager = staff(Role.OFFICE_MANAGER, at=an_office(centre))
    browser = at_desk(house, manager)
    elsewhere = things_at(a_station(an_office(centre)))
    hers = [f"staff:{permission}" for permission in ROLE_PERMISSIONS[manager.role]]
    found = []
    for rule, _, method in routes(house, "staff", *hers):
        if rule.arguments - set(TEXTS):
            url = address(house, rule, elsewhere.__getitem__)
            status, _ = knock(browser, method, url)
            if status != 404:
                found.append((method, rule.rule, status))
    assert found == []


def things_at(station: Place) -> dict[str, UUID]:
    """One thing of each kind at a station, by the names that routes give their ids."""
    person = a_volunteer(station)
    position = an_open_position(station)
    record = a_pending_record(person, station, position=position)
    until = NOON + timedelta(days=1)
    clerk = staff(at=station)
    past = a_past_position(station)
    found = a_back_fill(clerk, past, [a_volunteer(station)])
    (picture,) = back_fill_queries.back_fill(found, clerk.scope).pictures
    scanner_id, _ = make_for_place(clerk, station.id, name="门", ends_at=until, now=NOON)
    return {
        "place_id": station.id,
        "staff_id": clerk.id,
        "scanner_id": scanner_id,
        "person_id": person.id,
        "activity_id": record.activity_id,
        "session_id": record.session_id,
        "position_id": position.id,
        "record_id": record.id,
        "denial_id": a_denial(person),
        "back_fill_id": found,
        "call_back_id": a_call_back(station, person),
        "attachment_id": picture.id,
        **a_star_batch(person),
        **a_shop(station, person, clerk),
        **a_campaign(station),
        "clue_id": a_clue(station, person),
        "team_id": a_team(station, person).id,
        **a_course_there(station, record),
        **a_report(station, clerk),
        **an_order(station, clerk),
        **a_booking(station, clerk),
        "merging_id": a_merging(station),
        "unit_id": a_unit(staff(Role.OFFICE_MANAGER, at=station), station.id),
        "complaint_id": a_complaint(record.activity_id, person),
        **an_audience(clerk),
        **a_certificate(station, person, clerk),
        **a_series(station, clerk),
        **a_coupon_season(station, person),
    }


def a_coupon_season(station: Place, person: Volunteer) -> dict[str, UUID]:
    """One of the station, with a coupon used and a sheet."""
    fair = a_fair(station)
    before = NOON - timedelta(hours=20)
    used = redeemed(taken(person, fair), fair.till, now=before)
    days = (before.date(), before.date())
    return {
        "season_id": fair.season_id,
        "kind_id": fair.kind_id,
        "merchant_id": fair.noodles,
        "device_id": fair.till.id,
        "used_id": used.redemption_id,
        "sheet_id": settling.prepare(fair.administrator, fair.noodles, *days, now=NOON),
    }


def a_complaint(activity_id: UUID, person: Volunteer) -> UUID:
    """What she said of an activity of her station."""
    said = Said(text="签到排了很久的队。", subject="activity", subject_id=activity_id)
    return complain(people.volunteer(person.id), said, now=NOON)


def a_series(station: Place, clerk: Staff) -> dict[str, UUID]:
    """One made of a draft of the station, and the draft's plan as a template."""
    house = SeriesHouse(station, clerk, clerk, NOON)
    series_id = house.series(2)
    draft = in_series.of_series(series_id)[0].id
    saved_as = templates.save(clerk, draft, name="清洁日", now=NOON)
    return {"series_id": series_id, "template_id": saved_as}


def a_merging(station: Place) -> UUID:
    """Another station is to go on for it."""
    by = staff(Role.CENTRE_ADMINISTRATOR, at=session.get_one(Place, station.parent_id))
    other = a_station(session.get_one(Place, station.parent_id), name="河畔社区")
    return merging.propose(
        station.id,
        other.id,
        actor=by.actor,
        scope=by.scope,
        reason="区划调整",
        typed=station.name,
        now=NOON,
    )


def an_order(station: Place, clerk: Staff) -> dict[str, UUID]:
    """Somebody telephoned the station, which has a menu."""
    return {
        "order_id": take_request(clerk, WISH, place_id=station.id, now=NOON),
        "service_id": add_item(clerk, ITEM, place_id=station.id, now=NOON),
    }


def a_booking(station: Place, clerk: Staff) -> dict[str, UUID]:
    """The station's room, and somebody who called for it."""
    room = a_room(clerk, station)
    caller = facility_booking.Caller("赵桂芳", "13900007777")
    made = facility_booking.book_for(clerk, room, WANTED, caller, now=NOON)
    return {"facility_id": room, "booking_id": made}


def an_audience(clerk: Staff) -> dict[str, UUID]:
    """A programme with an event that somebody counted."""
    event_id = a_published(clerk, OPEN_AIR)
    publication.advance(now=ENDS)
    views = Counted("online", 9, NOON, source="抖音", link="https://example.cn")
    return {
        "programme_id": culture.event(event_id).programme_id,
        "event_id": event_id,
        "count_id": counting.add_count(clerk, event_id, views, now=ENDS),
    }


def a_course_there(station: Place, record: HourRecord) -> dict[str, UUID]:
    """A course with a question and somebody who was there, and a qualification she holds."""
    course = a_course(an_activity(station, work_type="培训"))
    question = CourseQuestion(course_id=course.id, text="?", choices=["对", "错"], correct=["A"])
    learned = TrainingRecord(
        id=new_id(),
        course_id=course.id,
        volunteer_id=record.volunteer_id,
        state="attended",
        first_on=NOON.date(),
        last_on=NOON.date(),
    )
    stay = TrainingStay(
        attendance_id=record.attendance_id,
        record_id=learned.id,
        session_id=record.session_id,
        day=NOON.date(),
        minutes=60,
    )
    saved(question, learned, stay)
    what = a_qualification(station)
    person = session.get_one(Volunteer, record.volunteer_id)
    clerk = staff(at=station)
    return {
        "document_id": documents.add_document(clerk, course.id, "讲义.pdf", PDF, now=NOON),
        "course_id": course.id,
        "question_id": question.id,
        "attendance_id": stay.attendance_id,
        "qualification_id": what.id,
        "grant_id": holds(person, what).id,
    }


def a_report(station: Place, clerk: Staff) -> dict[str, UUID]:
    """Hours in notice that somebody reported, and others whose correction waits."""
    reported = an_approved_record(a_volunteer(station), station, decided_at=NOON)
    said = Report(reported.session_id, reported.id, "那天我在场，没有看到这个人来过")
    reporter = Resident(None, None, people.volunteer(a_volunteer(station).id))
    wrong = an_approved_record(a_volunteer(station), station, decided_at=NOON)
    above = session.get_one(Place, station.parent_id)
    half = Stretch(wrong.counted_from, wrong.counted_from + timedelta(hours=1))
    manager = staff(Role.OFFICE_MANAGER, at=above)
    return {
        "report_id": report(reporter, said, notice_days=7, now=NOON),
        "correction_id": propose(manager, wrong.id, half, "十点就走了", now=NOON),
    }


def a_call_back(station: Place, person: Volunteer) -> UUID:
    """One that the station itself would have to make."""
    record = an_approved_record(person, station)
    draw = CallBackDraw(
        id=new_id(),
        week_begins=NOON.date(),
        seed="s",
        share_percent=2,
        candidates=1,
        drawn=1,
        drawn_at=NOON,
    )
    place = {"place_id": station.id, "place_path": station.path}
    call = CallBack(
        id=new_id(),
        draw_id=draw.id,
        record_id=record.id,
        volunteer_id=person.id,
        checker_place_id=station.id,
        checker_path=station.path,
        due_on=NOON.date(),
        **place,
    )
    saved(draw, call)
    return call.id


def a_shop(station: Place, person: Volunteer, clerk: Staff) -> dict[str, UUID]:
    """Something on the shelf, reserved by her, and a settlement."""
    item = RewardItem(
        id=new_id(),
        place_id=station.id,
        place_path=station.path,
        title="洗衣液",
        price=20,
        left=1,
        stocked=2,
        open_from=NOON.date(),
        on_shelf=True,
        created_by_id=clerk.id,
        created_at=NOON,
    )
    reserved = Redemption(
        id=new_id(),
        number="00000001",
        volunteer_id=person.id,
        item_id=item.id,
        place_id=station.id,
        price=20,
        state="reserved",
        nonce="a",
        reserved_at=NOON,
        pick_up_by=NOON + timedelta(days=14),
    )
    settlement = RewardSettlement(
        id=new_id(),
        place_id=station.id,
        through=NOON.date(),
        count=0,
        points=0,
        made_by_id=clerk.id,
        made_at=NOON,
    )
    saved(item, reserved, settlement)
    return {"item_id": item.id, "redemption_id": reserved.id, "settlement_id": settlement.id}


def a_certificate(station: Place, person: Volunteer, clerk: Staff) -> dict[str, UUID]:
    """One that she made herself, and a group of one."""
    an_approved_record(person, station)
    wish, by = Wish(NOON.date()), Actor("volunteer", person.id, person.name)
    made = issuing.issue_own(person.id, wish, by=by, now=NOON)
    group = groups.ask(clerk, "三年二班", [person.id], wish, now=NOON)
    return {"certificate_id": made, "group_id": group}


def a_star_batch(person: Volunteer) -> dict[str, UUID]:
    """A batch of the centre with her in it, and an objection: nothing for an office's manager."""
    centre = staff(Role.CENTRE_ADMINISTRATOR, at=a_centre())
    batch = StarBatch(
        id=new_id(),
        place_id=centre.place.id,
        year=2026,
        state="in_notice",
        counted_until=NOON.date(),
        hours=[100, 300, 600, 1000, 1500],
        computed_by_id=centre.id,
        computed_at=NOON,
        decided_at=NOON,
    )
    facts = {"batch_id": batch.id, "volunteer_id": person.id}
    line = StarCandidate(id=new_id(), **facts, number=1, level=1, before=0, minutes=6000)
    said = StarObjection(id=new_id(), **facts, text="没有到场", said_at=NOON)
    saved(batch, line, said)
    return {"batch_id": batch.id, "candidate_id": line.id, "objection_id": said.id}


def a_denial(person: Volunteer) -> UUID:
    """Somebody said that she is not this person."""
    made = saved(Denial(id=new_id(), volunteer_id=person.id, phone=person.phone, said_at=NOON)).id
    with transaction():
        denying.follow(AccountDenied(made, person.id, person.community_id, "", NOON))
    return made


def a_clue(station: Place, person: Volunteer) -> UUID:
    """What she told of somebody."""
    who = people.volunteer(person.id)
    return giving.give(who, station.id, "楼上的王阿姨给独居老人送饭", now=NOON).id


def a_campaign(station: Place) -> dict[str, UUID]:
    """Another centre's campaign, with a case at this station, and an objection to it."""
    centre = staff(Role.CENTRE_ADMINISTRATOR, at=a_centre())
    campaign = Campaign(
        id=new_id(),
        place_id=centre.place.id,
        place_path=centre.place.path,
        kind="good_person",
        title="身边好人推选",
        about="推荐身边的好人",
        categories=["助人为乐"],
        residents_only=False,
        holders_out=False,
        deed_within_years=5,
        opens_at=NOON - timedelta(days=1),
        closes_at=NOON + timedelta(days=1),
        levels=["station", "centre"],
        notice_working_days=5,
        quota=5,
        state="open",
        made_by_id=centre.id,
        made_at=NOON,
    )
    case = Nomination(
        id=new_id(),
        campaign_id=campaign.id,
        place_id=station.id,
        place_path=station.path,
        person_key="n:陈秀兰|阳光社区",
        name="陈秀兰",
        unit="阳光社区",
        age=45,
        category="助人为乐",
        state="in_review",
        level="station",
        due_on=NOON.date(),
        waits_since=NOON,
        made_at=NOON,
        consent="missing",
    )
    said = NominationObjection(
        id=new_id(), nomination_id=case.id, text="没有这件事", said_at=NOON, due_on=NOON.date()
    )
    saved(campaign, case, said)
    return {
        "campaign_id": campaign.id,
        "nomination_id": case.id,
        "case_objection_id": said.id,
    }
