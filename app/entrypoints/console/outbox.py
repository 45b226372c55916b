"""What the house sends: what waits, what was sent, what was given up and may be sent again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.messaging import heartbeats, queries, resending
from app.domain.people.queries import cards
from app.entrypoints.console.door import door
from app.entrypoints.console.outbox_words import CHANNELS, KINDS, STATES
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock


@door.get("/outbox")
@needs(Permission.OUTBOX_READ)
def outbox() -> ResponseReturnValue:
    """Messages by state and kind, the newest first."""
    state = request.args.get("state", "")
    kind = request.args.get("kind", "")
    page = queries.outbox_page(state=state, kind=kind, page=request.args.get("page", 1, type=int))
    return render_template(
        "console/outbox/list.html",
        page=page,
        people=cards({one.volunteer_id for one in page.items if one.volunteer_id}),
        tab_items=_tabs(state, kind),
        state=state,
        kind=kind,
        kinds=KINDS,
        channels=CHANNELS,
        heartbeat=heartbeats.newest(),
    )


def _tabs(chosen: str, kind: str) -> list[dict[str, object]]:
    counts = queries.counts_by_state()
    return [
        {
            "label": label,
            "url": url_for("console.outbox", state=state or None, kind=kind or None),
            "active": state == chosen,
            "count": counts[state] if state else sum(counts.values()),
        }
        for state, label in (("", "全部"), *STATES.items())
    ]


@door.get("/outbox/<uuid:message_id>")
@needs(Permission.OUTBOX_READ)
def message(message_id: UUID) -> ResponseReturnValue:
    """One message: to whom, what it says, what became of it."""
    found = queries.outbox_message(message_id)
    return render_template(
        "console/outbox/message.html",
        message=found,
        person=cards({found.volunteer_id}).get(found.volunteer_id) if found.volunteer_id else None,
        kinds=KINDS,
        channels=CHANNELS,
    )


@door.post("/outbox/<uuid:message_id>/again")
@needs(Permission.OUTBOX_RETRY)
def send_again(message_id: UUID) -> ResponseReturnValue:
    """Put a given-up message back into the queue."""
    resending.send_again(current_staff(), message_id, now=clock.now())
    flash("已重新排队，稍后发送", "success")
    return redirect(url_for("console.message", message_id=message_id), 303)
