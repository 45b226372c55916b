"""Services for residents: the menu, an order, and how mine stand."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities.vocabulary import CATEGORIES
from app.domain.attachments.queries import AttachmentView, attachments, picture
from app.domain.audit.actors import Actor
from app.domain.orders import menu, mine, queries, rating, requesting
from app.domain.orders.rules import MOST_PICTURES, STEPS
from app.domain.orders.views import ItemView
from app.domain.orders.wanted import Wish
from app.domain.people.queries import VolunteerView
from app.entrypoints.forms import Form
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.rating_form import RateForm
from app.entrypoints.resident.door import asked_page, door, own
from app.entrypoints.resident.order_forms import (
    HOME,
    FreeOrderForm,
    OrderForm,
    WordsForm,
)
from app.entrypoints.resident.refusals import done, show_on
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


@door.get("/h5/services")
@needs_volunteer
def services() -> ResponseReturnValue:
    """What my community, its office and the centre offer."""
    near = own().community
    category = request.args.get("category", "")
    category = category if category in CATEGORIES else ""
    return render_template(
        "resident/orders/menu.html",
        page=menu.menu(near, category=category, page=asked_page()),
        categories=menu.categories(near),
        category=category,
        near=near,
    )


@door.route("/h5/services/<uuid:service_id>", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@takes_pictures
@needs_volunteer
def order_service(service_id: UUID) -> ResponseReturnValue:
    """One line of the menu, and the form to order it."""
    person, item = own(), menu.item(service_id)
    form = OrderForm(**_usual(person, item.lead_days))
    return _order_page(form, form.asked, item=item)


@door.route("/h5/orders/new", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@takes_pictures
@needs_volunteer
def order_freely() -> ResponseReturnValue:
    """Ask for what no menu has."""
    form = FreeOrderForm(**_usual(own()), where=HOME)

    def asked() -> Wish:
        return form.asked(
            title=form.title.data or "",
            category=form.category.data or "",
            at_home=form.where.data == HOME,
        )

    return _order_page(form, asked)


def _order_page(
    form: OrderForm, asked: Callable[[], Wish], *, item: ItemView | None = None
) -> ResponseReturnValue:
    """The form; sent, the order, unless something is wrong with it or a photo."""
    person, code = own(), 200
    sent: list[AttachmentView] = []
    refused: Refusal | None = None
    if request.method == "POST":
        sent, refused = pictures_sent(Actor("volunteer", person.id, person.name))
    if form.validate_on_submit() and refused is None:
        try:
            made = requesting.order(
                person,
                asked(),
                item_id=item.id if item else None,
                pictures=[one.id for one in sent],
                now=clock.now(),
            )
        except Refusal as refusal:
            code = show_on(form, refusal)
        else:
            return _ordered(made)
    elif form.errors or refused:
        code = 422
    page = render_template(
        "resident/orders/order.html",
        form=form,
        item=item,
        pictures=sent,
        picture_refusal=refused,
        most_pictures=MOST_PICTURES,
    )
    return page, code


def _usual(person: VolunteerView, lead_days: int = 0) -> dict[str, object]:
    first = local_date(clock.now()) + timedelta(days=lead_days)
    return {
        "name": person.name,
        "phone": person.phone,
        "people": 1,
        "wanted_on": first,
        "wanted_part": "都可以",
    }


def _ordered(order_id: UUID) -> ResponseReturnValue:
    flash("已收到，工作人员会打电话核实", "success")
    return redirect(url_for("resident.my_order", order_id=order_id), 303)


@door.get("/h5/orders")
@needs_volunteer
def my_orders() -> ResponseReturnValue:
    """Everything I asked for, the latest first."""
    found = mine.orders_of(own().id, page=asked_page())
    return render_template("resident/orders/mine.html", page=found, steps=STEPS)


@door.get("/h5/orders/<uuid:order_id>")
@needs_volunteer
def my_order(order_id: UUID) -> ResponseReturnValue:
    """How it stands, in large type, with what is left for me to do."""
    return _page(order_id, RateForm(formdata=None), WordsForm(formdata=None))


@door.post("/h5/orders/<uuid:order_id>/cancel")
@limiter.limit("20 per minute")
@needs_volunteer
def cancel_my_order(order_id: UUID) -> ResponseReturnValue:
    """I do not need it any more."""
    requesting.cancel(own(), order_id, "本人取消", now=clock.now())
    flash("已取消", "success")
    return redirect(url_for("resident.my_order", order_id=order_id), 303)


@door.post("/h5/orders/<uuid:order_id>/amend")
@limiter.limit("20 per minute")
@needs_volunteer
def amend_my_order(order_id: UUID) -> ResponseReturnValue:
    """What was missing."""
    form = WordsForm()

    def act() -> None:
        requesting.amend(own(), order_id, form.words.data or "", now=clock.now())

    return _acted(order_id, form, act, "已补充，工作人员会接着办", amend=form)


@door.post("/h5/orders/<uuid:order_id>/rate")
@limiter.limit("20 per minute")
@needs_volunteer
def rate_my_order(order_id: UUID) -> ResponseReturnValue:
    """How it was."""
    form = RateForm()

    def act() -> None:
        rating.rate(own(), order_id, *form.said, now=clock.now())

    return _acted(order_id, form, act, "谢谢您的评价", rate=form)


def _acted(
    order_id: UUID,
    form: Form,
    act: Callable[[], None],
    told: str,
    *,
    rate: RateForm | None = None,
    amend: WordsForm | None = None,
) -> ResponseReturnValue:
    code = done(form, act)
    if code is None:
        flash(told, "success")
        return redirect(url_for("resident.my_order", order_id=order_id), 303)
    rate, amend = rate or RateForm(formdata=None), amend or WordsForm(formdata=None)
    return _page(order_id, rate, amend, code=code)


def _page(
    order_id: UUID, rate: RateForm, amend: WordsForm, *, code: int = 200
) -> ResponseReturnValue:
    found = mine.order_of(own().id, order_id)
    page = render_template(
        "resident/orders/my_order.html",
        found=found,
        pictures=attachments(found.served.pictures) if found.served else [],
        sent=attachments(found.pictures),
        rate=rate,
        amend=amend,
        steps=STEPS,
        now=clock.now(),
    )
    return page, code


@door.get("/h5/orders/<uuid:order_id>/pictures/<uuid:attachment_id>")
@needs_volunteer
def my_order_picture(order_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo of what was done for me, or that I sent."""
    sent = mine.order_of(own().id, order_id).pictures
    if attachment_id not in sent and not queries.has_picture(order_id, attachment_id):
        raise NotFound
    found = picture(attachment_id)
    return Response(found.content, mimetype=found.media_type)


@door.get("/h5/services/<uuid:service_id>/picture")
@needs_volunteer
def service_picture(service_id: UUID) -> ResponseReturnValue:
    """The picture of a line of the menu."""
    found = picture(menu.picture_of(service_id))
    return Response(found.content, mimetype=found.media_type)
