"""Series: the list, one with all its dates, and what is decided about it as a whole."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.activities import reviewable
from app.domain.activities.rules import REASON_MOST, State
from app.domain.series import adding, deciding, queries
from app.domain.series.deciding import Decided
from app.domain.series.queries import SeriesView
from app.domain.series.rules import ON_HOLIDAYS
from app.entrypoints.console.door import door
from app.entrypoints.console.reasons import Question, decided, decided_with_reason, reason_field
from app.entrypoints.console.series_forms import AddDatesForm
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import Refusal

SECTION = "系列活动"


class ReturnSeriesForm(Form):
    """What has to change before a series is reviewed again."""

    reason = reason_field(REASON_MOST)


@door.get("/series")
@needs(Permission.ACTIVITIES_READ)
def all_series() -> ResponseReturnValue:
    """The series of her subtree: those that go on, or those that are over."""
    staff, past = current_staff(), "past" in request.args
    number = request.args.get("page", 1, type=int)
    page = queries.listed(staff.scope, today=local_date(clock.now()), past=past, page=number)
    return render_template("console/series/list.html", page=page, past=past)


@door.get("/series/<uuid:series_id>")
@needs(Permission.ACTIVITIES_READ)
def series(series_id: UUID) -> ResponseReturnValue:
    """One series: how it stands, all its dates, what can be decided now."""
    staff = current_staff()
    return _page(staff, queries.series(series_id, within=staff.scope), AddDatesForm())


@door.post("/series/<uuid:series_id>/dates")
@limiter.limit("60 per minute")
@needs(Permission.ACTIVITIES_PLAN)
def add_date(series_id: UUID) -> ResponseReturnValue:
    """One more date, as a draft."""
    staff, form = current_staff(), AddDatesForm()
    found = queries.series(series_id, within=staff.scope)
    back = url_for("console.series", series_id=series_id)
    if not form.validate():
        return _page(staff, found, form)

    def act() -> None:
        adding.add_dates(staff, series_id, [form.day.data], now=clock.now())

    return decided(act, "已增加一次，是草稿，请提交审核", back=back)


@door.post("/series/<uuid:series_id>/submit")
@limiter.limit("30 per minute")
@needs(Permission.ACTIVITIES_PLAN)
def submit_series(series_id: UUID) -> ResponseReturnValue:
    """Hand every draft of it in."""
    return _decided(series_id, deciding.submit, "已提交审核")


@door.post("/series/<uuid:series_id>/approve")
@limiter.limit("60 per minute")
@needs(Permission.ACTIVITIES_REVIEW)
def approve_series(series_id: UUID) -> ResponseReturnValue:
    """What waits of it may be published."""
    return _decided(series_id, deciding.approve, "审核通过")


@door.post("/series/<uuid:series_id>/publish")
@limiter.limit("30 per minute")
@needs(Permission.ACTIVITIES_PLAN)
def publish_series(series_id: UUID) -> ResponseReturnValue:
    """Residents find what is approved of it."""
    return _decided(series_id, deciding.publish, "已发布")


@door.route("/series/<uuid:series_id>/return", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.ACTIVITIES_REVIEW)
def return_series(series_id: UUID) -> ResponseReturnValue:
    """Back to those who planned it, with what has to change."""
    staff = current_staff()
    found = queries.series(series_id, within=staff.scope)
    back = url_for("console.series", series_id=series_id)
    asked = Question(
        (SECTION, url_for("console.all_series")),
        "退回这个系列？",
        "待审核的和已通过还没发布的各次都退回，组织单位会看到原因。",
        "退回",
        facts=(("系列", found.title), ("规律", found.words)),
    )

    def act(reason: str) -> None:
        deciding.return_(staff, series_id, reason=reason, now=clock.now())

    told = "已退回，组织单位修改后可以再提交"
    return decided_with_reason(ReturnSeriesForm(), act, asked, told=told, back=back)


def _decided(series_id: UUID, decide: Callable[..., Decided], words: str) -> ResponseReturnValue:
    staff = current_staff()
    queries.series(series_id, within=staff.scope)
    back = url_for("console.series", series_id=series_id)
    outcome: list[Decided] = []

    def act() -> None:
        outcome.append(decide(staff, series_id, now=clock.now()))

    answer = decided(act, words, back=back)
    for found in outcome:
        flash(f"一共 {found.done} 次", "success")
        for one, why in found.refused[:3]:
            day = f"{local_date(one.starts_at):%m月%d日}"
            flash(f"{day} 那一次没有办成：{why.sentence}。{why.advice}", "warning")
    return answer if outcome else redirect(back, 303)


def _page(staff: Staff, found: SeriesView, form: AddDatesForm) -> ResponseReturnValue:
    now = clock.now()
    page = render_template(
        "console/series/series.html",
        series=found,
        form=form,
        holidays=ON_HOLIDAYS[found.on_holidays],
        open_to=deciding.open_to(found.states),
        why_not_review=_why_not_review(staff, found),
        made_by=access.names([found.created_by_id]).get(found.created_by_id, ""),
        ahead=found.ahead(now),
        first=activities.activity(found.dates[0].activity.id),
        now=now,
    )
    return page, 422 if form.errors else 200


def _why_not_review(staff: Staff, found: SeriesView) -> Refusal | None:
    """Asked of the first that waits: who planned one of them reviews none of them."""
    waiting = [one for one in found.dates if one.activity.state == State.SUBMITTED]
    if not waiting:
        return None
    first = activities.activity(waiting[0].activity.id, within=staff.scope)
    return reviewable.why_not(staff, first)
