"""Clues in the console: the queue, one clue, and what a clerk makes of it."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from app.domain.access.rules import Permission
from app.domain.nominations import campaign_queries
from app.domain.nominations.clues import queries, settling
from app.domain.nominations.clues.rules import CLUE_TITLES, NEXT_CLUE, ClueDecision, ClueState
from app.domain.nominations.nominating import Nominated
from app.domain.nominations.nominee_rules import Application
from app.domain.nominations.rules import LONGEST_WORDS
from app.domain.nominations.vocabulary import CATEGORIES
from app.domain.places import queries as places
from app.entrypoints.console.campaign_forms import NominateForForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, IdField, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.calendar import local_date


class ClueAnswerForm(Form):
    """What the giver is told, and which case is the same."""

    words = TextAreaField("答复", [at_most(LONGEST_WORDS)])
    nomination_id = IdField("是哪一份推荐")


class ClueNominateForm(NominateForForm):
    """A clue as a nomination: who it is about, and what the giver told on the phone."""

    for_name = None  # the giver is the nominator
    campaign_id = IdField("推选", [required("请选择推选")])

    @property
    def application(self) -> Application:
        """As the room takes it."""
        return self.application_for("")


@door.get("/clues", endpoint="clues")
@needs(Permission.NOMINATIONS_READ)
def clue_list() -> ResponseReturnValue:
    """What waits in her subtree; due first comes first."""
    asked = request.args.get("state", ClueState.WAITING.value)
    state = asked if asked in set(ClueState) else ClueState.WAITING.value
    return render_template(
        "console/clues/list.html",
        page=queries.clues(
            current_staff().scope, state=state, page=request.args.get("page", 1, type=int)
        ),
        state=state,
        titles=CLUE_TITLES,
        today=local_date(clock.now()),
    )


@door.get("/clues/<uuid:clue_id>")
@needs(Permission.NOMINATIONS_READ)
def clue(clue_id: UUID) -> ResponseReturnValue:
    """What was written, by whom, and what can be done about it."""
    return _clue_page(clue_id, ClueAnswerForm(formdata=None))


def _clue_page(clue_id: UUID, form: ClueAnswerForm) -> ResponseReturnValue:
    scope = current_staff().scope
    found = queries.clue(clue_id, scope)
    same = queries.may_be_the_same(found, scope)
    form.nomination_id.choices = [
        ("", "请选择"),
        *((one.id, f"{one.name}（{one.unit}，{one.campaign}）") for one in same),
    ]
    page = render_template(
        "console/clues/clue.html",
        clue=found,
        form=form,
        titles=CLUE_TITLES,
        can={one.value for one in ClueDecision if (found.state, one) in NEXT_CLUE},
        campaigns=campaign_queries.open_now(clock.now()),
        likely=[one for one in same if one.name in found.text],
        any_case=bool(same),
        today=local_date(clock.now()),
    )
    return page, status(form)


@door.route("/clues/<uuid:clue_id>/nominate", methods=["GET", "POST"])
@needs(Permission.NOMINATIONS_ENTER)
def nominate_clue(clue_id: UUID) -> ResponseReturnValue:
    """Fill in the nomination; the clue stands in it already."""
    staff = current_staff()
    found = queries.clue(clue_id, staff.scope)
    start = {"deed": found.text, "place_id": found.place.id, "lives_here": True}
    form = ClueNominateForm(data=None if request.method == "POST" else start)
    _offer(form)
    made: list[Nominated] = []

    def act() -> None:
        wanted = (form.campaign_id.data, form.application)
        made.append(settling.nominate(staff, clue_id, *wanted, now=clock.now()))

    if done(form, act):
        joined = made[0].joined or made[0].again
        flash(
            "这个人已有推荐，已并在一起" if joined else "已登记为推荐，提供线索的人会收到通知",
            "success",
        )
        return redirect(url_for("console.case", nomination_id=made[0].id), 303)
    return render_template("console/clues/nominate.html", form=form, clue=found), status(form)


def _offer(form: ClueNominateForm) -> None:
    scope = current_staff().scope
    campaigns = campaign_queries.open_now(clock.now())
    form.campaign_id.choices = [(one.id, one.title) for one in campaigns]
    stations = [one for one in places.tree(scope) if one.level == "station"]
    form.place_id.choices = [(one.id, one.short_name) for one in stations]
    offered = {each for one in campaigns for each in one.conditions.categories}
    form.category.choices = [(one, one) for one in CATEGORIES if one in offered]


@door.post("/clues/<uuid:clue_id>/same")
@needs(Permission.NOMINATIONS_ENTER)
def same_clue(clue_id: UUID) -> ResponseReturnValue:
    """It is about somebody who has been named."""

    def act(form: ClueAnswerForm) -> None:
        chosen = form.nomination_id.data
        settling.same_as(current_staff(), clue_id, chosen, now=clock.now())

    return _settled(clue_id, act, "已标为同一个人，提供线索的人会收到通知")


@door.post("/clues/<uuid:clue_id>/decline")
@needs(Permission.NOMINATIONS_ENTER)
def decline_clue(clue_id: UUID) -> ResponseReturnValue:
    """Not enough to go on; the giver reads why."""

    def act(form: ClueAnswerForm) -> None:
        settling.decline(current_staff(), clue_id, form.words.data or "", now=clock.now())

    return _settled(clue_id, act, "已答复")


@door.post("/clues/<uuid:clue_id>/keep")
@needs(Permission.NOMINATIONS_ENTER)
def keep_clue(clue_id: UUID) -> ResponseReturnValue:
    """Keep it until a campaign takes nominations."""

    def act(_form: ClueAnswerForm) -> None:
        settling.keep(current_staff(), clue_id, now=clock.now())

    return _settled(clue_id, act, "已留到下次推选，提供线索的人会收到通知")


def _settled(
    clue_id: UUID, act: Callable[[ClueAnswerForm], None], told: str
) -> ResponseReturnValue:
    form, scope = ClueAnswerForm(), current_staff().scope
    found = queries.clue(clue_id, scope)
    same = queries.may_be_the_same(found, scope)
    form.nomination_id.choices = [("", ""), *((one.id, one.name) for one in same)]
    if not done(form, lambda: act(form)):
        return _clue_page(clue_id, form)
    flash(told, "success")
    return redirect(url_for("console.clues"), 303)
