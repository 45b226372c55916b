"""When this has happened, these follow: the whole nervous system on one page.

Everything here runs inside the transaction of the action that announced the event: if a follower
fails, nothing happened.
"""

from app.domain import (
    activity_notices,
    booking_notices,
    certificate_notices,
    complaint_notices,
    coupon_notices,
    culture_notices,
    nomination_notices,
    notices,
    order_notices,
    recognition_notices,
    report_notices,
    series_notices,
    staff_notices,
    training_notices,
)
from app.domain.access import events as access
from app.domain.access import merging as staff_merging
from app.domain.activities import events as activities
from app.domain.activities import releasing, suggestion_wishes
from app.domain.attendance import devices
from app.domain.attendance import events as attendance
from app.domain.call_backs import handing_up
from app.domain.certificates import events as certificates
from app.domain.certificates import following
from app.domain.complaints import denying
from app.domain.complaints import events as complaints
from app.domain.complaints import forgetting as complaints_forgetting
from app.domain.coupons import events as coupons
from app.domain.coupons import taking as coupons_taking
from app.domain.culture import events as culture
from app.domain.culture import suggesting as culture_suggesting
from app.domain.culture import tickets as culture_tickets
from app.domain.facilities import events as facilities
from app.domain.facilities import following as facilities_following
from app.domain.facilities import forgetting as facilities_forgetting
from app.domain.hours import drawing_up, unrecorded
from app.domain.hours import events as hours
from app.domain.messaging import forgetting
from app.domain.nominations import events as nominations
from app.domain.nominations import forgetting as nominations_forgetting
from app.domain.nominations.clues import events as clues
from app.domain.orders import events as orders
from app.domain.orders import following as orders_following
from app.domain.orders import forgetting as orders_forgetting
from app.domain.people import colleagues, moving
from app.domain.people import events as people
from app.domain.places import events as places
from app.domain.qualifications import events as qualifications
from app.domain.recognised_units import events as recognised_units
from app.domain.recognition import earning, honour_points, redeeming
from app.domain.recognition import events as recognition
from app.domain.series import events as series
from app.domain.series import following as series_following
from app.domain.teams import events as teams
from app.domain.teams import leading
from app.domain.training import following as courses
from app.domain.training import recording
from app.domain.webhooks import announcing
from app.kernel.happenings import when


def connect() -> None:
    """Tie the rooms together; called once at the start. Calling it again changes nothing."""
    _what_follows_from_activities()
    _connect_staff_and_places()
    when(people.PhoneCodeIssued, notices.phone_code_issued)
    when(people.Invited, notices.invited)
    when(people.GuardianConsentWithdrawn, releasing.release_what_is_ahead)
    when(qualifications.QualificationNews, training_notices.qualification_news)
    when(teams.TeamNews, notices.team_news)
    when(nominations.CaseNews, nomination_notices.case_news)
    when(clues.ClueNews, nomination_notices.clue_news)
    when(nominations.StaffCalled, nomination_notices.staff_called)
    when(nominations.NoticeBegun, nomination_notices.notice_begun)
    _connect_orders_and_culture()
    when(people.AccountDenied, denying.follow)
    when(complaints.ComplainantNews, complaint_notices.complainant_news)
    when(complaints.HandlersCalled, complaint_notices.handlers_called)
    when(nominations.HonoursConferred, honour_points.earn_for_honours)
    when(nominations.HonourRevoked, honour_points.take_back_honour, following.outdate_honour)
    _who_leaves()
    when(attendance.SceneCodeWanted, notices.scene_code_wanted)
    when(attendance.CheckedIn, announcing.checked_in)
    _connect_stays()
    _connect_hours()


def _who_leaves() -> None:
    """What she had is given back, and what is not needed of her forgotten."""
    when(
        people.VolunteerLeft,
        leading.part_from_teams,
        releasing.release_what_is_ahead,
        redeeming.give_back_of_who_left,
        coupons_taking.drop_of_who_left,
        forgetting.forget_who_left,
        following.forget_who_left,
        nominations_forgetting.forget_who_left,
        orders_forgetting.forget_who_left,
        facilities_forgetting.forget_who_left,
        complaints_forgetting.forget_who_left,
        culture_tickets.give_back_of_who_left,
        suggestion_wishes.forget_who_left,
        culture_suggesting.forget_who_left,
        unrecorded.forget_who_gave_nothing,
    )


