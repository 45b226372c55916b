"""Recommending people upward: the list, the form, its package, the answer."""

from dataclasses import asdict
from uuid import UUID

from flask import flash, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from app.adapters import recommendation_papers
from app.adapters.zips import in_one_zip
from app.domain.access.rules import Permission
from app.domain.nominations import campaign_queries
from app.domain.nominations import queries as cases
from app.domain.nominations.upward import following, packaging, queries, recommending
from app.domain.nominations.upward.packaging import Confirmed, Package
from app.domain.nominations.upward.rules import PLACEHOLDERS
from app.entrypoints.console.door import door
from app.entrypoints.console.recommendation_forms import (
    AnswerForm,
    FactsForm,
    FollowUpForm,
    PackageForm,
    RecommendForm,
    as_filled_in,
)
from app.entrypoints.console.submitting import done, status
from app.entrypoints.downloads import file_answer
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock

ZIP = "application/zip"


@door.get("/recommendations")
@needs(Permission.HONOURS_RECOMMEND)
def recommendations() -> ResponseReturnValue:
    """Everybody recommended upward, the latest first."""
    waiting = request.args.get("waiting") == "1"
    number = request.args.get("page", 1, type=int)
    found = queries.recommendations(current_staff(), waiting=waiting, page=number)
    return render_template("console/recommendations/list.html", page=found, waiting=waiting)


@door.route("/cases/<uuid:nomination_id>/recommend", methods=["GET", "POST"])
@needs(Permission.HONOURS_RECOMMEND)
def recommend_upward(nomination_id: UUID) -> ResponseReturnValue:
    """Fill the form in; it begins with what is known."""
    staff = current_staff()
    row = cases.row(nomination_id, staff.scope)
    begun = queries.begun(nomination_id, staff)
    form = RecommendForm(data=None if request.method == "POST" else asdict(begun))
    made: list[UUID] = []

    def act() -> None:
        to = (form.level.data, form.title.data or "")
        made.append(recommending.recommend(staff, nomination_id, to, form.facts, now=clock.now()))

    if done(form, act):
        flash("已记下推荐，可以下载材料了", "success")
        return redirect(url_for("console.recommendation", recommendation_id=made[0]), 303)
    page = render_template(
        "console/recommendations/form.html",
        form=form,
        name=row.name,
        back=url_for("console.case", nomination_id=nomination_id),
        new=True,
    )
    return page, status(form)


@door.get("/recommendations/<uuid:recommendation_id>")
@needs(Permission.HONOURS_RECOMMEND)
def recommendation(recommendation_id: UUID) -> ResponseReturnValue:
    """What was recommended, and what can be done."""
    found = queries.recommendation(recommendation_id, current_staff())
    return render_template("console/recommendations/recommendation.html", one=found)


@door.route("/recommendations/<uuid:recommendation_id>/edit", methods=["GET", "POST"])
@needs(Permission.HONOURS_RECOMMEND)
def edit_recommendation(recommendation_id: UUID) -> ResponseReturnValue:
    """Write the form anew."""
    staff = current_staff()
    found = queries.recommendation(recommendation_id, staff)
    form = FactsForm(data=None if request.method == "POST" else asdict(found.facts))
    back = url_for("console.recommendation", recommendation_id=recommendation_id)

    def act() -> None:
        recommending.revise(staff, recommendation_id, form.facts, now=clock.now())

    if done(form, act):
        flash("推荐表已保存", "success")
        return redirect(back, 303)
    page = render_template(
        "console/recommendations/form.html", form=form, name=found.name, back=back, new=False
    )
    return page, status(form)


@door.route("/recommendations/<uuid:recommendation_id>/package", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs(Permission.HONOURS_RECOMMEND)
def take_package(recommendation_id: UUID) -> ResponseReturnValue:
    """Form, photos and story as one zip; the ID number only by a word of its own."""
    staff, form = current_staff(), PackageForm()
    found = queries.recommendation(recommendation_id, staff)
    taken: list[Package] = []

    def act() -> None:
        confirmed = Confirmed(form.with_id_number.data, form.id_number.data or "")
        taken.append(packaging.take(staff, recommendation_id, confirmed, now=clock.now()))

    if done(form, act):
        package = taken[0]
        pieces = in_one_zip(recommendation_papers.files(package), at=package.at)
        return file_answer(stream_with_context(pieces), ZIP, f"{package.base_name}.zip")
    page = render_template("console/recommendations/package.html", form=form, one=found)
    return page, status(form)


@door.route("/recommendations/<uuid:recommendation_id>/answer", methods=["GET", "POST"])
@needs(Permission.HONOURS_RECOMMEND)
def answer_from_above(recommendation_id: UUID) -> ResponseReturnValue:
    """Write down what came back."""
    staff, form = current_staff(), AnswerForm()
    found = queries.recommendation(recommendation_id, staff)
    back = url_for("console.recommendation", recommendation_id=recommendation_id)

    def act() -> None:
        recommending.record_answer(staff, recommendation_id, form.answer, now=clock.now())

    if done(form, act):
        flash("结果已登记", "success")
        return redirect(back, 303)
    page = render_template("console/recommendations/answer.html", form=form, one=found, back=back)
    return page, status(form)


@door.route("/campaigns/<uuid:campaign_id>/follow-up", methods=["GET", "POST"])
@needs(Permission.CAMPAIGNS_MANAGE)
def campaign_follow_up(campaign_id: UUID) -> ResponseReturnValue:
    """Courtesies, and how packages for above are made."""
    staff = current_staff()
    found = campaign_queries.campaign(campaign_id, staff)
    settled = as_filled_in(following.follow_up(campaign_id))
    form = FollowUpForm(data=None if request.method == "POST" else settled)

    def act() -> None:
        following.settle(staff, campaign_id, form.follow_up, now=clock.now())

    if done(form, act):
        flash("已保存", "success")
        return redirect(url_for("console.campaign", campaign_id=campaign_id), 303)
    page = render_template(
        "console/recommendations/follow_up.html",
        form=form,
        campaign=found,
        placeholders=PLACEHOLDERS,
    )
    return page, status(form)
