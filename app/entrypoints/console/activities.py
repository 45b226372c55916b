"""Activities: the list with its states, one activity whole, and what can be decided about it."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, xlsx
from app.domain.access import queries as access
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import in_series, listing, queries, reviewable
from app.domain.activities.clashes import Clash
from app.domain.activities.rules import Decision, State, decisions_open
from app.domain.activities.views import ActivityCard, ActivityView
from app.domain.activities.vocabulary import RISK_LEVELS
from app.domain.attendance import queries as attendance
from app.domain.audit import queries as audit
from app.domain.culture import clashes as clashing
from app.domain.facilities import booking_queries
from app.domain.facilities.booking_queries import BookingView
from app.domain.orders import queries as orders
from app.domain.qualifications import queries as qualifications
from app.domain.series import queries as series_queries
from app.entrypoints.console.audit_words import action_words, detail_words
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock

COLUMNS = (
    *("活动编号", "活动名称", "组织单位", "工作类型", "服务类别", "地点"),
    *("开始", "结束", "状态", "名额", "已报名"),
)


@door.get("/activities")
@needs(Permission.ACTIVITIES_READ)
def activities() -> ResponseReturnValue:
    """The activities of her subtree, by state and by what people call them."""
    staff, now = current_staff(), clock.now()
    state, text = _asked()
    number = request.args.get("page", 1, type=int)
    return render_template(
        "console/activities/list.html",
        page=queries.for_staff(staff.scope, now=now, state=state, text=text, page=number),
        counts=listing.counts_by_state(staff.scope),
        to_review=_to_review(staff),
        states=list(State),
        state=state,
        text=text,
    )


@door.get("/activities/export")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_activities() -> ResponseReturnValue:
    """The same list as a spreadsheet."""
    now = clock.now()
    state, text = _asked()
    cards = listing.take_out(current_staff(), state=state, text=text, now=now)
    return spreadsheet("活动", xlsx("活动", COLUMNS, [_row(card) for card in cards]), now=now)


@door.get("/activities/review")
@needs(Permission.ACTIVITIES_REVIEW)
def activities_to_review() -> ResponseReturnValue:
    """What waits for her own review, the nearest first."""
    staff, number = current_staff(), request.args.get("page", 1, type=int)
    return render_template(
        "console/activities/review.html",
        page=queries.waiting_for_review(staff, now=clock.now(), page=number),
        series=series_queries.waiting_for_review(staff),
    )


@door.get("/activities/<uuid:activity_id>")
@needs(Permission.ACTIVITIES_READ)
def activity(activity_id: UUID) -> ResponseReturnValue:
    """One activity: the plan, its sessions, what happened to it, what can be decided now."""
    staff = current_staff()
    found = queries.activity(activity_id, within=staff.scope)
    sessions = [part.id for part in found.sessions]
    return render_template(
        "console/activities/activity.html",
        activity=found,
        risk=RISK_LEVELS.get(found.risk_level, ""),
        turnouts=attendance.turnouts(sessions),
        names=access.names([found.created_by_id, found.reviewed_by_id]),
        history=_history(found),
        order=orders.of_activity(found.id) if found.team_id else None,
        qualifications=_asked_for(found),
        may_do=_may_do(staff, found),
        why_not_review=reviewable.why_not(staff, found),
        series_title=series_queries.title_of(found.series_id) if found.series_id else "",
        kept_rooms=rooms_kept_for(staff, found.id),
        clashes=_clashes(staff, found) if found.starts_at > clock.now() else [],
        now=clock.now(),
    )


def rooms_kept_for(staff: Staff, activity_id: UUID) -> list[BookingView]:
    """What facilities keep for an activity, for who may see bookings."""
    if not staff.may(Permission.BOOKINGS_READ):
        return []
    return booking_queries.kept_for(activity_id, staff.scope, now=clock.now())


def _clashes(staff: Staff, found: ActivityView) -> list[Clash]:
    """What else is at its place or with its contact at its times, while it is still ahead."""
    if found.state in (State.WITHDRAWN, State.CANCELLED):
        return []
    plan = in_series.plan_as_it_stands(found.id)
    return clashing.of_plan(plan, place_id=found.place.id, within=staff.scope, besides=[found.id])


def _asked() -> tuple[str, str]:
    state = request.args.get("state", "")
    return (state if state in list(State) else ""), request.args.get("q", "").strip()


def _to_review(staff: Staff) -> int:
    if not staff.may(Permission.ACTIVITIES_REVIEW):
        return 0
    return queries.count_waiting_for_review(staff) + series_queries.count_waiting_for_review(staff)


def _row(card: ActivityCard) -> tuple[Cell, ...]:
    return (
        *(card.number, card.title, card.place_name, card.work_type, card.category, card.venue),
        *(card.starts_at, card.ends_at, State(card.state).title, card.capacity, card.taken),
    )


def _asked_for(found: ActivityView) -> dict[UUID, str]:
    """Names of the qualifications that its positions ask for."""
    asked = {position.qualification_id for part in found.sessions for position in part.positions}
    return qualifications.names({one for one in asked if one is not None})


def _history(found: ActivityView) -> list[dict[str, object]]:
    return [
        {
            "title": f"{action_words(entry.action)}（{entry.actor_name}）",
            "at": entry.at,
            "text": detail_words({k: v for k, v in entry.detail.items() if k != "title"}),
        }
        for entry in reversed(audit.story_of("activity", found.id))
    ]


def _may_do(staff: Staff, found: ActivityView) -> set[str]:
    """The decisions open now that her role holds; whether a review is hers is asked apart."""
    review = {Decision.APPROVE, Decision.RETURN}
    return {
        decision.value
        for decision in decisions_open(found.state)
        if staff.may(
            Permission.ACTIVITIES_REVIEW if decision in review else Permission.ACTIVITIES_PLAN
        )
    }
