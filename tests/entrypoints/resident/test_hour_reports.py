"""The public notice of hours, the report against a line of it, and what one reads of it later."""

from io import BytesIO

from sqlalchemy import select

from app.domain import reactions
from app.domain.attachments.models import Attachment
from app.domain.hours import queries
from app.domain.hours.reports import answers
from app.domain.hours.reports import queries as reports
from tests.domain.hours.reporting import WHY, a_cast, approved
from tests.entrypoints.resident.conftest import Visitor
from tests.photographs import a_photo
from tests.world import NOON, Volunteer, WeChatIdentity, saved, session


def test_from_the_notice_to_the_answer(visitor: Visitor) -> None:
    reactions.connect()
    cast = a_cast()
    record = approved(cast)
    assert "社区环境清洁" in visitor.open("/hours").text
    page = visitor.open(f"/hours/{record.session_id}").text
    assert "张**" in page
    assert "张桂英" not in page
    form = f"/h5/notices/{record.session_id}/report?record={record.id}"
    assert form.replace("&", "&amp;") in page
    visitor.sign_in(cast.neighbour).open(form)
    short = visitor.send(form, text="没来过")
    assert short.status_code == 422
    assert "至少 10 个字" in short.text
    page = visitor.send(form, text=WHY, pictures=(BytesIO(a_photo()), "a.jpg"), follow=True).text
    assert "已收到您的异议" in page
    assert "待答复" in page
    assert "核实中" in visitor.open(f"/hours/{record.session_id}").text
    (row,) = reports.queue(cast.manager.scope).items
    assert len(reports.report(row.id, cast.manager.scope).pictures) == 1

    hers = session.get_one(Volunteer, record.volunteer_id)
    visitor.sign_in(hers)
    story = visitor.open(f"/h5/hours/{record.id}").text
    assert "核实期间暂不计入合计" in story
    assert "公示中，至2026年11月30日" in story
    assert WHY not in story
    assert queries.totals(hers.id).approved_minutes == 0
    answers.dismiss(cast.manager, row.id, "本人在场，照片可查", now=NOON)
    assert queries.totals(hers.id).approved_minutes == 120
    visitor.sign_in(cast.neighbour)
    assert "本人在场，照片可查" in visitor.open("/h5/reports").text


def test_what_is_not_in_notice_has_no_page(visitor: Visitor) -> None:
    cast = a_cast()
    record = approved(cast)
    visitor.sign_in(cast.neighbour)
    assert visitor.open(f"/hours/{cast.station.id}").status_code == 404
    other = f"/h5/notices/{record.session_id}/report?record={cast.station.id}"
    assert visitor.open(other).status_code == 404
    assert "没有提过异议" in visitor.open("/h5/reports").text


def test_who_is_registered_as_nobody_reports_without_pictures(wechat_visitor: Visitor) -> None:
    reactions.connect()
    cast = a_cast()
    record = approved(cast)
    follower = saved(WeChatIdentity(open_id="oPasserBy", following=True, met_at=NOON))
    form = f"/h5/notices/{record.session_id}/report?record={record.id}"
    assert "/h5/sign-in" in wechat_visitor.open(form).location
    page = wechat_visitor.meet(follower).open(form).text
    assert "没有注册也可以提" in page
    assert 'type="file"' not in page
    sent = {"text": WHY, "pictures": (BytesIO(a_photo()), "a.jpg")}  # by hand: not kept
    assert "已收到您的异议" in wechat_visitor.send(form, follow=True, **sent).text
    (row,) = reports.queue(cast.manager.scope).items
    assert reports.report(row.id, cast.manager.scope).pictures == []
    assert session.scalars(select(Attachment)).all() == []
    answers.dismiss(cast.manager, row.id, "本人在场，照片可查", now=NOON)
    assert "本人在场，照片可查" in wechat_visitor.open("/h5/reports").text
