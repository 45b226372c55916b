"""Orders for the leader's phone: accept, decline, look, give back, tell what came of it."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.attachments.queries import AttachmentView, attachments, picture
from app.domain.audit.actors import Actor
from app.domain.orders import looking, queries, serving, team_queries
from app.domain.orders.looking import Contact
from app.domain.orders.rules import State, decisions_open
from app.domain.orders.serving import Service
from app.domain.orders.team_queries import TeamOrder
from app.domain.orders.views import OrderRow
from app.domain.people import queries as people
from app.domain.teams import queries as teams
from app.domain.teams.queries import TeamView
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door, own
from app.entrypoints.resident.order_forms import AcceptForm, TeamReasonForm, TeamResultForm
from app.entrypoints.resident.refusals import show_on
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import SHANGHAI
from app.kernel.refusal import NotFound, Refusal

BEGINS = {"上午": time(9), "下午": time(14), "晚上": time(18, 30), "都可以": time(9)}
USUAL_MINUTES = 60
ANSWERABLE = (State.DISPATCHED, State.OFFERED)


@door.get("/h5/team-orders")
@needs_volunteer
def team_orders() -> ResponseReturnValue:
    """What my teams are asked, may take, have ahead, and have done."""
    found = team_queries.for_leader(own().id)
    return render_template("resident/orders/team_orders.html", found=found)


@door.get("/h5/team-orders/<uuid:order_id>")
@needs_volunteer
def team_order(order_id: UUID) -> ResponseReturnValue:
    """One order: what is wanted, and what I can answer."""
    return _page(order_id)


@door.post("/h5/team-orders/<uuid:order_id>/accept")
@limiter.limit("20 per minute")
@needs_volunteer
def accept_order(order_id: UUID) -> ResponseReturnValue:
    """We come, then and so many."""
    found = team_queries.order_for(own().id, order_id)
    team = _chosen(found)
    form = AcceptForm()
    _offer_members(form, team)
    if not form.validate_on_submit():
        return _page(order_id, accept=form, code=422)
    ids = [UUID(one) for one in form.members.data or ()]
    service = Service(form.starts_at.data, form.minutes.data, ids)
    try:
        serving.accept(own().id, order_id, team.id, service, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        return _page(order_id, accept=form, code=show_on(form, refusal, members="members"))
    return _done(order_id, "已接单，大家都收到了通知。地址和电话在下面查看")


@door.post("/h5/team-orders/<uuid:order_id>/decline")
@limiter.limit("20 per minute")
@needs_volunteer
def decline_order(order_id: UUID) -> ResponseReturnValue:
    """We cannot."""
    return _with_reason(order_id, serving.decline, "已谢绝，工作人员会另外安排")


@door.post("/h5/team-orders/<uuid:order_id>/release")
@limiter.limit("20 per minute")
@needs_volunteer
def release_order(order_id: UUID) -> ResponseReturnValue:
    """We had accepted, and cannot come after all."""
    return _with_reason(order_id, serving.release, "已退回，报了名的人和点单的人都会收到通知")


def _with_reason(order_id: UUID, act: Callable[..., None], told: str) -> ResponseReturnValue:
    form, code = TeamReasonForm(), 422
    if form.validate_on_submit():
        try:
            act(own().id, order_id, form.words.data or "", now=clock.now())
        except NotFound:
            raise
        except Refusal as refusal:
            code = show_on(form, refusal)
        else:
            flash(told, "success")
            return redirect(url_for("resident.team_orders"), 303)
    return _page(order_id, reason=form, code=code)


@door.post("/h5/team-orders/<uuid:order_id>/look")
@limiter.limit("30 per minute")
@needs_volunteer
def look_at_contact(order_id: UUID) -> ResponseReturnValue:
    """Name, phone and address, this once; that I looked is written down."""
    contact = looking.look_as_server(own().id, order_id, now=clock.now())
    return _page(order_id, contact=contact)


@door.post("/h5/team-orders/<uuid:order_id>/finish")
@limiter.limit("20 per minute")
@takes_pictures
@needs_volunteer
def finish_order(order_id: UUID) -> ResponseReturnValue:
    """It is done."""
    person, form = own(), TeamResultForm()
    sent, refused = pictures_sent(Actor("volunteer", person.id, person.name))
    if refused or not form.validate_on_submit():
        return _page(order_id, result=form, sent=sent, refused=refused, code=422)
    ids = [one.id for one in sent]
    try:
        serving.finish(person.id, order_id, form.result.data, pictures=ids, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        code = show_on(form, refusal)
        return _page(order_id, result=form, sent=sent, code=code)
    return _done(order_id, "辛苦了！已请点单的居民评价")


@door.get("/h5/team-orders/<uuid:order_id>/pictures/<uuid:attachment_id>")
@needs_volunteer
def team_order_picture(order_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo of what we did."""
    team_queries.order_for(own().id, order_id)
    if not queries.has_picture(order_id, attachment_id):
        raise NotFound
    found = picture(attachment_id)
    return Response(found.content, mimetype=found.media_type)


@door.get("/h5/team-orders/<uuid:order_id>/sent-pictures/<uuid:attachment_id>")
@needs_volunteer
def team_order_sent_picture(order_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo that came with the order, while we serve it."""
    found = looking.picture_for_server(own().id, order_id, attachment_id)
    return Response(found.content, mimetype=found.media_type)


def _page(
    order_id: UUID,
    *,
    accept: AcceptForm | None = None,
    reason: TeamReasonForm | None = None,
    result: TeamResultForm | None = None,
    sent: list[AttachmentView] | None = None,
    refused: Refusal | None = None,
    contact: Contact | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    found = team_queries.order_for(own().id, order_id)
    answers = found.row.state in ANSWERABLE and bool(found.teams)
    team = _chosen(found) if answers else None
    if accept is None and team is not None:
        accept = AcceptForm(
            formdata=None, starts_at=_first_moment(found.row), minutes=USUAL_MINUTES
        )
        _offer_members(accept, team)
    page = render_template(
        "resident/orders/team_order.html",
        found=found,
        row=found.row,
        team=team,
        can=decisions_open(found.row.state),
        accept=accept,
        reason=reason or TeamReasonForm(formdata=None),
        result=result or TeamResultForm(formdata=None),
        sent=sent or [],
        refused=refused,
        contact=contact,
        came_with=attachments(contact.pictures) if contact else [],
        who=people.cards(found.who_comes),
        pictures=attachments(found.served.pictures) if found.served else [],
        now=clock.now(),
    )
    return page, code


def _chosen(found: TeamOrder) -> TeamView:
    """Of her teams that may answer the one in the address, else the first."""
    asked = request.values.get("team", type=UUID)
    if not found.teams:
        raise NotFound
    return next((one for one in found.teams if one.id == asked), found.teams[0])


def _offer_members(form: AcceptForm, team: TeamView) -> None:
    members = [one for one in teams.members(team.id) if one.state == "member"]
    form.members.choices = [
        (str(one.volunteer_id), one.name + ("（我）" if one.volunteer_id == own().id else ""))
        for one in members
        if one.leader_may_sign_up or one.volunteer_id == own().id
    ]
    if form.members.data is None:
        form.members.data = [str(own().id)]


def _first_moment(row: OrderRow) -> datetime:
    """The day and part of it that was wished for, if that is still ahead."""
    wished = datetime.combine(row.wanted_on, BEGINS[row.wanted_part], tzinfo=SHANGHAI)
    soonest = clock.now() + timedelta(hours=1)
    return max(wished, soonest.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))


def _done(order_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for("resident.team_order", order_id=order_id), 303)
