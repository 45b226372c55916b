"""Decide on records of hours: many at once, with an answer for each one that was not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.hours import approval, mending, queries
from app.domain.hours.approval import BatchOutcome
from app.domain.hours.rules import LARGEST_BATCH
from app.domain.hours.views import RecordRow
from app.entrypoints.console.door import door
from app.entrypoints.console.hour_forms import HourReasonForm, MendForm, whole_minutes
from app.entrypoints.console.hours import asked, asked_state
from app.entrypoints.console.submitting import done, refuse, status
from app.entrypoints.guard import current_staff, needs, safe_next
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import BadInput, Refusal


@dataclass(frozen=True)
class Verdict:
    """A decision in words, and the reasons most often given for it."""

    word: str
    done: str
    common: tuple[str, ...] = ()


VERDICTS = {
    "approve": Verdict("认定", "已认定"),
    "return": Verdict(
        "退回",
        "已退回",
        (
            "签到或签退时间与实际不符，请核实后补正",
            "没有签退记录，请核实离开时间",
            "服务内容与岗位不符，请说明情况",
        ),
    ),
    "reject": Verdict(
        "驳回",
        "已驳回",
        ("经核实本人没有到场服务", "活动没有按计划开展", "所做的事不属于志愿服务"),
    ),
}


@dataclass(frozen=True)
class NotDone:
    """A record that was not decided as asked; the row is None when it is not hers to see."""

    row: RecordRow | None
    refusal: Refusal


@door.post("/hours")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_APPROVE)
def decide_hours() -> ResponseReturnValue:
    """Approve what was chosen; returning and rejecting ask for a reason first."""
    ids, action = _chosen(), request.form.get("action", "")
    back = request.full_path.rstrip("?")
    if not ids or action not in VERDICTS:
        return _nothing_chosen(back)
    if action != "approve":
        return _ask_why(action, ids, HourReasonForm(formdata=None), back)
    outcome = approval.approve_batch(current_staff(), ids, now=clock.now())
    return _answer(action, outcome, back)


@door.post("/hours/return")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_APPROVE)
def return_hours() -> ResponseReturnValue:
    """Back to be mended, with the reason the volunteers read."""
    return _with_reason("return")


@door.post("/hours/reject")
@limiter.limit("60 per minute")
@needs(Permission.HOURS_APPROVE)
def reject_hours() -> ResponseReturnValue:
    """Not credited, with the reason the volunteers read."""
    return _with_reason("reject")


@door.route("/hours/<uuid:record_id>/revoke", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.HOURS_REVOKE)
def revoke_hours(record_id: UUID) -> ResponseReturnValue:
    """Take an approval back; the page says first what that means."""
    staff, form = current_staff(), HourReasonForm()
    record = queries.record(record_id, staff.scope)

    def act() -> None:
        approval.revoke(staff, record.id, form.reason.data, now=clock.now())

    if done(form, act):
        flash(f"已撤销{record.name}的这条认定，本人会收到通知", "success")
        return redirect(url_for("console.hour_record", record_id=record.id), 303)
    return render_template("console/hours/revoke.html", form=form, record=record), status(form)


@door.route("/hours/<uuid:record_id>/mend", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.HOURS_APPROVE)
def mend_hours(record_id: UUID) -> ResponseReturnValue:
    """Put a returned record right; somebody else approves it."""
    staff = current_staff()
    record = queries.record(record_id, staff.scope)
    longest = whole_minutes(record.countable)
    form = MendForm(counted_from=longest.begins, counted_until=longest.ends)

    def act() -> None:
        mending.mend(
            staff,
            record.id,
            counted_from=form.counted_from.data,
            counted_until=form.counted_until.data,
            note=form.note.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已补正，等另一位工作人员认定", "success")
        return redirect(url_for("console.hour_record", record_id=record.id), 303)
    page = render_template("console/hours/mend.html", form=form, record=record, longest=longest)
    return page, status(form)


def _chosen() -> list[UUID]:
    """The records ticked, or all that match the filters in the address."""
    if request.form.get("all_matching"):
        return queries.matching(
            current_staff().scope,
            asked_state(),
            asked().narrowed(),
            now=clock.now(),
            most=LARGEST_BATCH,
        )
    return request.form.getlist("ids", type=UUID)


def _nothing_chosen(back: str) -> ResponseReturnValue:
    flash("请先勾选要处理的记录", "warning")
    return redirect(back, 303)


def _with_reason(action: str) -> ResponseReturnValue:
    staff, form = current_staff(), HourReasonForm()
    ids = request.form.getlist("ids", type=UUID)
    back = safe_next(request.form.get("next"), url_for("console.hours"))
    if not ids:
        return _nothing_chosen(back)
    reason = request.form.get("common") or form.reason.data or ""
    decide: Callable[..., BatchOutcome] = (
        approval.return_batch if action == "return" else approval.reject_batch
    )
    try:
        outcome = decide(staff, ids, reason, now=clock.now())
    except BadInput as refusal:
        refuse(form, refusal)
        return _ask_why(action, ids, form, back)
    return _answer(action, outcome, back)


def _ask_why(
    action: str, ids: Sequence[UUID], form: HourReasonForm, back: str
) -> ResponseReturnValue:
    rows = queries.records(ids, current_staff().scope)
    page = render_template(
        "console/hours/why.html",
        action=action,
        verdict=VERDICTS[action],
        ids=[str(one) for one in ids],
        rows=list(rows.values())[:5],
        form=form,
        back=back,
    )
    return page, status(form)


def _answer(action: str, outcome: BatchOutcome, back: str) -> ResponseReturnValue:
    """Straight back to the list when all went well; otherwise who was not, and why."""
    verdict = VERDICTS[action]
    if not outcome.refused:
        flash(f"{len(outcome.decided)} 条{verdict.done}", "success")
        return redirect(back, 303)
    rows = queries.records(list(outcome.refused), current_staff().scope)
    not_done = [NotDone(rows.get(one), why) for one, why in outcome.refused.items()]
    return render_template(
        "console/hours/outcome.html",
        verdict=verdict,
        decided=len(outcome.decided),
        not_done=not_done,
        back=back,
    )
