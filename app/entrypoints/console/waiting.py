"""How much waits for a member of staff in each room: the numbers beside the sidebar's links."""

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of
from app.domain.activities import queries as activities
from app.domain.call_backs import queries as call_backs
from app.domain.complaints import queries as complaints
from app.domain.coupons import settlement_queries
from app.domain.facilities import booking_queries
from app.domain.hours import back_fill_queries
from app.domain.hours import queries as hours
from app.domain.hours.reports import correction_queries
from app.domain.hours.reports import queries as reports
from app.domain.messaging import queries as messaging
from app.domain.nominations import queries as nominations
from app.domain.nominations.clues import queries as clues
from app.domain.nominations.consultation import queries as consultation
from app.domain.orders import queries as orders
from app.domain.places import merging_queries
from app.domain.recognised_units import queries as recognised_units
from app.domain.series import queries as series
from app.domain.teams import queries as teams
from app.domain.webhooks import queries as webhooks
from app.kernel import clock
from app.kernel.calendar import local_date


def to_review(staff: Staff) -> int:
    if not staff.may(Permission.ACTIVITIES_REVIEW):
        return 0
    return activities.count_waiting_for_review(staff) + series.count_waiting_for_review(staff)


def to_approve(staff: Staff) -> int:
    return hours.waiting_count(staff) if staff.may(Permission.HOURS_APPROVE) else 0


def to_recognise(staff: Staff) -> int:
    return teams.count_pending(staff.scope) if staff.may(Permission.TEAMS_MANAGE) else 0


def cases_to_review(staff: Staff) -> int:
    if not staff.may(Permission.NOMINATIONS_REVIEW):
        return 0
    return nominations.count_waiting(staff.scope, staff.place.level)


def mergings_to_confirm(staff: Staff) -> int:
    """Proposals to merge places that wait for a second person."""
    if not staff.may(Permission.PLACES_MERGE):
        return 0
    hers = accounts_of(staff)
    return sum(one.proposed_by_id not in hers for one in merging_queries.waiting(staff.scope))


def units_to_review(staff: Staff) -> int:
    """Recognised units whose review is due within sixty days, or over."""
    if not staff.may(Permission.UNITS_MANAGE):
        return 0
    return recognised_units.count_due(staff.scope, today=local_date(clock.now()))


def clues_to_look_at(staff: Staff) -> int:
    return clues.count_waiting(staff.scope) if staff.may(Permission.NOMINATIONS_ENTER) else 0


def settlements_to_confirm(staff: Staff) -> int:
    """Sheets of coupons that a colleague has prepared."""
    if not staff.may(Permission.COUPONS_SETTLE):
        return 0
    return settlement_queries.count_to_confirm(staff.scope, not_by=accounts_of(staff))


def orders_waiting(staff: Staff) -> int:
    if not staff.may(Permission.ORDERS_DISPATCH):
        return 0
    return orders.count_waiting(staff.scope, now=clock.now())


def bookings_waiting(staff: Staff) -> int:
    """Bookings of facilities that somebody has to decide on."""
    return (
        booking_queries.count_waiting(staff.scope) if staff.may(Permission.BOOKINGS_DECIDE) else 0
    )


def complaints_waiting(staff: Staff) -> int:
    return complaints.count_waiting(staff) if staff.may(Permission.COMPLAINTS_HANDLE) else 0


def letters_overdue(staff: Staff) -> int:
    """Letters to authorities whose time is over and that miss an answer."""
    if not staff.may(Permission.CONSULTATIONS_MANAGE):
        return 0
    return consultation.count_overdue(staff.scope.path, local_date(clock.now()))


def to_confirm(staff: Staff) -> int:
    return back_fill_queries.waiting_count(staff) if staff.may(Permission.HOURS_CONFIRM) else 0


def to_answer(staff: Staff) -> int:
    answers = reports.waiting_count(staff) if staff.may(Permission.HOURS_ANSWER) else 0
    corrects = staff.may(Permission.HOURS_CORRECT)
    return answers + (correction_queries.waiting_count(staff) if corrects else 0)


def to_call_back(staff: Staff) -> int:
    return call_backs.waiting_count(staff) if staff.may(Permission.HOURS_CALL_BACK) else 0


def given_up(_staff: Staff) -> int:
    return messaging.counts_by_state()["given_up"]


def stopped_webhooks(staff: Staff) -> int:
    return webhooks.count_stopped(staff.scope)