def _connect_stays() -> None:
    """What a stay comes to: service hours, or minutes learned. Each takes what is its own."""
    when(
        attendance.CheckedOut,
        drawing_up.draw_up,
        recording.follow_check_out,
        announcing.checked_out,
    )
    when(
        attendance.StayCorrected,
        drawing_up.draw_up_again,
        recording.follow_correction,
        announcing.stay_corrected,
    )
    when(attendance.CheckOutsMissed, drawing_up.draw_up_missed, recording.follow_missed)


def _connect_orders_and_culture() -> None:
    """What people ordered or booked, and what they go to see."""
    when(orders.RequesterNews, order_notices.requester_news)
    when(orders.LeaderNews, order_notices.leader_news)
    when(facilities.BookingNews, booking_notices.booking_news)
    when(orders.StaffCalled, order_notices.staff_called)
    when(culture.TicketTaken, culture_notices.ticket_taken)
    when(culture.CultureEventChanged, culture_notices.event_changed)
    when(culture.CultureEventCancelled, culture_notices.event_cancelled)
    when(culture.CultureEventNear, culture_notices.event_near)
    when(coupons.CouponsEndSoon, coupon_notices.coupons_end_soon)


def _connect_hours() -> None:
    """Decisions on hours, and what is given back for them."""
    when(hours.HoursApproved, earning.earn, notices.hours_approved, announcing.hours_approved)
    when(hours.HoursUnconfirmed, notices.hours_unconfirmed)
    when(hours.HoursReturned, notices.hours_returned)
    when(hours.HoursRejected, notices.hours_rejected)
    when(
        hours.HoursRevoked,
        earning.take_back,
        notices.hours_revoked,
        following.outdate,
        announcing.hours_revoked,
    )
    when(hours.HoursFrozen, report_notices.hours_frozen)
    when(hours.HoursReleased, report_notices.hours_released)
    when(
        hours.HoursCorrected,
        earning.follow_correction,
        report_notices.hours_corrected,
        following.follow_correction,
        announcing.hours_corrected,
    )
    when(hours.ReportAnswered, report_notices.report_answered)
    when(hours.HoursBackFilled, notices.hours_back_filled)
    when(hours.BackFillDropped, notices.back_fill_dropped)

    when(recognition.StarsConfirmed, recognition_notices.stars_confirmed)
    when(recognition.ObjectionAnswered, recognition_notices.objection_answered)
    when(recognition.RedemptionEnded, recognition_notices.redemption_ended)
    when(recognition.PointsSoonGone, recognition_notices.points_soon_gone)
    when(certificates.CertificatesIssued, certificate_notices.certificates_issued)
    when(certificates.CertificatesOutdated, certificate_notices.certificates_outdated)
    when(certificates.CertificateRevoked, certificate_notices.certificate_revoked)


def _what_follows_from_activities() -> None:
    when(activities.ActivityPlanned, courses.follow_plan)
    when(activities.ActivityRevised, series_following.keep_own_changes)
    when(series.SeriesNews, series_notices.series_news)
    when(activities.SignedUpEvent, activity_notices.signed_up, announcing.signed_up)
    when(activities.WaitingListed, activity_notices.waiting_listed)
    when(activities.MovedUp, activity_notices.moved_up, announcing.signed_up)
    when(activities.PassedOver, activity_notices.passed_over, announcing.sign_up_cancelled)
    when(activities.PlaceTakenBack, activity_notices.place_taken_back, announcing.sign_up_cancelled)
    when(activities.PositionChanged, activity_notices.position_changed)
    when(activities.ExchangeAsked, activity_notices.exchange_asked)
    when(activities.ExchangeOver, activity_notices.exchange_over)
    when(activities.TeamSignedUp, activity_notices.team_signed_up)
    when(activities.SignUpCancelled, announcing.sign_up_cancelled)
    when(activities.SessionNear, activity_notices.session_near)
    when(activities.ActivityChanged, activity_notices.activity_changed)
    when(
        activities.ActivityCancelled,
        activity_notices.activity_cancelled,
        orders_following.activity_cancelled,
        facilities_following.activity_given_up,
    )
    when(activities.ActivityWithdrawn, facilities_following.activity_given_up)
    when(activities.ActivitiesSuggested, activity_notices.activities_suggested)
    when(activities.SessionProlonged, drawing_up.draw_up_prolonged)


def _connect_staff_and_places() -> None:
    when(access.StaffAppointed, colleagues.recognise)
    when(access.AppointmentEnded, devices.take_back)
    when(access.NewBrowser, staff_notices.new_browser)
    when(access.SecondFactorReset, staff_notices.second_factor_reset)
    when(recognised_units.ReviewsNear, staff_notices.reviews_near)
    when(
        places.PlacesMerged,
        moving.follow,
        staff_merging.follow,
        handing_up.follow,
        notices.community_merged,
    )
