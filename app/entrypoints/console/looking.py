"""Look at what was flagged: approve with a note, or let an approval stand."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attendance import evidence
from app.domain.hours import approval, queries, risk_queries, settling_flags
from app.domain.hours.story import WAYS
from app.entrypoints.console.door import door
from app.entrypoints.console.hour_forms import LookForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.route("/hours/<uuid:record_id>/look", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.HOURS_APPROVE)
def look_at_hours(record_id: UUID) -> ResponseReturnValue:
    """A flagged record that waits: what was noticed, the scans, and how she looked into it."""

    def act(staff: Staff, note: str) -> None:
        approval.approve_after_look(staff, record_id, note, now=clock.now())

    return _page(record_id, act, "pending", said="已认定，核实情况已留存")


@door.route("/hours/<uuid:record_id>/dismiss", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.HOURS_REVOKE)
def dismiss_flags(record_id: UUID) -> ResponseReturnValue:
    """What came to light after the approval: it stands, or is revoked on the record's own page."""

    def act(staff: Staff, note: str) -> None:
        settling_flags.dismiss(staff, record_id, note, now=clock.now())

    return _page(record_id, act, "approved", said="已记下核实情况，认定不变")


def _page(
    record_id: UUID, action: Callable[[Staff, str], None], state: str, *, said: str
) -> ResponseReturnValue:
    staff, form = current_staff(), LookForm()
    record = queries.record(record_id, staff.scope)
    if done(form, lambda: action(staff, form.note.data or "")):
        flash(said, "success")
        return redirect(url_for("console.hour_record", record_id=record_id), 303)
    risks = [one for one in risk_queries.of_record(record_id) if one.is_open]
    page = render_template(
        "console/hours/look.html",
        form=form,
        record=record,
        risks=risks,
        waits=record.state == state and bool(risks),
        proofs=evidence.proofs(record.plan.session_id, record.person.id),
        ways=WAYS,
    )
    return page, status(form)
