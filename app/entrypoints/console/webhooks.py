"""Systems of others that are told what happened: addresses, events, secrets, pauses."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectMultipleField, StringField

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.webhooks import pausing, queries, registering
from app.domain.webhooks.registering import Wanted
from app.domain.webhooks.rules import EVENTS, LONGEST_NAME, OLD_SECRET_LASTS
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock

STANDINGS = {
    "active": ("推送中", "success"),
    "failing": ("送不到，正在重试", "warning"),
    "paused": ("已暂停", "neutral"),
}


class EndpointForm(Form):
    """Which system, where, and what it is told."""

    name = StringField("系统名称", [required("请填写系统名称"), at_most(LONGEST_NAME)])
    url = StringField("接收网址", [required("请填写接收网址")])
    events = SelectMultipleField(
        "推送哪些事件",
        [required("请至少选择一种要推送的事件")],
        choices=[(name, f"{word}（{name}）") for name, word in EVENTS.items()],
    )

    def wanted(self) -> Wanted:
        """What was typed, with what this installation allows."""
        return Wanted(
            name=self.name.data,
            url=self.url.data,
            events=self.events.data,
            only_public=settings().production,
        )


@door.get("/webhooks")
@needs(Permission.WEBHOOKS_MANAGE)
def webhooks() -> ResponseReturnValue:
    """The endpoints of her centre."""
    found = queries.endpoints(current_staff().scope)
    return render_template(
        "console/webhooks/list.html", endpoints=found, standings=STANDINGS, events=EVENTS
    )


@door.route("/webhooks/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.WEBHOOKS_MANAGE)
def new_webhook() -> ResponseReturnValue:
    """Register one; its secret is shown once."""
    staff, now, form = current_staff(), clock.now(), EndpointForm()
    made: list[tuple[UUID, str]] = []
    if done(form, lambda: made.append(registering.register(staff, form.wanted(), now=now))):
        return _shown_once(staff, *made[0])
    page = render_template("console/webhooks/edit.html", form=form, endpoint=None)
    return page, status(form)


@door.route("/webhooks/<uuid:endpoint_id>/edit", methods=["GET", "POST"])
@needs(Permission.WEBHOOKS_MANAGE)
def edit_webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """Another name, address or choice of events."""
    staff, now = current_staff(), clock.now()
    found = queries.endpoint(endpoint_id, within=staff.scope)
    form = EndpointForm(obj=found)
    if done(form, lambda: registering.change(staff, endpoint_id, form.wanted(), now=now)):
        flash("已保存，最迟几秒后生效", "success")
        return _back(endpoint_id)
    page = render_template("console/webhooks/edit.html", form=form, endpoint=found)
    return page, status(form)


@door.post("/webhooks/<uuid:endpoint_id>/secret")
@limiter.limit("30 per minute")
@needs(Permission.WEBHOOKS_MANAGE)
def rotate_webhook_secret(endpoint_id: UUID) -> ResponseReturnValue:
    """A new secret, shown once; the old one goes on for a day beside it."""
    staff = current_staff()
    secret = registering.rotate_secret(staff, endpoint_id, now=clock.now())
    return _shown_once(staff, endpoint_id, secret)


def _shown_once(staff: Staff, endpoint_id: UUID, secret: str) -> ResponseReturnValue:
    """The answer to the form itself: a page one could come back to would show the secret again."""
    return render_template(
        "console/webhooks/secret.html",
        endpoint=queries.endpoint(endpoint_id, within=staff.scope),
        secret=secret,
        hours=round(OLD_SECRET_LASTS.total_seconds() / 3600),
    )


@door.post("/webhooks/<uuid:endpoint_id>/pause")
@needs(Permission.WEBHOOKS_MANAGE)
def pause_webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """Send nothing until somebody says so."""
    pausing.pause(current_staff(), endpoint_id, now=clock.now())
    flash("已暂停推送", "success")
    return _back(endpoint_id)


@door.post("/webhooks/<uuid:endpoint_id>/resume")
@needs(Permission.WEBHOOKS_MANAGE)
def resume_webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """Send again, with what was missed if wished."""
    with_missed = "with_missed" in request.form
    missed = pausing.resume(current_staff(), endpoint_id, with_missed=with_missed, now=clock.now())
    flash(f"已恢复推送，补发 {missed} 条" if with_missed else "已恢复推送", "success")
    return _back(endpoint_id)


@door.route("/webhooks/<uuid:endpoint_id>/remove", methods=["GET", "POST"])
@needs(Permission.WEBHOOKS_MANAGE)
def remove_webhook(endpoint_id: UUID) -> ResponseReturnValue:
    """Ask, then remove it with its log."""
    staff, now, form = current_staff(), clock.now(), Form()
    found = queries.endpoint(endpoint_id, within=staff.scope)
    if done(form, lambda: registering.remove(staff, endpoint_id, now=now)):
        flash(f"“{found.name}”已删除", "success")
        return redirect(url_for("console.webhooks"), 303)
    page = render_template("console/webhooks/remove.html", form=form, endpoint=found)
    return page, status(form)


def _back(endpoint_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("console.webhook", endpoint_id=endpoint_id), 303)
