"""Scanners: tokens for phones and tablets at the door, made, shown once, and taken back."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, StringField

from app.adapters import qr_images
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.attendance import devices
from app.domain.attendance.device_list import device
from app.domain.attendance.device_list import devices as devices_within
from app.domain.attendance.device_rules import LONGEST_NAME, PLACE_DEVICE_LASTS_AT_MOST
from app.domain.places import queries as places
from app.entrypoints.console.door import door
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, IdField, MomentField, at_most, required
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock

STANDINGS = {"in_use": ("使用中", "success"), "ended": ("已到期", "neutral")}
STANDINGS["revoked"] = ("已停用", "danger")


class SessionScannerForm(Form):
    """What a scanner is called: 东门手机, 签到台平板."""

    name = StringField("设备名称", [required("请填写设备名称"), at_most(LONGEST_NAME)])
    takes_walk_ins = BooleanField("这台设备可以办理现场加入")


class PlaceScannerForm(SessionScannerForm):
    """A scanner for all sessions of a place, until a moment."""

    place_id = IdField("用于哪个阵地", [required("请选择阵地")])
    ends_at = MomentField("到期时间", [required("请填写到期时间")])


@door.get("/scanners")
@needs(Permission.ATTENDANCE_RUN)
def scanners() -> ResponseReturnValue:
    """The scanners of her subtree, the latest first."""
    page = request.args.get("page", 1, type=int)
    found = devices_within(current_staff().scope, page=page)
    return render_template(
        "console/scanners/list.html", page=found, standings=STANDINGS, now=clock.now()
    )


@door.route("/scanners/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.ATTENDANCE_RUN)
def make_place_scanner() -> ResponseReturnValue:
    """A scanner for a place."""
    staff, now, form = current_staff(), clock.now(), PlaceScannerForm()
    form.place_id.choices = place_choices(staff.scope)
    made: list[tuple[UUID, str]] = []
    if done(form, lambda: made.append(_make_for_place(staff, form, now))):
        return _shown_once(staff, *made[0])
    days = PLACE_DEVICE_LASTS_AT_MOST.days
    return render_template("console/scanners/new.html", form=form, days=days), status(form)


def _make_for_place(staff: Staff, form: PlaceScannerForm, now: datetime) -> tuple[UUID, str]:
    places.place(form.place_id.data, within=staff.scope)
    return devices.make_for_place(
        staff,
        form.place_id.data,
        name=form.name.data,
        ends_at=form.ends_at.data,
        takes_walk_ins=form.takes_walk_ins.data,
        now=now,
    )


@door.route("/sessions/<uuid:session_id>/scanners", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.ATTENDANCE_RUN)
def session_scanners(session_id: UUID) -> ResponseReturnValue:
    """The scanners of one session; make another."""
    staff, now, form = current_staff(), clock.now(), SessionScannerForm()
    session = activities.session(session_id, within=staff.scope)
    made: list[tuple[UUID, str]] = []

    def make() -> None:
        asked = {"name": form.name.data, "takes_walk_ins": form.takes_walk_ins.data}
        made.append(devices.make_for_session(staff, session_id, **asked, now=now))

    if done(form, make):
        return _shown_once(staff, *made[0])
    page = render_template(
        "console/scanners/session.html",
        session=session,
        form=form,
        page=devices_within(
            staff.scope, session_id=session_id, page=request.args.get("page", 1, type=int)
        ),
        standings=STANDINGS,
        now=now,
    )
    return page, status(form)


def _shown_once(staff: Staff, scanner_id: UUID, token: str) -> ResponseReturnValue:
    """The answer to the form itself: a page one could come back to would show the token again."""
    link = f"{settings().public_url}{url_for('scanner.page')}#{token}"
    return render_template(
        "console/scanners/made.html",
        scanner=device(scanner_id, within=staff.scope),
        link=link,
        picture=qr_images.svg_address(link),
    )


@door.post("/scanners/<uuid:scanner_id>/revoke")
@needs(Permission.ATTENDANCE_RUN)
def revoke_scanner(scanner_id: UUID) -> ResponseReturnValue:
    """Take a token back: a lost tablet opens nothing from now on."""
    staff = current_staff()
    found = device(scanner_id, within=staff.scope)
    devices.revoke(staff, scanner_id, now=clock.now())
    flash(f"“{found.name}”已停用，不能再签到", "success")
    if found.plan is None:
        return redirect(url_for("console.scanners"), 303)
    return redirect(url_for("console.session_scanners", session_id=found.plan.session_id), 303)
