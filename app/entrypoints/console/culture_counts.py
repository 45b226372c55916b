"""Head counts at the desk: by hand with a photo, online with a source; corrected by new rows."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, Sheet, workbook
from app.domain.access.rules import Permission
from app.domain.attachments.queries import AttachmentView, picture
from app.domain.culture import count_queries, counting, figures, queries
from app.domain.culture.figures import YearEvent, YearLine
from app.domain.culture.views import CountView, EventView
from app.entrypoints.console.culture_forms import (
    CorrectHandForm,
    CorrectOnlineForm,
    HandCountForm,
    OnlineCountForm,
)
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer, spreadsheet
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local
from app.kernel.refusal import NotFound, Refusal

FIRST_YEAR = 2020
YEAR_COLUMNS = ("项目", "种类", "场次", "扫码入场", "现场清点", "线上观看", "没有人数的场次")
EVENT_COLUMNS = (
    *("项目", "种类", "名称", "社区或阵地", "地点", "时间"),
    *("扫码入场", "现场清点", "线上观看", "现场人数怎样来的"),
)
CountForm = HandCountForm | OnlineCountForm


@door.route(
    "/culture/events/<uuid:event_id>/counts/<any(hand, online):way>", methods=["GET", "POST"]
)
@limiter.limit("30 per minute", methods=["POST"])
@takes_pictures
@needs(Permission.CULTURE_MANAGE)
def add_count(event_id: UUID, way: str) -> ResponseReturnValue:
    """The first number of its kind."""
    staff = current_staff()
    event = queries.event(event_id, within=staff.scope)
    form = (HandCountForm if way == "hand" else OnlineCountForm)(counted_at=clock.now())
    return _answer(
        form,
        event,
        None,
        lambda ids: counting.add_count(
            staff, event_id, form.counted, pictures=ids, now=clock.now()
        ),
    )


@door.route("/culture/counts/<uuid:count_id>/correct", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@takes_pictures
@needs(Permission.CULTURE_MANAGE)
def correct_count(count_id: UUID) -> ResponseReturnValue:
    """Another number in the place of one; the old one stays to be seen."""
    staff = current_staff()
    old = count_queries.count(count_id, within=staff.scope)
    event = queries.event(old.event_id, within=staff.scope)
    written = {"number": old.number, "counted_at": old.counted_at}
    form: CorrectHandForm | CorrectOnlineForm = (
        CorrectHandForm(**written)
        if old.kind == "hand"
        else CorrectOnlineForm(**written, source=old.source, link=old.link)
    )
    return _answer(
        form,
        event,
        old,
        lambda ids: counting.correct_count(
            staff,
            count_id,
            form.counted,
            reason=form.reason.data,
            pictures=ids,
            now=clock.now(),
        ),
    )


def _answer(
    form: CountForm,
    event: EventView,
    old: CountView | None,
    act: Callable[[list[UUID]], object],
) -> ResponseReturnValue:
    sent: list[AttachmentView] = []
    refusal: Refusal | None = None
    if request.method == "POST":
        sent, refusal = pictures_sent(current_staff().actor)
    refused: list[Refusal] = [refusal] if refusal else []

    def take() -> None:
        if refusal:
            raise refusal
        try:
            act([one.id for one in sent][:1])
        except Refusal as why:
            refused.extend([why] if getattr(why, "field", "") == "pictures" else [])
            raise

    if done(form, take):
        flash("人数已更正，原来的数字留在记录里" if old else "人数已登记", "success")
        return redirect(url_for("console.culture_event", event_id=event.id), 303)
    page = render_template(
        "console/culture/count.html",
        form=form,
        event=event,
        old=old,
        by_hand=not isinstance(form, OnlineCountForm),
        pictures=sent,
        refusal=refused[0] if refused else None,
    )
    return page, status(form)


@door.get("/culture/counts/<uuid:count_id>/picture")
@needs(Permission.CULTURE_READ)
def count_picture(count_id: UUID) -> ResponseReturnValue:
    """What it rests on."""
    found = count_queries.count(count_id, within=current_staff().scope)
    if found.picture_id is None:
        raise NotFound
    return picture_answer(picture(found.picture_id))


@door.get("/culture/year")
@needs(Permission.CULTURE_READ)
def culture_year() -> ResponseReturnValue:
    """A year by programme and kind, the three numbers apart."""
    year = _year()
    events = figures.events_of_year(current_staff().scope, year)
    return render_template(
        "console/culture/year.html",
        year=year,
        this_year=local(clock.now()).year,
        lines=figures.summed(events),
        whole=figures.whole(events),
    )


@door.get("/culture/year.xlsx")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_culture_year() -> ResponseReturnValue:
    """The same as a spreadsheet, with every event on a second sheet."""
    year, now = _year(), clock.now()
    events = figures.take_out(current_staff(), year, now=now)
    lines = [_line(one) for one in figures.summed(events)]
    sheets = [
        Sheet("按项目和种类", YEAR_COLUMNS, lines),
        Sheet("各场次", EVENT_COLUMNS, [_row(one) for one in events]),
    ]
    return spreadsheet(f"{year}年文化活动数字", workbook(sheets), now=now)


def _year() -> int:
    this = local(clock.now()).year
    return min(max(FIRST_YEAR, request.args.get("year", this, type=int)), this + 1)


def _line(one: YearLine) -> tuple[Cell, ...]:
    counts = (one.events, one.scanned, one.hand, one.online, one.uncounted)
    return (one.programme, one.kind, *counts)


def _row(one: YearEvent) -> tuple[Cell, ...]:
    heads = one.heads
    how = "" if heads.hand is None else "门口点数" if heads.by_tapping else "清点登记"
    facts = (one.programme, one.kind, one.title, one.place, one.venue, one.starts_at)
    return (*facts, heads.scanned, heads.hand, heads.online, how)
