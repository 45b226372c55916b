"""One's own account: the password, and the devices one is signed in on."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import passwords, sign_in_queries
from app.domain.access import sessions as signed_in
from app.domain.access.errors import WeakPassword, WrongPassword
from app.domain.access.queries import Staff
from app.domain.access.rules import IDLE_ENDS_AFTER, SESSION_LASTS_AT_MOST
from app.entrypoints.console.account_forms import PasswordForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs_staff
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import BadInput


@door.route("/account/password", methods=["GET", "POST"])
@limiter.limit("10 per minute", methods=["POST"])
@needs_staff
def change_password() -> ResponseReturnValue:
    """A new password; who came with a first one gets no further without it."""
    staff, form = current_staff(), PasswordForm()
    if done(form, lambda: _change(staff, form)):
        flash("密码已修改，其他设备已退出登录", "success")
        return redirect(url_for("console.home"), 303)
    return render_template("console/account/password.html", form=form, staff=staff), status(form)


def _change(staff: Staff, form: PasswordForm) -> None:
    try:
        passwords.change_password(staff, old=form.old.data, new=form.new.data, now=clock.now())
    except WrongPassword as refusal:
        raise BadInput(field="old", problem=refusal.sentence) from refusal
    except WeakPassword as refusal:
        raise BadInput(field="new", problem=refusal.sentence) from refusal


@door.get("/account/devices")
@needs_staff
def sessions() -> ResponseReturnValue:
    """Where she is signed in."""
    staff = current_staff()
    devices = sign_in_queries.open_sessions(staff.id, now=clock.now())
    return render_template(
        "console/account/devices.html",
        staff=staff,
        devices=devices,
        idle_minutes=int(IDLE_ENDS_AFTER.total_seconds()) // 60,
        longest_minutes=int(SESSION_LASTS_AT_MOST.total_seconds()) // 60,
    )


@door.post("/account/devices/<uuid:session_id>/end")
@needs_staff
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Sign one of her devices out."""
    signed_in.end_session(current_staff(), session_id, now=clock.now())
    flash("那台设备已退出登录", "success")
    return redirect(url_for("console.sessions"), 303)


@door.post("/account/devices/end-others")
@needs_staff
def end_other_sessions() -> ResponseReturnValue:
    """Sign all her devices out but this one."""
    ended = signed_in.end_other_sessions(current_staff(), now=clock.now())
    flash(f"已让 {ended} 台其他设备退出登录" if ended else "没有其他设备登录", "success")
    return redirect(url_for("console.sessions"), 303)
