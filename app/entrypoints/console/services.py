"""The menu of services: what places of her subtree and their teams offer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.attachments.queries import AttachmentView, picture
from app.domain.orders import menu, offering
from app.domain.orders.views import ItemView
from app.domain.places.queries import PlaceView
from app.domain.teams import queries as teams
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.order_forms import (
    AT_THE_PLACE,
    HOME,
    NewServiceItemForm,
    ServiceItemForm,
)
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


@door.get("/services")
@needs(Permission.ORDERS_READ)
def services() -> ResponseReturnValue:
    """Every line of the menu in her subtree; what is off comes last."""
    asked = request.args.get("active", "")
    page = menu.items_within(
        current_staff().scope,
        active={"1": True, "0": False}.get(asked),
        page=request.args.get("page", 1, type=int),
    )
    return render_template("console/services/list.html", page=page, active=asked)


@door.route("/services/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@takes_pictures
@needs(Permission.SERVICES_MANAGE)
def new_service() -> ResponseReturnValue:
    """A new line, open at once."""
    staff = current_staff()
    form = NewServiceItemForm(place_id=staff.place.id, where=HOME, lead_days=0)
    form.place_id.choices = place_choices(staff.scope)
    _offer_teams(form, staff.place)
    sent, refusal = _sent()

    def act() -> None:
        if refusal:
            raise refusal
        ids = [one.id for one in sent]
        where = {"place_id": form.place_id.data, "pictures": ids[:1]}
        offering.add_item(staff, form.item, now=clock.now(), **where)

    if done(form, act):
        flash(f"“{form.title.data}”已上架，居民可以点单", "success")
        return redirect(url_for("console.services"), 303)
    return _page(form, None, sent, refusal)


@door.route("/services/<uuid:service_id>/edit", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@takes_pictures
@needs(Permission.SERVICES_MANAGE)
def edit_service(service_id: UUID) -> ResponseReturnValue:
    """Say anew what it is; orders that were made keep what they were."""
    staff = current_staff()
    item = menu.item(service_id, within=staff.scope)
    form = ServiceItemForm(data=None if request.method == "POST" else _as_written(item))
    _offer_teams(form, item.place)
    sent, refusal = _sent()

    def act() -> None:
        if refusal:
            raise refusal
        ids = [one.id for one in sent][:1]
        gone = request.form.get("no_picture") == "1"
        pictures = ids if ids or gone else None
        offering.change_item(staff, service_id, form.item, pictures=pictures, now=clock.now())

    if done(form, act):
        flash("已保存", "success")
        return redirect(url_for("console.services"), 303)
    return _page(form, item, sent, refusal)


@door.post("/services/<uuid:service_id>/switch")
@limiter.limit("60 per minute")
@needs(Permission.SERVICES_MANAGE)
def switch_service(service_id: UUID) -> ResponseReturnValue:
    """Take it off the menu, or put it back."""
    on = request.form.get("on") == "1"
    offering.switch_item(current_staff(), service_id, on=on, now=clock.now())
    flash("已上架" if on else "已下架，居民看不到了；已经点的不受影响", "success")
    return redirect(url_for("console.services"), 303)


@door.get("/services/<uuid:service_id>/picture")
@needs(Permission.ORDERS_READ)
def service_picture(service_id: UUID) -> ResponseReturnValue:
    """Its picture."""
    found = menu.item(service_id, within=current_staff().scope)
    if found.picture_id is None:
        raise NotFound
    return picture_answer(picture(found.picture_id))


def _offer_teams(form: ServiceItemForm, place: PlaceView) -> None:
    form.team_id.choices = [
        ("", "由阵地自己安排"),
        *((one.id, f"{one.name}（{one.kind}）") for one in teams.to_join(place)),
    ]


def _sent() -> tuple[list[AttachmentView], Refusal | None]:
    return pictures_sent(current_staff().actor) if request.method == "POST" else ([], None)


def _as_written(item: ItemView) -> dict[str, object]:
    names = ("title", "category", "work_type", "content", "when_text", "venue", "team_id")
    facts = {
        name: getattr(item, name)
        for name in (*names, "least_age", "lead_days", "capacity", "capacity_per")
    }
    where = HOME if item.at_home else AT_THE_PLACE
    return {**facts, "where": where, "for_whom": list(item.for_whom)}


def _page(
    form: ServiceItemForm,
    item: ItemView | None,
    sent: list[AttachmentView],
    refusal: Refusal | None,
) -> ResponseReturnValue:
    page = render_template(
        "console/services/item.html", form=form, item=item, pictures=sent, refusal=refusal
    )
    return page, status(form)
