"""One endpoint with the log of what it was told; try it, look at one, send one again."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.messaging import system_letters
from app.domain.webhooks import deliveries, queries
from app.domain.webhooks.pausing import WHY
from app.domain.webhooks.rules import EVENTS, LETTERS_KEPT, TEST, TRIED_FOR
from app.entrypoints.console.door import door
from app.entrypoints.console.webhooks import STANDINGS
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock

STATES = {"waiting": "待推送", "sent": "已送达", "given_up": "未送达"}


@door.get("/webhooks/<uuid:endpoint_id>")
@needs(Permission.WEBHOOKS_MANAGE)
def webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """How it stands, and its log, the newest first."""
    found = queries.endpoint(endpoint_id, within=current_staff().scope)
    state = request.args.get("state", "")
    page = request.args.get("page", 1, type=int)
    return render_template(
        "console/webhooks/endpoint.html",
        endpoint=found,
        page=system_letters.deliveries(endpoint_id.hex, state=state, page=page),
        tab_items=_tabs(endpoint_id, state),
        standings=STANDINGS,
        event_words=[EVENTS.get(name, name) for name in found.events],
        why=WHY,
        kept_days=LETTERS_KEPT.days,
        tried_days=TRIED_FOR.days,
        now=clock.now(),
    )


def _tabs(endpoint_id: UUID, chosen: str) -> list[dict[str, object]]:
    counts = system_letters.counts(endpoint_id.hex)
    return [
        {
            "label": label,
            "url": url_for("console.webhook", endpoint_id=endpoint_id, state=state or None),
            "active": state == chosen,
            "count": counts[state] if state else sum(counts.values()),
        }
        for state, label in (("", "全部"), *STATES.items())
    ]


@door.post("/webhooks/<uuid:endpoint_id>/test")
@limiter.limit("10 per minute")
@needs(Permission.WEBHOOKS_MANAGE)
def test_webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """Send a letter that says nothing happened."""
    deliveries.send_test(current_staff(), endpoint_id, now=clock.now())
    flash("测试推送已排队，几秒后刷新本页看结果", "success")
    return redirect(url_for("console.webhook", endpoint_id=endpoint_id), 303)


@door.get("/webhooks/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>")
@needs(Permission.WEBHOOKS_MANAGE)
def webhook_delivery(endpoint_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """One letter: what was sent, what became of it."""
    found = queries.endpoint(endpoint_id, within=current_staff().scope)
    return render_template(
        "console/webhooks/delivery.html",
        endpoint=found,
        delivery=system_letters.delivery(endpoint_id.hex, delivery_id),
        test=TEST,
    )


@door.post("/webhooks/<uuid:endpoint_id>/deliveries/<uuid:delivery_id>/again")
@needs(Permission.WEBHOOKS_MANAGE)
def send_webhook_again(endpoint_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """The same letter once more."""
    deliveries.send_again(current_staff(), endpoint_id, delivery_id, now=clock.now())
    flash("已重新排队，编号不变，对方可以认出重复", "success")
    url = url_for("console.webhook_delivery", endpoint_id=endpoint_id, delivery_id=delivery_id)
    return redirect(url, 303)
