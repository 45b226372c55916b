"""The door of an event at the desk: tickets by a reader or the camera, taps, fewer who came."""

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Permission
from app.domain.culture import admission, count_queries, queries
from app.domain.culture.at_door import DoorEvent, door_event
from app.domain.culture.door_log import Door
from app.domain.culture.figures import heads_of
from app.entrypoints.answers import wants_json
from app.entrypoints.console.card_scanning import Told
from app.entrypoints.console.culture_forms import TicketCodeForm
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import decided
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal

LONGEST_NONCE = 64


@door.route("/culture/events/<uuid:event_id>/door", methods=["GET", "POST"])
@limiter.limit("240 per minute", methods=["POST"])
@needs(Permission.ATTENDANCE_RUN)
def culture_door(event_id: UUID) -> ResponseReturnValue:
    """Scan one ticket after the other; the answer in colour, the last ones below."""
    event = queries.event(event_id, within=current_staff().scope)
    form = TicketCodeForm()
    nonce = (form.nonce.data or "")[:LONGEST_NONCE] or new_id().hex
    told = _take(event_id, form.card.data, nonce) if form.validate_on_submit() else None
    if wants_json():
        return _json(told or Told("danger", "没有读到", "", "请再扫一次", "", 422))
    form.card.raw_data, form.card.data = None, ""
    page = render_template(
        "console/culture/door.html",
        event=event,
        form=form,
        told=told,
        nonce=new_id().hex,
        heads=heads_of([event_id])[event_id],
        scans=count_queries.scans_of(event_id),
        to_look_at=count_queries.to_look_at(event_id).total,
    )
    return page, told.status if told else 422 if form.errors else 200


def _door(event_id: UUID, nonce: str) -> tuple[Door, DoorEvent]:
    staff, event = current_staff(), door_event(event_id)
    return admission.door_of_staff(staff, event, device=str(staff.session_id), nonce=nonce), event


def _take(event_id: UUID, code: str, nonce: str) -> Told:
    at_door, event = _door(event_id, nonce)
    try:
        let_in = admission.admit(at_door, event, code, now=clock.now())
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        return Told("danger", "不能入场", "", refusal.sentence, refusal.advice, refusal.status)
    return Told("success", "请进", "", let_in.sentence, "", 200)


@door.post("/culture/events/<uuid:event_id>/door/taps")
@limiter.limit("240 per minute")
@needs(Permission.ATTENDANCE_RUN)
def culture_tap(event_id: UUID) -> ResponseReturnValue:
    """Count people without a ticket in."""
    queries.event(event_id, within=current_staff().scope)
    people = request.form.get("people", 0, type=int)
    nonce = request.form.get("nonce", "")[:LONGEST_NONCE] or new_id().hex
    at_door, event = _door(event_id, nonce)
    return decided(
        lambda: admission.tap(at_door, event, people, now=clock.now()),
        f"已点 {people} 人" if people > 0 else f"已撤回 {-people} 人",
        back=url_for("console.culture_door", event_id=event_id),
    )


@door.post("/culture/events/<uuid:event_id>/door/fewer")
@limiter.limit("240 per minute")
@needs(Permission.ATTENDANCE_RUN)
def culture_fewer(event_id: UUID) -> ResponseReturnValue:
    """Fewer came in by a scan than its ticket has seats."""
    queries.event(event_id, within=current_staff().scope)
    scan_id = request.form.get("scan_id", type=UUID)
    people = request.form.get("people", -1, type=int)
    back = url_for("console.culture_door", event_id=event_id)
    if scan_id is None:
        flash("请选择是哪一次扫码", "warning")
        return redirect(back, 303)
    at_door, event = _door(event_id, new_id().hex)
    return decided(
        lambda: admission.fewer_by_scan(at_door, event, scan_id, people=people, now=clock.now()),
        f"已改为入场 {people} 人",
        back=back,
    )


def _json(told: Told) -> ResponseReturnValue:
    return jsonify(
        tone=told.tone,
        title=told.title,
        name=told.name,
        sentence=told.sentence,
        advice=told.advice,
    ), told.status
