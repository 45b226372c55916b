"""Certificates for many: who is in, made a few at a time, printed, fetched, forgotten."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.access.errors import NotAllowed
from app.domain.access.queries import Staff
from app.domain.access.rules import Role
from app.domain.certificates import group_queries, groups, rules
from app.domain.certificates.errors import NobodyInTheGroup, PapersNotReady, TooManyInAGroup
from app.domain.certificates.models import Certificate, CertificatePaper
from app.domain.messaging.models import OutboxMessage
from app.domain.people import leaving
from app.domain.places.models import Place
from app.kernel.database import session
from app.kernel.refusal import BadInput, NotFound
from tests import world
from tests.conftest import NOON
from tests.domain.certificates.papers import ALL, with_hours

pytestmark = pytest.mark.database
LATER = NOON + timedelta(minutes=1)


def printed() -> None:
    for certificate_id in groups.unprinted(100):
        groups.keep_paper(certificate_id, b"%PDF", now=LATER)


def test_a_class_is_made_in_the_background(clerk: Staff, station: Place) -> None:
    people = [with_hours(station) for _ in range(3)]
    nobody = world.a_volunteer(station)
    text = "\n".join([*(one.number for one in people), people[0].number, nobody.number, "不是编号"])
    ids = groups.people_of_numbers(clerk, text)
    made = groups.ask(clerk, "三年二班", ids, ALL, now=NOON)
    view = group_queries.group(made, clerk.scope)
    assert (view.people, view.percent, view.done) == (3, 0, False)
    assert groups.issue_some(now=LATER) == 3
    assert group_queries.group(made, clerk.scope).percent == 50
    assert groups.finish(now=LATER) == 0
    printed()
    assert groups.finish(now=LATER) == 1
    view = group_queries.group(made, clerk.scope)
    assert (view.percent, view.done, view.downloadable) == (100, True, True)
    assert dict(group_queries.papers_of(view)) == {one.number: b"%PDF" for one in people}
    assert groups.issue_some(now=LATER) == 0
    kinds = session.scalars(select(OutboxMessage.kind)).all()
    assert kinds == ["certificate_issued"] * 3


def test_fifty_at_a_time(clerk: Staff, station: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(groups, "ISSUED_AT_ONCE", 2)
    ids = [with_hours(station).id for _ in range(3)]
    groups.ask(clerk, "三年二班", ids, ALL, now=NOON)
    assert [groups.issue_some(now=LATER) for _ in range(3)] == [2, 1, 0]
    assert len(session.scalars(select(Certificate)).all()) == 3


def test_a_team_or_an_activity_is_a_group(clerk: Staff, station: Place) -> None:
    one, other = with_hours(station), with_hours(station)
    team = world.a_team(station, one, other)
    assert set(groups.people_of_team(clerk, team.id)) == {one.id, other.id}
    record = world.an_approved_record(one, station)
    assert groups.people_of_activity(clerk, record.activity_id) == [one.id]
    elsewhere = world.staff(at=world.a_station())
    with pytest.raises(NotFound):
        groups.people_of_team(elsewhere, team.id)
    with pytest.raises(NotFound):
        groups.people_of_activity(elsewhere, record.activity_id)


def test_what_cannot_be_a_group_is_refused(clerk: Staff, station: Place) -> None:
    person = with_hours(station)
    with pytest.raises(NobodyInTheGroup):
        groups.ask(clerk, "三年二班", [world.a_volunteer(station).id], ALL, now=NOON)
    with pytest.raises(BadInput):
        groups.ask(clerk, " ", [person.id], ALL, now=NOON)
    with pytest.raises(TooManyInAGroup):
        groups.people_of_numbers(clerk, " ".join(map(str, range(rules.MOST_IN_A_GROUP + 1))))
    auditor = world.staff(Role.AUDITOR, at=world.a_centre())
    with pytest.raises(NotAllowed):
        groups.ask(auditor, "三年二班", [person.id], ALL, now=NOON)


def test_who_leaves_meanwhile_is_left_out(clerk: Staff, station: Place) -> None:
    one, other, last = (with_hours(station) for _ in range(3))
    made = groups.ask(clerk, "三年二班", [one.id, other.id, last.id], ALL, now=NOON)
    leaving.leave(one.id, now=LATER)
    groups.issue_some(now=LATER)
    leaving.leave(other.id, now=LATER)
    gone = session.scalars(select(Certificate.id).where(Certificate.volunteer_id == other.id)).one()
    for certificate_id in groups.unprinted(10):
        content = None if certificate_id == gone else b"%PDF"
        groups.keep_paper(certificate_id, content, now=LATER)
    groups.finish(now=LATER)
    view = group_queries.group(made, clerk.scope)
    assert view.done
    assert [number for number, _ in group_queries.papers_of(view)] == [last.number]
    left_out = {line.left_out for line in group_queries.group_lines(made).items}
    assert left_out == {"这段时间里没有已认定的服务时长", "本人已注销账号", None}


def test_papers_are_fetched_when_done_and_for_thirty_days(clerk: Staff, station: Place) -> None:
    made = groups.ask(clerk, "三年二班", [with_hours(station).id], ALL, now=NOON)
    with pytest.raises(PapersNotReady):
        group_queries.papers_of(group_queries.group(made, clerk.scope))
    groups.issue_some(now=LATER)
    printed()
    groups.finish(now=LATER)
    assert groups.forget_papers(now=LATER + rules.PAPERS_KEPT) == 0
    assert groups.forget_papers(now=LATER + rules.PAPERS_KEPT + timedelta(seconds=1)) == 1
    assert session.scalars(select(CertificatePaper)).all() == []
    with pytest.raises(PapersNotReady):
        group_queries.papers_of(group_queries.group(made, clerk.scope))


def test_a_paper_is_kept_once(clerk: Staff, station: Place) -> None:
    groups.ask(clerk, "三年二班", [with_hours(station).id], ALL, now=NOON)
    groups.issue_some(now=LATER)
    [certificate_id] = groups.unprinted(10)
    groups.keep_paper(certificate_id, b"first", now=LATER)
    groups.keep_paper(certificate_id, b"second", now=LATER)
    assert session.scalars(select(CertificatePaper.content)).all() == [b"first"]


def test_a_group_of_elsewhere_is_not_found(clerk: Staff, station: Place) -> None:
    made = groups.ask(clerk, "三年二班", [with_hours(station).id], ALL, now=NOON)
    with pytest.raises(NotFound):
        group_queries.group(made, world.staff(at=world.a_station()).scope)
