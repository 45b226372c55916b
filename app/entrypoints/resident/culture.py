"""Culture for residents: what is on, a ticket for the family, and my tickets with their codes."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField

from app.adapters.qr_images import svg
from app.domain.culture import queries, ticket_queries, tickets
from app.domain.culture.ticket_codes import ticket_code
from app.domain.culture.views import EventView
from app.domain.culture.vocabulary import EVENT_KINDS
from app.entrypoints.forms import Form, required
from app.entrypoints.guard import current_resident, needs_volunteer, open_to_all
from app.entrypoints.in_wechat import sdk_signature
from app.entrypoints.limits import limiter
from app.entrypoints.resident.card import CHANGES_SECONDS
from app.entrypoints.resident.door import asked_page, door, volunteer
from app.entrypoints.resident.refusals import show_on
from app.entrypoints.sharing import event_card, programme_card
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal


class TicketForm(Form):
    """For how many."""

    seats = RadioField("几个人来看（大人孩子都算）", [required("请选择人数")], coerce=int)


@door.get("/h5/culture")
@open_to_all
def culture() -> ResponseReturnValue:
    """What is on, the next first."""
    kind = request.args.get("kind", "")
    kind = kind if kind in EVENT_KINDS else ""
    return render_template(
        "resident/culture/list.html",
        found=queries.coming(
            kind=kind, page=request.args.get("page", 1, type=int), now=clock.now()
        ),
        kinds=EVENT_KINDS,
        kind=kind,
    )


@door.get("/h5/programmes/<uuid:programme_id>")
@open_to_all
def programme(programme_id: UUID) -> ResponseReturnValue:
    """A programme with all its events."""
    found = queries.shown_programme(programme_id)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "resident/culture/programme.html",
        programme=found,
        found=queries.shown_events(programme_id, page=page, now=clock.now()),
        card=programme_card(found),
        scanner=sdk_signature(),
    )


@door.get("/h5/culture/<uuid:event_id>")
@open_to_all
def culture_event(event_id: UUID) -> ResponseReturnValue:
    """One event: when, where, and a ticket where one is needed."""
    found = queries.event(event_id)
    person = current_resident().volunteer
    mine = ticket_queries.ticket_for(volunteer().id, event_id) if person else None
    return _event_page(found, _form(found, formdata=None), mine=mine)


@door.route("/h5/culture/<uuid:event_id>/ticket", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs_volunteer
def take_ticket(event_id: UUID) -> ResponseReturnValue:
    """So many seats; who has a ticket already is shown it."""
    found, person = queries.event(event_id), volunteer()
    form, status = _form(found), 200
    if form.validate_on_submit():
        try:
            taken = tickets.take(person.id, event_id, seats=form.seats.data, now=clock.now())
        except NotFound:
            raise
        except Refusal as refusal:
            status = show_on(form, refusal)
            found = queries.event(event_id)
        else:
            words = "您已经领过这一场的票" if taken.again else "领票成功，入场时出示这里的二维码"
            flash(words, "success")
            return redirect(url_for("resident.ticket", ticket_id=taken.ticket_id), 303)
    elif form.errors:
        status = 422
    mine = ticket_queries.ticket_for(person.id, event_id)
    return _event_page(found, form, mine=mine), status


def _form(found: EventView, **given: object) -> TicketForm:
    form = TicketForm(**given)
    form.seats.choices = [(count, f"{count} 人") for count in range(1, found.seats_most + 1)]
    return form


def _event_page(found: EventView, form: TicketForm, *, mine: object) -> str:
    return render_template(
        "resident/culture/event.html",
        event=found,
        form=form,
        mine=mine,
        known=current_resident().volunteer is not None,
        card=event_card(found),
        scanner=sdk_signature(),
        now=clock.now(),
    )


@door.get("/h5/tickets")
@needs_volunteer
def my_tickets() -> ResponseReturnValue:
    """What I can go to, or where I was."""
    past = request.args.get("past") == "1"
    return render_template(
        "resident/culture/tickets.html",
        past=past,
        found=ticket_queries.tickets_of(
            volunteer().id, past=past, page=asked_page(), now=clock.now()
        ),
    )


@door.get("/h5/tickets/<uuid:ticket_id>")
@needs_volunteer
def ticket(ticket_id: UUID) -> ResponseReturnValue:
    """One of mine with its code, or what became of it."""
    now = clock.now()
    return render_template(
        "resident/culture/ticket.html",
        one=ticket_queries.ticket(volunteer().id, ticket_id),
        seconds=CHANGES_SECONDS,
        now=now,
    )


@door.get("/h5/tickets/<uuid:ticket_id>/code.svg")
@needs_volunteer
def ticket_image(ticket_id: UUID) -> ResponseReturnValue:
    """The code as a picture, good for a minute."""
    now, one = clock.now(), ticket_queries.ticket(volunteer().id, ticket_id)
    if not one.good(now):
        raise NotFound
    answer = make_response(svg(ticket_code(one.id, now=now)))
    answer.mimetype = "image/svg+xml"
    answer.headers["X-Seconds-Left"] = str(CHANGES_SECONDS)
    return answer


@door.post("/h5/tickets/<uuid:ticket_id>/give-back")
@limiter.limit("30 per minute")
@needs_volunteer
def give_ticket_back(ticket_id: UUID) -> ResponseReturnValue:
    """The seats are for others."""
    tickets.give_back(volunteer().id, ticket_id, now=clock.now())
    flash("票已退，座位让给别人了", "success")
    return redirect(url_for("resident.my_tickets"), 303)
