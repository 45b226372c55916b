"""Members of staff: who serves where, appoint one, end an appointment, reset a password."""

from collections.abc import Iterator
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, xlsx
from app.domain.access import appointment, queries, second_factor, sign_in_queries
from app.domain.access.appointment import Appointed
from app.domain.access.queries import Staff
from app.domain.access.rules import APPOINTS, Permission, Role
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.people_forms import ReasonForm
from app.entrypoints.console.staff_forms import AppointmentForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.masking import masked_phone
from app.kernel.paging import LARGEST_PAGE_SIZE

COLUMNS = ("姓名", "用户名", "岗位", "任职阵地", "联系电话", "任命时间", "停用时间")


@door.get("/staff")
@needs(Permission.STAFF_READ)
def staff() -> ResponseReturnValue:
    """Who serves in her subtree."""
    text = request.args.get("q", "").strip()
    number = request.args.get("page", 1, type=int)
    page = queries.staff_list(current_staff().scope, text, number)
    return render_template("console/staff/list.html", page=page, text=text)


@door.get("/staff/export")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_staff() -> ResponseReturnValue:
    """The same list as a spreadsheet."""
    now = clock.now()
    rows = [_row(one) for one in _everybody(current_staff(), request.args.get("q", ""))]
    return spreadsheet("工作人员名单", xlsx("工作人员名单", COLUMNS, rows), now=now)


def _everybody(asker: Staff, text: str) -> Iterator[Staff]:
    page = queries.staff_list(asker.scope, text, size=LARGEST_PAGE_SIZE)
    yield from page.items
    while page.has_next:
        page = queries.staff_list(asker.scope, text, page.number + 1, size=LARGEST_PAGE_SIZE)
        yield from page.items


def _row(member: Staff) -> tuple[Cell, ...]:
    return (
        member.name,
        member.username,
        member.role.title,
        member.place.name,
        masked_phone(member.phone),
        member.appointed_at,
        member.ended_at,
    )


@door.route("/staff/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.STAFF_APPOINT)
def appoint() -> ResponseReturnValue:
    """Appoint somebody; the first password is shown on the answer, this once."""
    by, form = current_staff(), AppointmentForm()
    form.offer(by)
    made: list[Appointed] = []
    if done(form, lambda: made.append(_appoint(by, form))):
        # No redirect: the password must be in this answer and nowhere else.
        return render_template(
            "console/staff/password.html",
            member=queries.staff_member(made[0].staff_id, by.scope),
            password=made[0].initial_password,
            appointed=True,
        )
    return render_template("console/staff/appoint.html", form=form), status(form)


def _appoint(by: Staff, form: AppointmentForm) -> Appointed:
    return appointment.appoint(
        by,
        name=form.name.data,
        username=form.username.data,
        phone=form.phone.data,
        role=Role(form.role.data),
        place_id=form.place_id.data,
        now=clock.now(),
    )


@door.get("/staff/<uuid:staff_id>")
@needs(Permission.STAFF_READ)
def staff_member(staff_id: UUID) -> ResponseReturnValue:
    """One member of staff and the devices she is signed in on."""
    asker = current_staff()
    member = queries.staff_member(staff_id, asker.scope)
    return render_template(
        "console/staff/member.html",
        member=member,
        devices=sign_in_queries.open_sessions(member.id, now=clock.now()),
        factor=sign_in_queries.second_factor(member.id),
        below=member.role in APPOINTS[asker.role] and member.ended_at is None,
    )


@door.route("/staff/<uuid:staff_id>/end", methods=["GET", "POST"])
@needs(Permission.STAFF_APPOINT)
def end_appointment(staff_id: UUID) -> ResponseReturnValue:
    """Close her account for good; asked with a reason."""
    by, form = current_staff(), ReasonForm()
    member = queries.staff_member(staff_id, by.scope)
    if done(
        form,
        lambda: appointment.end_appointment(
            by, member.id, reason=form.reason.data, now=clock.now()
        ),
    ):
        flash(f"{member.name}的账号已停用，所有设备已退出登录", "success")
        return redirect(url_for("console.staff_member", staff_id=member.id), 303)
    return render_template("console/staff/end.html", form=form, member=member), status(form)


@door.route("/staff/<uuid:staff_id>/password", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.STAFF_APPOINT)
def reset_password(staff_id: UUID) -> ResponseReturnValue:
    """A new first password, shown on the answer, this once."""
    by, form = current_staff(), Form()
    member = queries.staff_member(staff_id, by.scope)
    made: list[str] = []
    if done(
        form,
        lambda: made.append(appointment.reset_password(by, member.id, now=clock.now())),
    ):
        return render_template("console/staff/password.html", member=member, password=made[0])
    return render_template("console/staff/reset.html", form=form, member=member), status(form)


@door.route("/staff/<uuid:staff_id>/second-factor", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.STAFF_APPOINT)
def reset_factor(staff_id: UUID) -> ResponseReturnValue:
    """Take away the authenticator she has lost; asked with a reason, and she is told."""
    by, form = current_staff(), ReasonForm()
    member = queries.staff_member(staff_id, by.scope)
    if done(
        form,
        lambda: second_factor.reset_second_factor(
            by, member.id, reason=form.reason.data, now=clock.now()
        ),
    ):
        flash(f"已重置{member.name}的两步验证，并通知了本人", "success")
        return redirect(url_for("console.staff_member", staff_id=member.id), 303)
    return render_template("console/staff/reset_factor.html", form=form, member=member), status(
        form
    )
