"""Decide on a batch of stars: leave out, review, publish, answer, confirm, withdraw."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.messaging.words import hours_in_words
from app.domain.recognition import objecting, star_batches, star_queries
from app.domain.recognition.star_rules import LONGEST_TEXT, WORDS
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import Question, decided, decided_with_reason
from app.entrypoints.console.star_forms import AnswerForm, StarReasonForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock

Deciding = Callable[..., object]


@door.post("/stars/<uuid:batch_id>/review")
@needs(Permission.STARS_REVIEW)
def review_stars(batch_id: UUID) -> ResponseReturnValue:
    """The list has been looked through."""
    return _decided(batch_id, star_batches.review, "已审核，可以公示")


@door.post("/stars/<uuid:batch_id>/publish")
@needs(Permission.STARS_MANAGE)
def publish_stars(batch_id: UUID) -> ResponseReturnValue:
    """Show the list to everybody."""
    return _decided(batch_id, star_batches.publish, "已开始公示，期满后可以确认")


@door.post("/stars/<uuid:batch_id>/confirm")
@needs(Permission.STARS_MANAGE)
def confirm_stars(batch_id: UUID) -> ResponseReturnValue:
    """Write the stars into people's records."""
    return _decided(batch_id, star_batches.confirm, "已确认，本人会收到通知")


def _decided(batch_id: UUID, decide: Deciding, told: str) -> ResponseReturnValue:
    staff = current_staff()
    star_queries.batch(batch_id, staff.scope)
    return decided(lambda: decide(staff, batch_id, now=clock.now()), told, back=_batch(batch_id))


@door.route("/stars/<uuid:batch_id>/withdraw", methods=["GET", "POST"])
@needs(Permission.STARS_MANAGE)
def withdraw_stars(batch_id: UUID) -> ResponseReturnValue:
    """Give a batch up; nobody's star changes."""
    staff = current_staff()
    batch = star_queries.batch(batch_id, staff.scope)

    def withdraw(reason: str) -> None:
        star_batches.withdraw(staff, batch_id, reason, now=clock.now())

    asked = Question(
        section=("星级", url_for("console.stars")),
        question=f"撤回 {batch.year} 年的星级名单？",
        text="大家的星级不变，可以重新计算一批。理由记入操作记录。",
        label="撤回名单",
        hint=f"最多 {LONGEST_TEXT} 个字",
    )
    told = "已撤回，大家的星级不变"
    return decided_with_reason(StarReasonForm(), withdraw, asked, told=told, back=_batch(batch_id))


@door.route("/stars/candidates/<uuid:candidate_id>/exclude", methods=["GET", "POST"])
@needs(Permission.STARS_REVIEW)
def exclude_star(candidate_id: UUID) -> ResponseReturnValue:
    """Leave somebody out, with a reason."""
    staff = current_staff()
    line = star_queries.candidate(candidate_id, staff.scope)

    def exclude(reason: str) -> None:
        star_batches.exclude(staff, candidate_id, reason, now=clock.now())

    asked = Question(
        section=("星级", url_for("console.stars")),
        question=f"把{line.person.name}从名单剔除？",
        text="本人的星级保持原样，下一年重新计算。理由记入操作记录。",
        label="从名单剔除",
        hint=f"最多 {LONGEST_TEXT} 个字，例如：核实有时长由他人代签",
        facts=(
            ("星级", WORDS[line.level] or "没有星级"),
            ("原来", WORDS[line.before] or "没有星级"),
            ("累计时长", hours_in_words(line.minutes)),
        ),
    )
    told, back = f"{line.person.name}已从名单剔除", _batch(line.batch_id)
    return decided_with_reason(StarReasonForm(), exclude, asked, told=told, back=back)


def _batch(batch_id: UUID) -> str:
    return url_for("console.star_batch", batch_id=batch_id)


@door.route("/stars/objections/<uuid:objection_id>", methods=["GET", "POST"])
@needs(Permission.STARS_REVIEW)
def answer_objection(objection_id: UUID) -> ResponseReturnValue:
    """Answer what somebody said; she reads it."""
    staff, form = current_staff(), AnswerForm()
    said = star_queries.objection(objection_id, staff.scope)

    def act() -> None:
        objecting.answer(
            staff, objection_id, form.text.data, upheld=form.upheld.data, now=clock.now()
        )

    if done(form, act):
        flash("已答复，本人会收到通知", "success")
        return redirect(url_for("console.star_batch", batch_id=said.batch_id), 303)
    return render_template("console/stars/answer.html", form=form, said=said), status(form)
