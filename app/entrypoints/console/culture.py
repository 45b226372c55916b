"""Culture at the desk: events with their three head counts, drafted, published, cancelled."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.attendance.device_list import names
from app.domain.culture import clashes, count_queries, planning, publication, queries
from app.domain.culture.figures import heads_of
from app.domain.culture.rules import DOOR_OPENS_BEFORE, Decision, decisions_open
from app.domain.culture.views import EventView
from app.entrypoints.console.culture_forms import TICKET, CancelEventForm, EventForm
from app.entrypoints.console.door import door
from app.entrypoints.console.place_choices import site_choices
from app.entrypoints.console.reasons import Question, decided, decided_with_reason
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local, start_of_day
from app.kernel.refusal import NotFound

MINUTELY = limiter.limit("60 per minute", methods=["POST"])
TAB_TITLES = {"coming": "近期", "draft": "草稿", "ended": "已结束", "cancelled": "已取消"}
TOLD = {
    Decision.PUBLISH: "已发布，居民可以看到了",
    Decision.WITHDRAW: "已撤回成草稿，居民看不到了",
    Decision.RECORD: "已登记为已办，请登记人数",
    Decision.END: "已结束，请登记人数",
}
ACTS = {
    Decision.PUBLISH: publication.publish,
    Decision.WITHDRAW: publication.withdraw,
    Decision.RECORD: publication.record,
    Decision.END: publication.end,
}


@door.get("/culture")
@needs(Permission.CULTURE_READ)
def culture() -> ResponseReturnValue:
    """Her subtree's events, each with how many came, three numbers apart."""
    staff, tab = current_staff(), request.args.get("tab", "coming")
    tab = tab if tab in queries.TABS else "coming"
    programme_id = request.args.get("programme_id", type=UUID)
    return render_template(
        "console/culture/list.html",
        page=queries.events_of(
            staff.scope,
            tab=tab,
            programme_id=programme_id,
            page=request.args.get("page", 1, type=int),
        ),
        tab=tab,
        tabs_shown=TAB_TITLES,
        programmes=queries.to_choose_from(staff.scope),
        programme_id=programme_id,
    )


@door.route("/culture/events/new", methods=["GET", "POST"])
@MINUTELY
@needs(Permission.CULTURE_MANAGE)
def new_culture_event() -> ResponseReturnValue:
    """A draft; programme, place and more may come filled in."""
    staff = current_staff()
    form = _choices(EventForm(**_usual()))
    made: list[UUID] = []

    def act() -> None:
        where = {"place_id": form.place_id.data}
        made.append(
            planning.add_event(staff, form.programme_id.data, form.asked, **where, now=clock.now())
        )

    if done(form, act):
        flash("草稿已保存，看看没有问题就发布吧", "success")
        return redirect(url_for("console.culture_event", event_id=made[0]), 303)
    return render_template("console/culture/edit.html", form=form, event=None), status(form)


@door.route("/culture/events/<uuid:event_id>/edit", methods=["GET", "POST"])
@MINUTELY
@needs(Permission.CULTURE_MANAGE)
def edit_culture_event(event_id: UUID) -> ResponseReturnValue:
    """Say anew what it is; who has a ticket hears of another time or place."""
    staff = current_staff()
    event = queries.event(event_id, within=staff.scope)
    form = EventForm(**({} if request.method == "POST" else _as_written(event)))
    del form.programme_id, form.place_id
    if done(form, lambda: planning.change_event(staff, event_id, form.asked, now=clock.now())):
        flash("已保存。时间或地点变了的，领了票的人已收到通知", "success")
        return redirect(url_for("console.culture_event", event_id=event_id), 303)
    page = render_template(
        "console/culture/edit.html",
        form=form,
        event=event,
        clashes=clashes.of_event(event, now=clock.now()),
    )
    return page, status(form)


