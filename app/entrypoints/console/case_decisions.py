"""Decide on a case: the level's decision, public words, consent, revocation."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.nominations import consenting, public_notice, queries, reviewing
from app.domain.nominations.consenting import Word
from app.entrypoints.console.campaign_forms import (
    CaseReasonForm,
    DecisionForm,
    StoryForm,
    WordForm,
)
from app.entrypoints.console.cases import case_page
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock

DECISIONS = {
    "pass": (reviewing.pass_on, "已通过"),
    "return": (reviewing.send_back, "已退回，推荐人会收到通知"),
    "reject": (reviewing.reject, "已标为不通过，推荐人会收到通知"),
}


@door.post("/cases/<uuid:nomination_id>/decide")
@needs(Permission.NOMINATIONS_REVIEW)
def decide_case(nomination_id: UUID) -> ResponseReturnValue:
    """Pass, return or reject; then the next one that waits for her."""
    staff, form = current_staff(), DecisionForm()
    row = queries.row(nomination_id, staff.scope)
    decide, told = DECISIONS.get(request.form.get("decision", "pass"), DECISIONS["pass"])

    def act() -> None:
        decide(staff, nomination_id, form.words.data or "", now=clock.now())

    if not done(form, act):
        return case_page(nomination_id, form)
    following = queries.next_waiting(staff.scope, staff.place.level, nomination_id)
    if following is None:
        flash(f"{row.name}：{told}。没有别的待审核了", "success")
        return redirect(url_for("console.cases"), 303)
    flash(f"{row.name}：{told}。这是下一份", "success")
    return redirect(url_for("console.case", nomination_id=following), 303)


@door.route("/cases/<uuid:nomination_id>/story", methods=["GET", "POST"])
@needs(Permission.NOMINATIONS_REVIEW)
def case_story(nomination_id: UUID) -> ResponseReturnValue:
    """Write what the public will read."""
    staff = current_staff()
    found = queries.case(nomination_id, staff.scope)
    told = found.story or (found.voices[0].deed if found.voices else "")
    start = {"headline": found.headline, "story": told}
    form = StoryForm(data=None if request.method == "POST" else start)

    def act() -> None:
        words = (form.headline.data, form.story.data)
        reviewing.write_story(staff, nomination_id, *words, now=clock.now())

    if done(form, act):
        return _back(nomination_id, "公开的事迹已保存")
    return render_template("console/cases/story.html", form=form, case=found), status(form)


@door.route("/cases/<uuid:nomination_id>/consent", methods=["GET", "POST"])
@needs(Permission.NOMINATIONS_REVIEW)
def case_consent(nomination_id: UUID) -> ResponseReturnValue:
    """Note what the person, or the guardian, said."""
    staff, form = current_staff(), WordForm()
    row = queries.row(nomination_id, staff.scope)

    def act() -> None:
        word = Word(form.agreed.data == "yes", form.show_name.data, form.show_photos.data)
        consenting.note_word(staff, nomination_id, word, form.how.data, now=clock.now())

    if done(form, act):
        return _back(nomination_id, "已记下本人意见")
    return render_template("console/cases/consent.html", form=form, row=row), status(form)


@door.route("/cases/<uuid:nomination_id>/leave-out", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def leave_case_out(nomination_id: UUID) -> ResponseReturnValue:
    """Passed, and not among so many this time."""
    text = "名额有限时用。推荐人会读到理由。"
    return _with_reason(
        nomination_id, reviewing.leave_out, ("{name}本次不入选？", text, "本次未入选")
    )


@door.route("/cases/<uuid:nomination_id>/revoke", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def revoke_honour(nomination_id: UUID) -> ResponseReturnValue:
    """Take somebody off the honour roll."""
    text = "从好人榜撤下，本人会读到理由。经过留在记录里，不能恢复。"
    return _with_reason(nomination_id, public_notice.revoke, ("撤销{name}的发布？", text, "撤销"))


def _with_reason(
    nomination_id: UUID, action: object, words: tuple[str, str, str]
) -> ResponseReturnValue:
    staff, form = current_staff(), CaseReasonForm()
    row = queries.row(nomination_id, staff.scope)
    question, text, label = words

    def act() -> None:
        action(staff, nomination_id, form.reason.data, now=clock.now())  # type: ignore[operator]

    if done(form, act):
        return _back(nomination_id, "已处理")
    page = render_template(
        "console/campaigns/reason.html",
        form=form,
        question=question.format(name=row.name),
        text=text,
        label=label,
        back=url_for("console.case", nomination_id=nomination_id),
    )
    return page, status(form)


def _back(nomination_id: UUID, told: str) -> ResponseReturnValue:
    flash(told, "success")
    return redirect(url_for("console.case", nomination_id=nomination_id), 303)
