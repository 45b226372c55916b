"""Programmes and their tour plans: which community still waits, which had its show."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, xlsx
from app.domain.access.rules import Permission
from app.domain.attachments.queries import AttachmentView, picture
from app.domain.culture import planning, queries, tours
from app.domain.culture.tours import Stop
from app.domain.culture.views import ProgrammeView
from app.domain.places import queries as places
from app.entrypoints.console.culture_forms import ProgrammeForm, TourForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer, spreadsheet
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal

STANDINGS = {"waits": ("还没安排", "warning"), "planned": ("已安排", "info")}
STANDINGS["done"] = ("已办", "success")
TOUR_COLUMNS = (
    *("社区", "应办场数", "已办场数", "已安排场数", "进度"),
    *("扫码入场", "现场清点", "线上观看"),
)


@door.get("/culture/programmes")
@needs(Permission.CULTURE_READ)
def culture_programmes() -> ResponseReturnValue:
    """Programmes of her subtree and of the places above it."""
    page = request.args.get("page", 1, type=int)
    found = queries.programmes_of(current_staff().scope, page=page)
    return render_template("console/culture/programmes.html", page=found)


@door.route("/culture/programmes/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@takes_pictures
@needs(Permission.CULTURE_MANAGE)
def new_programme() -> ResponseReturnValue:
    """A new programme."""
    staff = current_staff()
    today = local_date(clock.now())
    year_ends = date(today.year, 12, 31)
    form = ProgrammeForm(place_id=staff.place.id, from_on=today, to_on=year_ends)
    form.place_id.choices = place_choices(staff.scope)
    sent, refusal = _sent()
    made: list[UUID] = []

    def act() -> None:
        if refusal:
            raise refusal
        where = {"place_id": form.place_id.data, "pictures": [one.id for one in sent][:1]}
        made.append(planning.add_programme(staff, form.asked, **where, now=clock.now()))

    if done(form, act):
        flash("项目已设立，接着安排场次吧", "success")
        return redirect(url_for("console.new_culture_event", programme_id=made[0]), 303)
    return _page(form, None, sent, refusal)


@door.route("/culture/programmes/<uuid:programme_id>/edit", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@takes_pictures
@needs(Permission.CULTURE_MANAGE)
def edit_programme(programme_id: UUID) -> ResponseReturnValue:
    """Say anew what it is."""
    staff = current_staff()
    found = _own(programme_id)
    names = ("kind", "title", "about", "from_on", "to_on")
    written = {name: getattr(found, name) for name in names}
    form = ProgrammeForm(**({} if request.method == "POST" else written))
    del form.place_id
    sent, refusal = _sent()

    def act() -> None:
        if refusal:
            raise refusal
        ids = [one.id for one in sent][:1]
        gone = request.form.get("no_picture") == "1"
        pictures = ids if ids or gone else None
        now = clock.now()
        planning.change_programme(staff, programme_id, form.asked, pictures=pictures, now=now)

    if done(form, act):
        flash("已保存", "success")
        return redirect(url_for("console.culture_programmes"), 303)
    return _page(form, found, sent, refusal)


@door.get("/culture/programmes/<uuid:programme_id>/cover")
@needs(Permission.CULTURE_READ)
def culture_cover(programme_id: UUID) -> ResponseReturnValue:
    """Its cover."""
    found = queries.programme(programme_id, within=current_staff().scope)
    if found.cover_id is None:
        raise NotFound
    return picture_answer(picture(found.cover_id))


@door.route("/culture/programmes/<uuid:programme_id>/tour", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.CULTURE_READ)
def tour(programme_id: UUID) -> ResponseReturnValue:
    """Who waits, what is planned, what was held; staff of the programme's place plan it."""
    staff = current_staff()
    found = queries.programme(programme_id, within=staff.scope)
    plan = tours.tour(programme_id, within=staff.scope)
    may_plan = staff.may(Permission.CULTURE_MANAGE) and staff.scope.covers(found.place.path)
    form = TourForm(
        place_ids=[str(one.place.id) for one in plan.stops],
        target=plan.stops[0].target if plan.stops else 1,
    )
    form.place_ids.choices = [
        (str(one.id), one.short_name)
        for one in places.tree(staff.scope)
        if one.level == "station" and one.path.startswith(found.place.path)
    ]

    def act() -> None:
        ids = [UUID(one) for one in form.place_ids.data or ()]
        tours.plan_tour(staff, programme_id, ids, target=form.target.data, now=clock.now())

    if done(form, act):
        flash("计划已保存", "success")
        return redirect(url_for("console.tour", programme_id=programme_id), 303)
    page = render_template(
        "console/culture/tour.html",
        programme=found,
        tour=plan,
        form=form if may_plan else None,
        standings=STANDINGS,
    )
    return page, status(form)


@door.get("/culture/programmes/<uuid:programme_id>/tour.xlsx")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_tour(programme_id: UUID) -> ResponseReturnValue:
    """The plan as a spreadsheet."""
    staff, now = current_staff(), clock.now()
    found = queries.programme(programme_id, within=staff.scope)
    plan = tours.take_out(staff, programme_id, now=now)
    content = xlsx(found.title, TOUR_COLUMNS, [_row(one) for one in plan.stops])
    return spreadsheet(f"{found.title}-巡演计划", content, now=now)


def _row(stop: Stop) -> tuple[Cell, ...]:
    return (
        *(stop.place.short_name, stop.target, len(stop.held), len(stop.planned)),
        *(STANDINGS[stop.standing][0], stop.scanned, stop.hand, stop.online),
    )


def _own(programme_id: UUID) -> ProgrammeView:
    scope = current_staff().scope
    found = queries.programme(programme_id, within=scope)
    if not scope.covers(found.place.path):
        raise NotFound
    return found


def _sent() -> tuple[list[AttachmentView], Refusal | None]:
    return pictures_sent(current_staff().actor) if request.method == "POST" else ([], None)


def _page(
    form: ProgrammeForm,
    found: ProgrammeView | None,
    sent: list[AttachmentView],
    refusal: Refusal | None,
) -> ResponseReturnValue:
    page = render_template(
        "console/culture/programme.html",
        form=form,
        programme=found,
        pictures=sent,
        refusal=refusal,
    )
    return page, status(form)