@door.get("/culture/events/<uuid:event_id>")
@needs(Permission.CULTURE_READ)
def culture_event(event_id: UUID) -> ResponseReturnValue:
    """One event: tickets, the three head counts with their history, what the door did."""
    staff = current_staff()
    event = queries.event(event_id, within=staff.scope)
    to_look_at = count_queries.to_look_at(event_id, page=request.args.get("page", 1, type=int))
    return render_template(
        "console/culture/event.html",
        event=event,
        heads=heads_of([event_id])[event_id],
        counts=count_queries.counts_of(event_id),
        scans=count_queries.scans_of(event_id),
        to_look_at=to_look_at,
        doors=names({one.device for one in to_look_at.items if one.device}),
        open=decisions_open(event.state),
        door_opens_at=event.starts_at - DOOR_OPENS_BEFORE,
        clashes=clashes.of_event(event, now=clock.now()),
    )


@door.post("/culture/events/<uuid:event_id>/<string:act>")
@limiter.limit("60 per minute")
@needs(Permission.CULTURE_MANAGE)
def decide_culture_event(event_id: UUID, act: str) -> ResponseReturnValue:
    """Publish, withdraw, enter as held, end."""
    staff = current_staff()
    queries.event(event_id, within=staff.scope)
    if act not in set(ACTS):
        raise NotFound
    wanted = Decision(act)
    return decided(
        lambda: ACTS[wanted](staff, event_id, now=clock.now()),
        TOLD[wanted],
        back=url_for("console.culture_event", event_id=event_id),
    )


@door.route("/culture/events/<uuid:event_id>/cancel", methods=["GET", "POST"])
@MINUTELY
@needs(Permission.CULTURE_MANAGE)
def cancel_culture_event(event_id: UUID) -> ResponseReturnValue:
    """It does not take place; who has a ticket is told why."""
    staff = current_staff()
    event = queries.event(event_id, within=staff.scope)
    back = url_for("console.culture_event", event_id=event_id)
    asked = Question(
        section=(event.title, back),
        question=f"取消“{event.title}”？",
        text=f"不能恢复。已领走 {event.seats_taken} 个座位，领了票的人都会收到通知。",
        label="取消活动",
        hint="领了票的人会看到，例如：因大雨取消",
    )
    return decided_with_reason(
        CancelEventForm(),
        lambda reason: publication.cancel(staff, event_id, reason=reason, now=clock.now()),
        asked,
        told="已取消，通知正在发出",
        back=back,
    )


def _choices(form: EventForm) -> EventForm:
    staff = current_staff()
    form.programme_id.choices = [
        ("", "请选择"),
        *((one.id, one.title) for one in queries.to_choose_from(staff.scope)),
    ]
    form.place_id.choices = site_choices(staff.scope)
    return form


def _usual() -> dict[str, object]:
    """An evening next week; a copy, or what a tour plan asks for, where the address says so."""
    staff, now = current_staff(), clock.now()
    copied = request.args.get("copy", type=UUID)
    if copied is not None:
        event = queries.event(copied, within=staff.scope)
        return {
            **_as_written(event),
            "programme_id": event.programme_id,
            "place_id": request.args.get("place_id", type=UUID) or event.place.id,
        }
    evening = start_of_day(local(now).date() + timedelta(days=7)) + timedelta(hours=19)
    return {
        "programme_id": request.args.get("programme_id", type=UUID),
        "place_id": request.args.get("place_id", type=UUID) or staff.place.id,
        "kind": request.args.get("kind", ""),
        "starts_at": evening,
        "ends_at": evening + timedelta(hours=2),
        "entry": request.args.get("entry", TICKET),
        "seats_most": 5,
        "capacity": None,
        "tickets_from": now,
        "tickets_until": evening,
    }


def _as_written(event: EventView) -> dict[str, object]:
    names = ("kind", "title", "about", "venue", "starts_at", "ends_at", "entry", "capacity")
    more = ("seats_most", "tickets_from", "tickets_until")
    return {name: getattr(event, name) for name in (*names, *more)}
