"""Bookings at the desk: what waits, one of them, decisions, and booking for somebody else."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.activities.views import ActivityCard
from app.domain.facilities import booking, booking_queries, deciding, queries
from app.entrypoints.console.door import door
from app.entrypoints.console.facility_forms import FOR_ACTIVITY, BookForForm, BookingReasonForm
from app.entrypoints.console.reasons import Question, decided, decided_with_reason
from app.entrypoints.console.submitting import done, status
from app.entrypoints.display import show_date
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput

TAB_WORDS = {"asked": "等待确认", "ahead": "约好的", "past": "过去的"}
MOST_ACTIVITIES = 100
MINUTELY = limiter.shared_limit("120 per minute", scope="bookings")
DECIDE = Permission.BOOKINGS_DECIDE


@door.get("/bookings")
@needs(Permission.BOOKINGS_READ)
def bookings() -> ResponseReturnValue:
    """What waits in her subtree, what is ahead, and what was."""
    scope, now = current_staff().scope, clock.now()
    asked = request.args.get("tab", "asked")
    tab = asked if asked in TAB_WORDS else "asked"
    page = request.args.get("page", 1, type=int)
    return render_template(
        "console/facilities/bookings.html",
        page=booking_queries.bookings_within(scope, tab, now=now, page=page),
        tab=tab,
        tabs=TAB_WORDS,
        waiting=booking_queries.count_waiting(scope),
        now=now,
    )


@door.get("/bookings/<uuid:booking_id>")
@needs(Permission.BOOKINGS_READ)
def booking_at_desk(booking_id: UUID) -> ResponseReturnValue:
    """How it stands, and what she may decide now."""
    return _page(booking_id)


@door.post("/bookings/<uuid:booking_id>/look")
@MINUTELY
@needs(DECIDE)
def look_at_caller(booking_id: UUID) -> ResponseReturnValue:
    """Name and phone of who called; it is written down."""
    contact = deciding.look(current_staff(), booking_id, now=clock.now())
    return _page(booking_id, contact=contact)


@door.post("/bookings/<uuid:booking_id>/approve")
@MINUTELY
@needs(DECIDE)
def approve_booking(booking_id: UUID) -> ResponseReturnValue:
    """The time is hers."""
    return _pressed(booking_id, deciding.approve, "已同意，对方会收到通知")


@door.post("/bookings/<uuid:booking_id>/miss")
@MINUTELY
@needs(DECIDE)
def miss_booking(booking_id: UUID) -> ResponseReturnValue:
    """Nobody came."""
    return _pressed(booking_id, deciding.miss, "已登记没有来")


@door.post("/bookings/<uuid:booking_id>/came")
@MINUTELY
@needs(DECIDE)
def came_after_all(booking_id: UUID) -> ResponseReturnValue:
    """It was noted wrongly."""
    return _pressed(booking_id, deciding.came, "已更正为到场")


@door.post("/bookings/<uuid:booking_id>/cancel")
@MINUTELY
@needs(DECIDE)
def cancel_booking_for(booking_id: UUID) -> ResponseReturnValue:
    """Who called does not need it, or the activity does not."""
    return _pressed(booking_id, deciding.cancel_for, "已取消，时间又空出来了")


@door.route("/bookings/<uuid:booking_id>/decline", methods=["GET", "POST"])
@MINUTELY
@needs(DECIDE)
def decline_booking(booking_id: UUID) -> ResponseReturnValue:
    """Not this time."""
    text = "对方会收到通知，读到您写的原因；这段时间别人又可以约了。"
    return _with_reason(booking_id, deciding.decline, ("不同意这个预约？", text, "不同意"))


@door.route("/bookings/<uuid:booking_id>/call-off", methods=["GET", "POST"])
@MINUTELY
@needs(DECIDE)
def call_booking_off(booking_id: UUID) -> ResponseReturnValue:
    """What was promised cannot be kept."""
    found = booking_queries.booking(booking_id, current_staff().scope)
    who = f"起草活动“{found.activity}”和登记预约的同事" if found.activity_id else "对方"
    text = f"已经约好的，取消以后不能恢复。{who}会马上收到通知，读到您写的原因。"
    return _with_reason(booking_id, deciding.call_off, ("取消约好的场地？", text, "取消预约"))


@door.route("/facilities/<uuid:facility_id>/book", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(DECIDE)
def book_for(facility_id: UUID) -> ResponseReturnValue:
    """For who called or came by, or for an activity."""
    staff, now = current_staff(), clock.now()
    found = queries.facility(facility_id, staff.scope)
    form = BookForForm(day=request.args.get("day", type=date.fromisoformat) or local_date(now))
    form.activity_id.choices = _activities(staff, now)
    made: list[UUID] = []

    def act() -> None:
        if form.source.data != FOR_ACTIVITY:
            found_for = booking.book_for(staff, facility_id, form.wanted(), form.caller, now=now)
        else:
            chosen = _chosen(staff, form.activity_id.data, now)
            wanted = form.wanted(otherwise=chosen.title)
            found_for = booking.book_for_activity(staff, facility_id, wanted, chosen.id, now=now)
        made.append(found_for)

    if done(form, act):
        flash("约好了", "success")
        return redirect(url_for("console.booking_at_desk", booking_id=made[0]), 303)
    page = render_template("console/facilities/book_for.html", form=form, facility=found)
    return page, status(form)


def _activities(staff: Staff, now: datetime) -> list[tuple[UUID | str, str]]:
    """What of her subtree is still to come, the next ones."""
    found = activities.ahead(staff.scope, now=now, size=MOST_ACTIVITIES)
    return [
        ("", "请选择"),
        *((one.id, f"{show_date(one.starts_at)} {one.title}") for one in found),
    ]


def _chosen(staff: Staff, activity_id: UUID | None, now: datetime) -> ActivityCard:
    """The activity she chose, in her subtree and not over."""
    found = activities.ahead(staff.scope, now=now, only=activity_id) if activity_id else []
    if not found:
        raise BadInput(field="activity_id", problem="请选择活动")
    return found[0]


def _page(booking_id: UUID, *, contact: tuple[str, str] | None = None) -> ResponseReturnValue:
    staff, now = current_staff(), clock.now()
    found = booking_queries.booking(booking_id, staff.scope)
    hers = staff.volunteer_id is not None and staff.volunteer_id == found.volunteer_id
    return render_template(
        "console/facilities/booking.html",
        booking=found,
        can=found.open_at(now) if staff.may(DECIDE) and not hers else frozenset(),
        hers=hers,
        contact=contact,
        day=local_date(found.starts_at),
        now=now,
    )


def _pressed(booking_id: UUID, decide: Callable[..., object], told: str) -> ResponseReturnValue:
    staff, back = current_staff(), url_for("console.booking_at_desk", booking_id=booking_id)
    return decided(lambda: decide(staff, booking_id, now=clock.now()), told, back=back)


def _with_reason(
    booking_id: UUID, decide: Callable[..., object], words: tuple[str, str, str]
) -> ResponseReturnValue:
    staff, form = current_staff(), BookingReasonForm()
    found = booking_queries.booking(booking_id, staff.scope)
    question, text, label = words
    asked = Question(
        section=("场地预约", url_for("console.bookings")),
        question=question,
        text=text,
        label=label,
        hint="对方会看到，例如：当天消防检查，三楼不能用",
        facts=(("场地", found.facility), ("编号", found.number)),
    )
    return decided_with_reason(
        form,
        lambda reason: decide(staff, booking_id, reason, now=clock.now()),
        asked,
        told="已处理，对方会收到通知",
        back=url_for("console.booking_at_desk", booking_id=booking_id),
    )
