"""Courses: the list, one with who takes it, and a year of them."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, xlsx
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import schedules
from app.domain.activities.rules import State
from app.domain.activities.vocabulary import TRAINING
from app.domain.qualifications import queries as qualifications
from app.domain.training import documents, queries, setting_up, yearly
from app.domain.training.queries import CourseView
from app.domain.training.rules import STILL_OPEN
from app.domain.training.yearly import YearCourse
from app.entrypoints.console.course_forms import TargetForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer, spreadsheet
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local

COLUMNS = (
    *("培训", "种类", "主办单位", "举办单位", "授课人", "开始", "结束", "状态", "计划学时（分钟）"),
    *("参加人数", "学时合计（分钟）", "结业人数"),
)
FIRST_YEAR = 2020


@door.get("/courses")
@needs(Permission.TRAINING_READ)
def courses() -> ResponseReturnValue:
    """The courses of her subtree, the latest first."""
    state = request.args.get("state", "")
    state = state if state in list(State) else ""
    page = schedules.of_work_type(
        TRAINING,
        current_staff().scope,
        now=clock.now(),
        state=state,
        page=request.args.get("page", 1, type=int),
    )
    kinds = queries.kinds([card.id for card in page.items])
    return render_template(
        "console/courses/list.html", page=page, kinds=kinds, states=list(State), state=state
    )


@door.get("/courses/<uuid:course_id>")
@needs(Permission.TRAINING_READ)
def course(course_id: UUID) -> ResponseReturnValue:
    """What it asks for and gives, its materials, and everybody who has been there."""
    staff, now = current_staff(), clock.now()
    found = queries.course(course_id, within=staff.scope)
    return render_template(
        "console/courses/course.html",
        course=found,
        still_open=found.plan.state in STILL_OPEN,
        learners=queries.learners(course_id, now=now, page=request.args.get("page", 1, type=int)),
        materials=queries.materials(course_id),
        documents=documents.documents(course_id),
        may_grant=_may_grant(staff, found),
        now=now,
    )


@door.get("/courses/<uuid:course_id>/materials/<uuid:attachment_id>")
@needs(Permission.TRAINING_READ)
def course_material(course_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One picture of its materials."""
    queries.course(course_id, within=current_staff().scope)
    return picture_answer(queries.material(course_id, attachment_id))


@door.route("/courses/year", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.TRAINING_READ)
def courses_of_year() -> ResponseReturnValue:
    """A year by kind: meant, planned, held, attended; and a target to set."""
    staff, now = current_staff(), clock.now()
    year, form = _year(now), TargetForm()

    def act() -> None:
        setting_up.set_target(
            staff, year=year, kind=form.kind.data, courses=form.courses.data, now=now
        )

    if done(form, act):
        flash("已保存全年计划", "success")
        return redirect(url_for("console.courses_of_year", year=year), 303)
    found = yearly.courses_of(staff, year)
    page = render_template(
        "console/courses/year.html",
        year=year,
        this_year=local(now).year,
        kinds=yearly.by_kind(staff, year, found),
        courses=found,
        form=form,
    )
    return page, status(form)


@door.get("/courses/year/export")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_courses_of_year() -> ResponseReturnValue:
    """The same list as a spreadsheet."""
    now = clock.now()
    year = _year(now)
    found = yearly.take_out(current_staff(), year, now=now)
    name = f"{year}年培训"
    return spreadsheet(name, xlsx(name, COLUMNS, [_row(one) for one in found]), now=now)


def _year(now: datetime) -> int:
    this = local(now).year
    return min(max(FIRST_YEAR, request.args.get("year", this, type=int)), this + 1)


def _row(one: YearCourse) -> tuple[Cell, ...]:
    plan, came = one.plan, one.attended
    return (
        *(plan.title, one.kind, one.place_name, one.organiser, one.trainer),
        *(plan.starts_at, plan.ends_at, State(plan.state).title, plan.minutes),
        *(came.people, came.minutes, came.completed),
    )


def _may_grant(staff: Staff, found: CourseView) -> bool:
    """By hand, where the course leaves it to staff and its qualification is of her subtree."""
    wanted = found.settings.qualification_id
    if wanted is None or found.settings.grants_by_rule:
        return False
    its_place = qualifications.qualification(wanted).place
    may = staff.may(Permission.QUALIFICATIONS_MANAGE) and staff.may(Permission.TRAINING_MANAGE)
    return may and staff.scope.covers(its_place.path)
