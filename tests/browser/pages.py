"""Every page there is: who opens it, and with which things of the demo district."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.browser.district import District

Values = dict[str, object]


@dataclass(frozen=True)
class Shown:
    """A page as somebody sees it; `name` also names its pictures."""

    name: str
    endpoint: str
    who: str
    values: Callable[[District], Values] = lambda _district: {}
    status: int = 200


def activity(state: str, *, here: bool = False) -> Callable[[District], Values]:
    return lambda district: {"activity_id": district.activity(state, here=here)}


def session(state: str, direction: str = "", *, here: bool = False) -> Callable[[District], Values]:
    way = {"direction": direction} if direction else {}
    return lambda district: {"session_id": district.session(state, here=here), **way}


def record(state: str) -> Callable[[District], Values]:
    return lambda district: {"record_id": district.record(state)}


def order(state: str) -> Callable[[District], Values]:
    return lambda district: {"order_id": district.order(state)}


def his_order(state: str) -> Callable[[District], Values]:
    return lambda district: {"order_id": district.his_order(state)}


def teams_order(state: str) -> Callable[[District], Values]:
    return lambda district: {"order_id": district.his_teams_order(state)}


def complaint(state: str) -> Callable[[District], Values]:
    return lambda district: {"complaint_id": district.complaint(state)}


def his_complaint(state: str) -> Callable[[District], Values]:
    return lambda district: {"complaint_id": district.his_complaint(state)}


def culture_event(title: str) -> Callable[[District], Values]:
    return lambda district: {"event_id": district.culture_event(title)}


def count_of(title: str, way: str) -> Callable[[District], Values]:
    return lambda district: {"event_id": district.culture_event(title), "way": way}


def programme(kind: str) -> Callable[[District], Values]:
    return lambda district: {"programme_id": district.programme(kind)}


def his_ticket(district: District) -> Values:
    return {"ticket_id": district.his_ticket()}


def head_count(kind: str) -> Callable[[District], Values]:
    return lambda district: {"count_id": district.head_count(kind)}


def facility(name: str) -> Callable[[District], Values]:
    return lambda district: {"facility_id": district.facility(name)}


def booking(state: str, source: str = "own") -> Callable[[District], Values]:
    return lambda district: {"booking_id": district.booking(state, source)}


def his_booking(state: str) -> Callable[[District], Values]:
    return lambda district: {"booking_id": district.his_booking(state)}


def service(district: District) -> Values:
    return {"service_id": district.service()}


def back_fill(state: str) -> Callable[[District], Values]:
    return lambda district: {"back_fill_id": district.back_fill(state)}


def flagged_record(district: District) -> Values:
    return {"record_id": district.flagged_record()}


def call_back(state: str) -> Callable[[District], Values]:
    return lambda district: {"call_back_id": district.call_back(state)}


def back_filled_record(district: District) -> Values:
    return {"record_id": district.back_filled_record()}


def past_session(district: District) -> Values:
    return {"session_id": district.back_filled_session()}


def one_record(which: str) -> Callable[[District], Values]:
    return lambda district: {"record_id": getattr(district, which)()}


def many_sessions(district: District) -> Values:
    return {"activity_id": district.many_sessions()}


def his_record(state: str) -> Callable[[District], Values]:
    return lambda district: {"record_id": district.his_record(state)}


def his_sign_up(state: str, **more: object) -> Callable[[District], Values]:
    return lambda district: {"sign_up_id": district.his_sign_up(state), **more}


def person(state: str = "active") -> Callable[[District], Values]:
    return lambda district: {"person_id": district.person(state)}


def about_his_child(district: District) -> Values:
    return {"for": district.his_child()}


def coupon_season(district: District) -> Values:
    return {"season_id": district.coupon_season()}


def coupon_kind(district: District) -> Values:
    return {"kind_id": district.coupon_kind()}


def his_coupon(state: str) -> Callable[[District], Values]:
    return lambda district: {"coupon_id": district.his_coupon(state)}


def merchant(district: District) -> Values:
    return {"merchant_id": district.merchant()}


def used_coupon(district: District) -> Values:
    return {"used_id": district.used_coupon()}


def settlement_code(district: District) -> Values:
    return {"code": district.settlement_code()}


def coupon_sheet(state: str) -> Callable[[District], Values]:
    return lambda district: {"sheet_id": district.coupon_sheet(state)}


def reward(district: District) -> Values:
    return {"item_id": district.reward()}


def redemption(state: str) -> Callable[[District], Values]:
    return lambda district: {"redemption_id": district.redemption(state)}


def report(district: District) -> Values:
    return {"report_id": district.report()}


def correction(district: District) -> Values:
    return {"correction_id": district.correction()}


def in_notice(district: District) -> Values:
    return {"session_id": district.session_in_notice()}


def his_certificate(district: District) -> Values:
    return {"certificate_id": district.his_certificate()}


def certificate_group(district: District) -> Values:
    return {"group_id": district.certificate_group()}


def campaign(state: str) -> Callable[[District], Values]:
    return lambda district: {"campaign_id": district.campaign(state)}


def case(state: str) -> Callable[[District], Values]:
    return lambda district: {"nomination_id": district.case(state)}


def letter(kind: str) -> Callable[[District], Values]:
    return lambda district: {"letter_id": district.letter(kind)}


def recommendation(outcome: str | None) -> Callable[[District], Values]:
    return lambda district: {"recommendation_id": district.recommendation(outcome)}


def consultation_line(district: District) -> Values:
    return {"line_id": district.consultation_line()}


def his_nomination(district: District) -> Values:
    return {"nomination_id": district.his_nomination()}


def case_to_score(district: District) -> Values:
    return {"nomination_id": district.case_to_score()}


def voting(district: District) -> Values:
    return {"campaign_id": district.poll_campaign("open")}


def voted(district: District) -> Values:
    return {"campaign_id": district.poll_campaign("closed")}


def clue(district: District) -> Values:
    return {"clue_id": district.clue()}


def candidate(district: District) -> Values:
    return {**voting(district), "nomination_id": district.poll_candidate()}


def ballot_exclusion(district: District) -> Values:
    return {"exclusion_id": district.ballot_exclusion()}


def case_objection(district: District) -> Values:
    return {"case_objection_id": district.case_objection()}


def notice_line(district: District) -> Values:
    return {"campaign_id": district.campaign("in_notice"), "number": 1}


def star_batch(district: District) -> Values:
    return {"batch_id": district.star_batch()}


def certificate_unit(district: District) -> Values:
    return {"place_id": district.certificate_unit()}


def star_candidate(district: District) -> Values:
    return {"candidate_id": district.star_candidate()}


def him(district: District) -> Values:
    return {"person_id": district.him()}


def place(level: str) -> Callable[[District], Values]:
    return lambda district: {"place_id": district.place(level)}


def described_place(district: District) -> Values:
    return {"place_id": district.described_place()}


def member(district: District) -> Values:
    return {"staff_id": district.member()}


def team(state: str = "recognised") -> Callable[[District], Values]:
    return lambda district: {"team_id": district.team(state)}


def exchange_asked(district: District) -> Values:
    return {"exchange_id": district.exchange_asked()}


def his_exchange_place(district: District) -> Values:
    return {"sign_up_id": district.his_exchange_place()}


def team_invitation(district: District) -> Values:
    return {"code": district.team_invitation()}


def query(**values: object) -> Callable[[District], Values]:
    return lambda _district: dict(values)


def endpoint(district: District) -> Values:
    return {"endpoint_id": district.endpoint()}


def delivery(district: District) -> Values:
    return {"endpoint_id": district.endpoint(), "delivery_id": district.delivery()}


def position(district: District) -> Values:
    its, found = district.position()
    return {"activity_id": its, "position_id": found}


def course(state: str) -> Callable[[District], Values]:
    return lambda district: {"course_id": district.course(state)}


def his_course(district: District) -> Values:
    return {"course_id": district.his_course()}


def his_course_page(district: District) -> Values:
    return {"activity_id": district.his_course()}


def unit(state: str, **more: str) -> Callable[[District], Values]:
    kind = {"kind": "unit"} if state == "warned" else {}
    return lambda district: {"unit_id": district.unit(state, **kind), **more}


def series(state: str) -> Callable[[District], Values]:
    return lambda district: {"series_id": district.series(state)}


def one_of_series(state: str, **more: object) -> Callable[[District], Values]:
    return lambda district: {"activity_id": district.one_of_series(state), **more}


def session_of_series(district: District) -> Values:
    return {"session_id": district.session_of_series()}


def merging_from_to(district: District) -> Values:
    return district.merging_from_to()


def place_merging(district: District) -> Values:
    return {"merging_id": district.place_merging()}


def closed_point(district: District) -> Values:
    return {"place_id": district.closed_point()}


def merged_place(district: District) -> Values:
    return {"place_id": district.merged_place()}


def qualification(district: District) -> Values:
    return {"qualification_id": district.qualification()}


def qualification_grant(district: District) -> Values:
    return {"grant_id": district.qualification_grant()}


def training_stay(district: District) -> Values:
    return {"attendance_id": district.training_stay()}


PUBLIC = (
    Shown("home", "public.home", "stranger"),
    Shown("activities", "public.activities", "stranger"),
    Shown("activity", "public.activity", "stranger", activity("published")),
    Shown("public-places", "public.places", "stranger"),
    Shown("public-places-none", "public.places", "stranger", query(q="没有这样的")),
    Shown("public-place", "public.place", "stranger", described_place),
    Shown("public-point-closed", "public.place", "stranger", closed_point),
    Shown("public-point", "public.place", "stranger", place("point")),
    Shown("activity-over", "public.activity", "stranger", activity("ended")),
    Shown("how-to", "public.how_to", "stranger"),
    Shown("privacy", "public.privacy", "stranger"),
    Shown("ledger", "public.ledger", "stranger"),
    Shown("seal", "public.seal", "stranger", query(number=1)),
    Shown("scanner", "scanner.page", "stranger"),
    Shown("merchants-phone", "merchant.page", "stranger"),
    Shown("star-notice", "public.star_notice", "stranger"),
    Shown("public-units", "public.units", "stranger"),
    Shown("hours-notice", "public.hours_notice", "stranger"),
    Shown("session-hours-notice", "public.session_hours_notice", "stranger", in_notice),
    Shown("check-certificate", "public.check_certificate", "stranger"),
    Shown(
        "check-certificate-unknown",
        "public.checked_certificate",
        "stranger",
        query(number="20261123000000000", code="AAAAAAAA"),
        404,
    ),
    Shown("campaign-voting", "public.campaign", "stranger", voting),
    Shown("honours", "public.honours", "stranger"),
    Shown("honour-screen", "public.honour_screen", "stranger"),
    Shown("consultation", "public.consultation", "stranger", lambda _district: {"token": "x" * 32}),
    Shown("consultation-over", "public.consulting", "stranger", status=404),
    Shown("honour", "public.honour", "stranger", case("conferred")),
    Shown("campaign-for-all", "public.campaign", "stranger", campaign("open")),
    Shown("notice-of-persons", "public.campaign", "stranger", campaign("in_notice")),
    Shown("object-to-person", "public.object_to_case", "stranger", notice_line),
    Shown("case-reply", "public.case_reply", "stranger", case_objection),
    Shown("public-culture", "public.culture", "stranger"),
    Shown("public-culture-event", "public.culture_event", "stranger", culture_event("大合唱")),
    Shown("public-programme", "public.programme", "stranger", programme("文化节")),
    Shown(
        "order-by-link",
        "public.order_by_link",
        "stranger",
        lambda district: {"code": district.order_link()},
    ),
    Shown("complain-as-a-stranger", "resident.complain", "stranger"),
    Shown(
        "complaint-by-link",
        "public.complaint_by_link",
        "stranger",
        lambda district: {"code": district.complaint_link()},
    ),
    Shown("settlement-by-its-code", "public.coupon_settlement", "stranger", settlement_code),
    Shown("settlement-pictures", "public.settlement_pictures", "stranger", settlement_code),
    Shown("nowhere", "public.activities", "stranger", query(page=999)),
)
STRANGERS = (
    Shown("sign-in-outside", "resident.sign_in", "stranger"),
    Shown("sign-in-by-phone", "resident.sign_in_by_phone", "stranger"),
    Shown("not-my-number", "resident.not_my_number", "stranger"),
    Shown("scan-outside", "resident.scan", "stranger"),
    Shown("register", "resident.register", "newcomer"),
    Shown(
        "invitation",
        "resident.invitation",
        "newcomer",
        lambda district: {"invitation_id": district.invitation()},
    ),
    Shown("terms", "resident.terms", "newcomer"),
    Shown("me-before-registering", "resident.me", "newcomer"),
    Shown("activities-for-newcomers", "resident.home", "newcomer"),
    Shown("code-out-of-date", "resident.check_in", "newcomer", query(code="a.b"), 422),
)
RESIDENTS = (
    Shown("activities", "resident.home", "resident"),
    Shown("activities-searched", "resident.home", "resident", query(q="清洁", open="1")),
    Shown("activities-none", "resident.home", "resident", query(q="没有这样的")),
    Shown("activity", "resident.activity", "resident", activity("published")),
    Shown("activity-running", "resident.activity", "resident", activity("running")),
    Shown("activity-over", "resident.activity", "resident", activity("ended")),
    Shown("activity-cancelled", "resident.activity", "resident", activity("cancelled")),
    Shown(
        "withdraw-consent",
        "resident.withdraw_guardians_consent",
        "resident",
        lambda district: {"child_id": district.his_child()},
    ),
    Shown("sign-up", "resident.sign_up", "resident", position),
    Shown("sign-ups", "resident.sign_ups", "resident"),
    Shown("signed-up", "resident.my_sign_up", "resident", his_sign_up("signed_up", new=1)),
    Shown("my-sign-up", "resident.my_sign_up", "resident", his_sign_up("signed_up")),
    Shown("waiting", "resident.my_sign_up", "resident", his_sign_up("waiting")),
    Shown("change-position", "resident.change_position", "resident", his_sign_up("signed_up")),
    Shown("exchange-positions", "resident.change_position", "resident", his_exchange_place),
    Shown("exchange-request", "resident.exchange_request", "resident", exchange_asked),
    Shown("cancel-sign-up", "resident.cancel_sign_up", "resident", his_sign_up("signed_up")),
    Shown("scan", "resident.scan", "resident"),
    Shown("card", "resident.card", "resident"),
    Shown("hours", "resident.hours", "resident"),
    Shown("hour-approved", "resident.hour_story", "resident", his_record("approved")),
    Shown("hour-pending", "resident.hour_story", "resident", his_record("pending")),
    Shown("hour-returned", "resident.hour_story", "resident", his_record("returned")),
    Shown("hour-rejected", "resident.hour_story", "resident", his_record("rejected")),
    Shown("training", "resident.training", "resident"),
    Shown("training-for-newcomers", "resident.training", "newcomer"),
    Shown("course", "resident.activity", "resident", his_course_page),
    Shown("course-test", "resident.course_test", "resident", his_course),
    Shown("qualification", "resident.qualification", "resident", qualification),
    Shown("points", "resident.points", "resident"),
    Shown("coupons", "resident.coupons", "resident"),
    Shown("coupon-kind", "resident.coupon_kind", "resident", coupon_kind),
    Shown("my-coupons", "resident.my_coupons", "resident"),
    Shown("my-coupon", "resident.my_coupon", "resident", his_coupon("held")),
    Shown("my-used-coupon", "resident.my_coupon", "resident", his_coupon("settled")),
    Shown("rewards", "resident.rewards", "resident"),
    Shown("reward", "resident.reward", "resident", reward),
    Shown("redemptions", "resident.redemptions", "resident"),
    Shown("redemption", "resident.redemption", "resident", redemption("reserved")),
    Shown("redemption-fetched", "resident.redemption", "resident", redemption("handed_over")),
    Shown("certificates", "resident.certificates", "resident"),
    Shown("certificate", "resident.certificate", "resident", his_certificate),
    Shown("certificate-pictures", "resident.certificate_pictures", "resident", his_certificate),
    Shown("stars", "resident.stars", "resident"),
    Shown("nominations", "resident.nominations", "resident"),
    Shown("nominate", "resident.nominate", "resident", campaign("open")),
    Shown("clues", "resident.clues", "resident"),
    Shown("vote", "resident.vote", "resident", voting),
    Shown("vote-over", "resident.vote", "newcomer", voted),
    Shown("vote-newcomer", "resident.vote", "newcomer", voting),
    Shown("candidate", "resident.candidate", "resident", candidate),
    Shown("nomination", "resident.nomination", "resident", his_nomination),
    Shown("object-to-star", "resident.object_to_star", "resident"),
    Shown("rankings", "resident.rankings", "resident"),
    Shown(
        "rankings-of-the-year", "resident.rankings", "resident", query(period="year", place="mine")
    ),
    Shown("reports", "resident.reports", "resident"),
    Shown("reports-of-a-follower", "resident.reports", "newcomer"),
    Shown("report-hours-as-a-follower", "resident.report_hours", "newcomer", in_notice),
    Shown("report-hours", "resident.report_hours", "resident", in_notice),
    Shown("me", "resident.me", "resident"),
    Shown("messages", "resident.messages", "resident"),
    Shown("profile", "resident.profile", "resident"),
    Shown("change-phone", "resident.change_phone", "resident"),
    Shown("account", "resident.account", "resident"),
    Shown("consents", "resident.consents", "resident"),
    Shown("unbind", "resident.unbind", "resident"),
    Shown("sign-out-everywhere", "resident.sign_out_everywhere", "resident"),
    Shown("registered", "resident.registered", "resident"),
    Shown(
        "checked-in",
        "resident.checked_in",
        "resident",
        lambda district: {"direction": "in", "attendance_id": district.his_attendance()},
    ),
    Shown(
        "checked-out",
        "resident.checked_in",
        "resident",
        lambda district: {"direction": "out", "attendance_id": district.his_attendance()},
    ),
    Shown("calendar", "resident.calendar", "resident"),
    Shown("family", "resident.family", "resident"),
    Shown("whose-page", "resident.hours", "resident", about_his_child),
    Shown("new-child", "resident.new_child", "resident"),
    Shown("guardian-terms", "resident.guardian_terms", "resident"),
    Shown("family-sign-ups", "resident.family_sign_ups", "resident", activity("published")),
    Shown(
        "family-checked-in",
        "resident.family_checked_in",
        "resident",
        lambda district: {"direction": "in", "session_id": district.his_session()},
    ),
    Shown("suggestions", "resident.suggestions", "resident"),
    Shown("complain", "resident.complain", "resident"),
    Shown("my-complaints", "resident.my_complaints", "resident"),
    Shown("my-complaint-asked", "resident.my_complaint", "resident", his_complaint("asked")),
    Shown("my-complaint-answered", "resident.my_complaint", "resident", his_complaint("answered")),
    Shown("my-complaint-closed", "resident.my_complaint", "resident", his_complaint("closed")),
    Shown("services", "resident.services", "resident"),
    Shown("order-service", "resident.order_service", "resident", service),
    Shown("order-freely", "resident.order_freely", "resident"),
    Shown("culture", "resident.culture", "resident"),
    Shown("culture-none", "resident.culture", "resident", query(kind="讲座")),
    Shown("programme", "resident.programme", "resident", programme("文化节")),
    Shown("culture-event", "resident.culture_event", "resident", culture_event("大合唱")),
    Shown("culture-event-open", "resident.culture_event", "resident", culture_event("长津湖")),
    Shown("take-ticket", "resident.take_ticket", "resident", culture_event("大合唱")),
    Shown("my-tickets", "resident.my_tickets", "resident"),
    Shown("my-tickets-past", "resident.my_tickets", "resident", query(past="1")),
    Shown("ticket", "resident.ticket", "resident", his_ticket),
    Shown("facility", "resident.facility", "resident", facility("二楼活动室")),
    Shown("facility-for-leaders", "resident.facility", "resident", facility("一楼会议室")),
    Shown("facility-by-staff", "resident.facility", "resident", facility("百姓大舞台")),
    Shown("my-bookings", "resident.my_bookings", "resident"),
    Shown("my-booking-asked", "resident.my_booking", "resident", his_booking("asked")),
    Shown("my-booking-approved", "resident.my_booking", "resident", his_booking("approved")),
    Shown("my-orders", "resident.my_orders", "resident"),
    Shown("my-order-done", "resident.my_order", "resident", his_order("done")),
    Shown("my-order-need-info", "resident.my_order", "resident", his_order("need_info")),
    Shown("team-orders", "resident.team_orders", "resident"),
    Shown("team-order-asked", "resident.team_order", "resident", teams_order("dispatched")),
    Shown("team-order-ahead", "resident.team_order", "resident", teams_order("accepted")),
    Shown("team-order-now", "resident.team_order", "resident", teams_order("in_service")),
    Shown("team-order-over", "resident.team_order", "resident", teams_order("closed")),
    Shown("leave", "resident.leave", "resident"),
    Shown("teams", "resident.teams", "resident"),
    Shown("team", "resident.team", "resident", team()),
    Shown("team-invitation", "resident.team_invitation", "resident", team_invitation),
    Shown("new-team", "resident.new_team", "resident"),
    Shown(
        "team-sign-up",
        "resident.team_sign_up",
        "resident",
        lambda district: {"team_id": district.team(), "position_id": district.position()[1]},
    ),
    Shown("not-found", "resident.activity", "resident", activity("draft"), 404),
)
TRAINING_AT_DESKS = (
    Shown("console-culture", "console.culture", "centre"),
    Shown("console-culture-ended", "console.culture", "centre", query(tab="ended")),
    Shown("console-culture-none", "console.culture", "centre", query(tab="cancelled")),
    Shown("new-culture-event", "console.new_culture_event", "clerk"),
    Shown("edit-culture-event", "console.edit_culture_event", "clerk", culture_event("大合唱")),
    Shown("console-culture-event", "console.culture_event", "clerk", culture_event("大合唱")),
    Shown("culture-event-held", "console.culture_event", "centre", culture_event("姊妹易嫁")),
    Shown("cancel-culture-event", "console.cancel_culture_event", "clerk", culture_event("大合唱")),
    Shown("culture-door", "console.culture_door", "clerk", culture_event("大合唱")),
    Shown("culture-door-open", "console.culture_door", "clerk", culture_event("长津湖")),
    Shown("count-by-hand", "console.add_count", "clerk", count_of("姊妹易嫁", "hand")),
    Shown("count-online", "console.add_count", "clerk", count_of("姊妹易嫁", "online")),
    Shown("correct-count", "console.correct_count", "centre", head_count("hand")),
    Shown("culture-programmes", "console.culture_programmes", "centre"),
    Shown("new-programme", "console.new_programme", "centre"),
    Shown("edit-programme", "console.edit_programme", "centre", programme("文化节")),
    Shown("tour", "console.tour", "centre", programme("巡演")),
    Shown("tour-for-clerks", "console.tour", "clerk", programme("巡演")),
    Shown("culture-year", "console.culture_year", "centre"),
    Shown("culture-import", "console.check_culture_sheet", "centre", programme("公益放映")),
    Shown("courses", "console.courses", "centre"),
    Shown("courses-none", "console.courses", "clerk"),
    Shown("courses-of-year", "console.courses_of_year", "centre"),
    Shown("course", "console.course", "centre", his_course),
    Shown("course-draft", "console.course", "centre", course("draft")),
    Shown("course-settings", "console.course_settings", "centre", course("draft")),
    Shown("course-settings-fixed", "console.course_settings", "centre", his_course),
    Shown("course-questions", "console.course_questions", "centre", his_course),
    Shown("course-materials", "console.course_materials", "centre", his_course),
    Shown("confirm-minutes", "console.confirm_minutes", "centre", training_stay),
    Shown("qualifications", "console.qualifications", "centre"),
    Shown("qualification", "console.qualification", "centre", qualification),
    Shown("new-qualification", "console.new_qualification", "manager"),
    Shown("edit-qualification", "console.edit_qualification", "centre", qualification),
    Shown("grant-qualification", "console.grant_qualification", "centre", qualification),
    Shown("revoke-qualification", "console.revoke_qualification", "centre", qualification_grant),
)
SERIES_AT_DESKS = (
    Shown("all-series", "console.all_series", "centre"),
    Shown("all-series-over", "console.all_series", "clerk", query(past=1)),
    Shown("series", "console.series", "clerk", series("published")),
    Shown("series-to-review", "console.series", "centre", series("submitted")),
    Shown("series-draft", "console.series", "clerk", series("draft")),
    Shown("return-series", "console.return_series", "centre", series("submitted")),
    Shown("repeat-activity", "console.repeat_activity", "clerk", one_of_series("published")),
    Shown("choose-reach", "console.choose_reach", "clerk", one_of_series("published")),
    Shown("choose-end", "console.choose_reach", "clerk", one_of_series("published", end=1)),
    Shown("edit-series", "console.edit_series", "clerk", one_of_series("published")),
    Shown("end-series", "console.end_series", "clerk", one_of_series("published", reach="all")),
    Shown("templates", "console.activity_templates", "clerk"),
    Shown("templates-none", "console.activity_templates", "clerk", query(work_type="培训")),
    Shown("save-template", "console.save_template", "clerk", one_of_series("published")),
    Shown("from-template", "console.new_activity", "clerk", query(template="homework")),
    Shown("last-year", "console.plan_like_last_year", "clerk"),
    Shown("calendar-month", "console.calendar", "centre"),
    Shown("calendar-week", "console.calendar", "clerk", query(view="week")),
    Shown("calendar-day", "console.calendar", "centre", query(view="day")),
    Shown("move-session", "console.move_session", "clerk", session_of_series),
)
ACTIVITIES_AT_DESKS = (
    Shown("activities", "console.activities", "centre"),
    Shown("activities-of-a-station", "console.activities", "clerk"),
    Shown("activities-to-review", "console.activities_to_review", "centre"),
    Shown("activity-draft", "console.activity", "centre", activity("draft")),
    Shown("activity-submitted", "console.activity", "centre", activity("submitted")),
    Shown("activity-returned", "console.activity", "centre", activity("returned")),
    Shown("activity-published", "console.activity", "centre", activity("published")),
    Shown("activity-cancelled", "console.activity", "centre", activity("cancelled")),
    Shown("activity-over", "console.activity", "clerk", activity("ended", here=True)),
    Shown("activity-of-many-sessions", "console.activity", "clerk", many_sessions),
    Shown("edit-many-sessions", "console.edit_activity", "clerk", many_sessions),
    Shown("new-activity", "console.new_activity", "clerk"),
    Shown("edit-activity", "console.edit_activity", "centre", activity("draft")),
    Shown("edit-published", "console.edit_activity", "centre", activity("published")),
    Shown("cancel-activity", "console.cancel_activity", "centre", activity("published")),
    Shown("lower-capacity", "console.lower_capacity", "centre", position),
    Shown("return-activity", "console.return_activity", "centre", activity("submitted")),
    Shown("withdraw-activity", "console.withdraw_activity", "centre", activity("approved")),
    Shown("session", "console.session", "centre", session("running")),
    Shown("session-ahead", "console.session", "clerk", session("published", here=True)),
    Shown("session-over", "console.session", "clerk", session("ended", here=True)),
    Shown("session-end", "console.session_end", "centre", session("running")),
    Shown("code-screen", "console.code_screen", "centre", session("running", "in")),
    Shown("code-screen-out", "console.code_screen", "centre", session("running", "out")),
    Shown("code-screen-closed", "console.code_screen", "centre", session("ended", "in")),
    Shown("scan-cards", "console.scan_card", "centre", session("running", "in")),
    Shown("scanners", "console.scanners", "centre"),
    Shown("new-scanner", "console.make_place_scanner", "centre"),
    Shown("scanners-of-a-session", "console.session_scanners", "centre", session("running")),
)
ORDERS_AT_DESKS = (
    Shown("help", "console.help_pages", "centre"),
    Shown("help-campaign", "console.help_page", "clerk", query(name="run-a-campaign")),
    Shown("help-operations", "console.help_page", "centre", query(name="operations")),
    Shown("complaints", "console.complaints", "manager"),
    Shown("complaints-mine", "console.complaints", "manager", query(tab="mine")),
    Shown("complaints-ended", "console.complaints", "centre", query(tab="ended")),
    Shown("complaints-none", "console.complaints", "clerk", query(q="没有这样的")),
    Shown("complaints-of-year", "console.complaints_of_year", "manager"),
    Shown(
        "complaint-of-a-denial",
        "console.complaint",
        "clerk",
        lambda district: {"complaint_id": district.denial()},
    ),
    Shown("complaint-received", "console.complaint", "manager", complaint("received")),
    Shown("complaint-taken", "console.complaint", "manager", complaint("taken")),
    Shown("complaint-reopened", "console.complaint", "centre", complaint("reopened")),
    Shown("complaint-above", "console.complaint", "clerk", complaint("reopened")),
    Shown("complaint-closed", "console.complaint", "auditor", complaint("closed")),
    Shown("pass-complaint-up", "console.pass_complaint_up", "manager", complaint("received")),
    Shown("orders", "console.orders", "clerk"),
    Shown("orders-to-dispatch", "console.orders", "manager", query(tab="dispatch")),
    Shown("orders-ended", "console.orders", "centre", query(tab="ended")),
    Shown("orders-none", "console.orders", "clerk", query(q="没有这样的")),
    Shown("new-order", "console.new_order", "clerk"),
    Shown("order-submitted", "console.order", "clerk", order("submitted")),
    Shown("order-verifying", "console.order", "clerk", order("verifying")),
    Shown("order-ready", "console.order", "clerk", order("ready")),
    Shown("order-offered", "console.order", "manager", order("offered")),
    Shown("order-in-service", "console.order", "clerk", order("in_service")),
    Shown("order-done", "console.order", "clerk", order("done")),
    Shown("order-rated-low", "console.order", "clerk", order("rated")),
    Shown("order-closed", "console.order", "auditor", order("closed")),
    Shown("order-rejected", "console.order", "centre", order("rejected")),
    Shown("cancel-order", "console.cancel_order", "clerk", order("ready")),
    Shown("release-order", "console.release_order", "clerk", order("accepted")),
    Shown("finish-order", "console.finish_order", "clerk", order("in_service")),
    Shown("bookings", "console.bookings", "clerk"),
    Shown("bookings-ahead", "console.bookings", "manager", query(tab="ahead")),
    Shown("bookings-past", "console.bookings", "auditor", query(tab="past")),
    Shown("booking-asked", "console.booking_at_desk", "clerk", booking("asked")),
    Shown("booking-approved", "console.booking_at_desk", "clerk", booking("approved", "phone")),
    Shown("booking-missed", "console.booking_at_desk", "clerk", booking("no_show")),
    Shown("booking-declined", "console.booking_at_desk", "auditor", booking("declined")),
    Shown("decline-booking", "console.decline_booking", "clerk", booking("asked")),
    Shown("call-booking-off", "console.call_booking_off", "clerk", booking("approved", "phone")),
    Shown("facilities", "console.facilities", "centre"),
    Shown("new-facility", "console.new_facility", "clerk"),
    Shown("console-facility", "console.facility", "clerk", facility("二楼活动室")),
    Shown("change-facility", "console.change_facility", "clerk", facility("书画室")),
    Shown("facility-photo", "console.facility_photo", "clerk", facility("二楼活动室")),
    Shown("switch-facility-off", "console.switch_facility_off", "clerk", facility("二楼活动室")),
    Shown("book-for", "console.book_for", "clerk", facility("二楼活动室")),
    Shown("booking-limits", "console.booking_limits", "centre"),
    Shown("menu", "console.services", "clerk"),
    Shown("new-service", "console.new_service", "clerk"),
    Shown("edit-service", "console.edit_service", "clerk", service),
)
HOURS_AT_DESKS = (
    Shown("hours", "console.hours", "clerk"),
    Shown("hours-everywhere", "console.hours", "centre"),
    Shown("hours-returned", "console.hours", "clerk", query(state="returned")),
    Shown("hours-approved", "console.hours", "clerk", query(state="approved")),
    Shown("hours-rejected", "console.hours", "clerk", query(state="rejected")),
    Shown("hours-flagged", "console.hours", "clerk", query(flagged="1")),
    Shown("hour-flagged", "console.hour_record", "clerk", flagged_record),
    Shown("look-at-hour", "console.look_at_hours", "clerk", flagged_record),
    Shown("dismiss-flags-none", "console.dismiss_flags", "centre", record("approved")),
    Shown("call-backs", "console.call_backs", "clerk"),
    Shown("call-backs-closed", "console.call_backs", "centre", query(state="closed")),
    Shown("call-back", "console.call_back", "centre", call_back("open")),
    Shown("call-back-differs", "console.call_back", "centre", call_back("differs")),
    Shown("evidence", "console.evidence_of_month", "centre"),
    Shown("evidence-of-a-place", "console.evidence_of_place", "centre", place("station")),
    Shown("hours-none", "console.hours", "clerk", query(q="没有这个人")),
    Shown("check-outs", "console.check_outs", "clerk"),
    Shown("hour-pending", "console.hour_record", "centre", record("pending")),
    Shown("hour-approved", "console.hour_record", "centre", record("approved")),
    Shown("hour-rejected", "console.hour_record", "centre", record("rejected")),
    Shown("hour-revoked", "console.hour_record", "centre", record("revoked")),
    Shown("back-fill-a-session", "console.back_fill_session", "clerk", past_session),
    Shown("back-fills", "console.back_fills", "manager"),
    Shown("back-fills-confirmed", "console.back_fills", "manager", query(state="confirmed")),
    Shown("back-fill-waiting", "console.back_fill", "manager", back_fill("waiting")),
    Shown("back-fill-as-entered", "console.back_fill", "clerk", back_fill("waiting")),
    Shown("back-fill-confirmed", "console.back_fill", "manager", back_fill("confirmed")),
    Shown("hour-back-filled", "console.hour_record", "centre", back_filled_record),
    Shown("check-out", "console.check_out", "centre", one_record("asked_about")),
    Shown("check-out-not-asked", "console.check_out", "centre", one_record("not_asked_about"), 404),
    Shown("mend-hour", "console.mend_hours", "centre", record("returned")),
    Shown("revoke-hour", "console.revoke_hours", "centre", record("approved")),
    Shown("hour-frozen", "console.hour_record", "manager", record("frozen")),
    Shown("hour-reports", "console.hour_reports", "manager"),
    Shown("hour-reports-answered", "console.hour_reports", "manager", query(show="answered")),
    Shown("hour-report", "console.hour_report", "manager", report),
    Shown("correct-reported", "console.correct_reported_hours", "manager", report),
    Shown("correct-hours", "console.correct_hours", "centre", record("approved")),
    Shown("corrections", "console.corrections", "manager"),
    Shown("corrections-decided", "console.corrections", "manager", query(show="decided")),
    Shown("correction", "console.correction", "centre", correction),
    Shown("correction-as-proposed", "console.correction", "manager", correction),
)
DESKS = (
    Shown("sign-in", "console.sign_in", "stranger"),
    Shown("home-clerk", "console.home", "clerk"),
    Shown("home-manager", "console.home", "manager"),
    Shown("home-centre", "console.home", "centre"),
    Shown("home-auditor", "console.home", "auditor"),
    Shown("people", "console.people", "centre"),
    Shown("people-found", "console.people", "centre", query(q="李明")),
    Shown("person", "console.person", "centre", person()),
    Shown("person-frozen", "console.person", "centre", person("frozen")),
    Shown("freeze-person", "console.freeze_person", "centre", person()),
    Shown("unfreeze-person", "console.unfreeze_person", "centre", person("frozen")),
    Shown("change-person-phone", "console.change_person_phone", "centre", person()),
    Shown("units", "console.units", "centre"),
    Shown("units-due", "console.units", "manager", query(review="due")),
    Shown("unit", "console.unit", "centre", unit("standing")),
    Shown("unit-warned", "console.unit", "centre", unit("warned")),
    Shown("new-unit", "console.new_unit", "manager"),
    Shown("change-unit", "console.change_unit", "centre", unit("standing")),
    Shown("keep-unit", "console.decide_on_unit", "centre", unit("standing", decision="keep")),
    Shown("correct-unit", "console.decide_on_unit", "centre", unit("standing", decision="correct")),
    Shown("import-units", "console.check_units", "manager"),
    Shown("places", "console.places", "centre"),
    Shown("import-places", "console.check_places", "centre"),
    Shown("place-centre", "console.place", "centre", place("centre")),
    Shown("place-office", "console.place", "centre", place("office")),
    Shown("place-station", "console.place", "centre", place("station")),
    Shown("place-point", "console.place", "centre", place("point")),
    Shown("open-point", "console.open_point", "centre", place("station")),
    Shown("describe-place", "console.describe_place", "clerk", described_place),
    Shown("place-photos", "console.place_photos", "clerk", described_place),
    Shown("point-closed", "console.place", "centre", closed_point),
    Shown("close-point", "console.close_point", "centre", place("point")),
    Shown("move-point", "console.move_point", "centre", place("point")),
    Shown("merge-place", "console.merge_place", "centre", merging_from_to),
    Shown("place-merging", "console.place_merging", "centre", place_merging),
    Shown("place-merged", "console.place", "centre", merged_place),
    Shown("open-place", "console.open_place", "centre", place("office")),
    Shown("change-place", "console.change_place", "centre", place("station")),
    Shown("staff", "console.staff", "centre"),
    Shown("member", "console.staff_member", "centre", member),
    Shown("end-appointment", "console.end_appointment", "centre", member),
    Shown("reset-password", "console.reset_password", "centre", member),
    Shown("appoint", "console.appoint", "centre"),
    Shown("addresses", "console.addresses", "centre"),
    Shown("add-address", "console.add_address", "centre"),
    Shown("audit", "console.audit", "auditor"),
    Shown("denials", "console.denials", "clerk"),
    Shown("outbox", "console.outbox", "centre"),
    Shown(
        "message", "console.message", "centre", lambda district: {"message_id": district.message()}
    ),
    Shown("campaigns", "console.campaigns", "centre"),
    Shown("new-campaign", "console.new_campaign", "centre"),
    Shown("campaign-open", "console.campaign", "centre", campaign("open")),
    Shown("campaign-noticed", "console.campaign", "centre", campaign("in_notice")),
    Shown("edit-campaign", "console.edit_campaign", "centre", campaign("open")),
    Shown("withdraw-campaign", "console.withdraw_campaign", "centre", campaign("open")),
    Shown("clues-waiting", "console.clues", "clerk"),
    Shown("clue", "console.clue", "clerk", clue),
    Shown("nominate-clue", "console.nominate_clue", "clerk", clue),
    Shown("poll-open", "console.poll", "auditor", voting),
    Shown("poll-closed", "console.poll", "centre", voted),
    Shown("no-poll", "console.poll", "centre", campaign("open")),
    Shown("arrange-poll", "console.arrange_poll", "centre", campaign("open")),
    Shown("call-off-poll", "console.call_off_poll", "centre", voting),
    Shown("odd-ballots", "console.odd_ballots", "centre", voting),
    Shown("ballot-exclusion", "console.ballot_exclusion", "centre", ballot_exclusion),
    Shown("nominate-for", "console.nominate_for", "clerk", campaign("open")),
    Shown("cases", "console.cases", "clerk"),
    Shown("case-in-review", "console.case", "clerk", case("in_review")),
    Shown("case-in-notice", "console.case", "centre", case("in_notice")),
    Shown("case-revoked", "console.case", "centre", case("revoked")),
    Shown("case-story", "console.case_story", "clerk", case("in_review")),
    Shown("case-consent", "console.case_consent", "clerk", case("in_review")),
    Shown("leave-case-out", "console.leave_case_out", "centre", case("in_review")),
    Shown("revoke-honour", "console.revoke_honour", "centre", case("conferred")),
    Shown("recommendations", "console.recommendations", "centre"),
    Shown("recommendation", "console.recommendation", "centre", recommendation("honoured")),
    Shown("recommendation-waiting", "console.recommendation", "centre", recommendation(None)),
    Shown("edit-recommendation", "console.edit_recommendation", "centre", recommendation(None)),
    Shown("take-package", "console.take_package", "centre", recommendation(None)),
    Shown("answer-from-above", "console.answer_from_above", "centre", recommendation(None)),
    Shown("recommend-upward", "console.recommend_upward", "centre", case("conferred")),
    Shown("campaign-follow-up", "console.campaign_follow_up", "centre", campaign("open")),
    Shown("case-numbers", "console.case_numbers", "centre"),
    Shown("consultations", "console.consultations", "centre", campaign("open")),
    Shown("ask-authorities", "console.ask_authorities", "centre", campaign("open")),
    Shown("letter", "console.letter", "centre", letter("police")),
    Shown("type-answer-in", "console.type_answer_in", "centre", consultation_line),
    Shown("void-answer", "console.void_answer", "centre", consultation_line),
    Shown("case-consulting", "console.case", "centre", case("consulting")),
    Shown("answer-case-objection", "console.answer_case_objection", "centre", case_objection),
    Shown("ask-answerer", "console.ask_answerer", "centre", case_objection),
    Shown("case-visit", "console.case_visit", "clerk", case("in_review")),
    Shown("case-relation", "console.case_relation", "clerk", case("in_review")),
    Shown("campaign-experts", "console.campaign_experts", "centre", campaign("open")),
    Shown("to-score", "console.to_score", "centre"),
    Shown("score-case", "console.score_case", "centre", case_to_score),
    Shown("case-scored", "console.case", "manager", case_to_score),
    Shown("close-scoring", "console.close_scoring", "centre", case_to_score),
    Shown("points", "console.points", "centre"),
    Shown("points-for-clerks", "console.points", "clerk"),
    Shown("new-point-rule", "console.new_point_rule", "centre"),
    Shown("points-of-a-person", "console.person_points", "centre", him),
    Shown("coupon-seasons", "console.coupon_seasons", "centre"),
    Shown("new-coupon-season", "console.new_coupon_season", "centre"),
    Shown("coupon-season", "console.coupon_season", "centre", coupon_season),
    Shown("change-coupon-season", "console.change_coupon_season", "centre", coupon_season),
    Shown("new-coupon-kind", "console.new_coupon_kind", "centre", coupon_season),
    Shown("change-coupon-kind", "console.change_coupon_kind", "centre", coupon_kind),
    Shown("merchants", "console.coupon_merchants", "centre"),
    Shown("new-merchant", "console.new_merchant", "centre"),
    Shown("merchant", "console.merchant", "centre", merchant),
    Shown("change-merchant", "console.change_merchant", "centre", merchant),
    Shown("stop-merchant", "console.stop_merchant", "centre", merchant),
    Shown("correct-redemption", "console.correct_coupon_redemption", "centre", used_coupon),
    Shown("coupon-sheets", "console.coupon_settlements", "centre"),
    Shown("coupon-sheet", "console.coupon_settlement", "centre", coupon_sheet("prepared")),
    Shown("coupon-sheet-paid", "console.coupon_settlement", "centre", coupon_sheet("paid")),
    Shown("rewards", "console.rewards", "manager"),
    Shown("rewards-for-clerks", "console.rewards", "clerk"),
    Shown("new-reward", "console.new_reward", "manager"),
    Shown("change-reward", "console.change_reward", "manager", reward),
    Shown("reward-counter", "console.reward_counter", "clerk"),
    Shown("redemptions", "console.redemptions", "clerk"),
    Shown("redemption", "console.redemption", "clerk", redemption("reserved")),
    Shown("cancel-reward", "console.cancel_reward", "clerk", redemption("reserved")),
    Shown("reward-settlements", "console.reward_settlements", "manager"),
    Shown("certificates", "console.certificates", "centre"),
    Shown("new-certificate", "console.new_certificate", "clerk"),
    Shown("certificate", "console.certificate", "centre", his_certificate),
    Shown("revoke-certificate", "console.revoke_certificate", "centre", his_certificate),
    Shown("certificate-groups", "console.certificate_groups", "clerk"),
    Shown("new-certificate-group", "console.new_certificate_group", "clerk"),
    Shown("certificate-group", "console.certificate_group", "clerk", certificate_group),
    Shown("certificate-units", "console.certificate_units", "manager"),
    Shown("certificate-unit", "console.certificate_unit", "manager", certificate_unit),
    Shown("stars", "console.stars", "centre"),
    Shown("stars-for-clerks", "console.stars", "clerk"),
    Shown("star-scale", "console.star_scale", "centre"),
    Shown("star-batch", "console.star_batch", "centre", star_batch),
    Shown("withdraw-stars", "console.withdraw_stars", "centre", star_batch),
    Shown("exclude-star", "console.exclude_star", "centre", star_candidate),
    Shown("webhooks", "console.webhooks", "centre"),
    Shown("new-webhook", "console.new_webhook", "centre"),
    Shown("webhook", "console.webhook", "centre", endpoint),
    Shown("edit-webhook", "console.edit_webhook", "centre", endpoint),
    Shown("remove-webhook", "console.remove_webhook", "centre", endpoint),
    Shown("webhook-delivery", "console.webhook_delivery", "centre", delivery),
    Shown("invitations", "console.invitations", "clerk"),
    Shown("teams", "console.teams", "clerk"),
    Shown("team", "console.team", "clerk", team()),
    Shown("team-waits", "console.team", "clerk", team("pending")),
    Shown("new-team", "console.new_team", "clerk"),
    Shown("dissolve-team", "console.dissolve_team", "clerk", team()),
    Shown("check-list", "console.check_list", "clerk"),
    Shown("devices", "console.sessions", "clerk"),
    Shown("second-factor", "console.second_factor", "clerk"),
    Shown("enrol-factor", "console.enrol_factor", "clerk"),
    Shown("renew-codes", "console.renew_recovery_codes", "clerk"),
    Shown("reset-factor", "console.reset_factor", "centre", member),
    Shown("password", "console.change_password", "clerk"),
    Shown("not-found", "console.activity", "clerk", activity("draft"), 404),
    Shown("forbidden", "console.audit", "clerk", status=403),
)
EVERY_PAGE = (
    *PUBLIC,
    *STRANGERS,
    *RESIDENTS,
    *ACTIVITIES_AT_DESKS,
    *SERIES_AT_DESKS,
    *ORDERS_AT_DESKS,
    *HOURS_AT_DESKS,
    *TRAINING_AT_DESKS,
    *DESKS,
)
NOT_IN_THE_DEMO = "what it is about is not in the demo district"
NO_PAGES = {
    "static": "files",
    "resident.ticket_image": "a picture",
    "public.culture_code": "a picture",
    "public.culture_image": "a picture",
    "public.programme_image": "a picture",
    "public.programme_cover": "a picture",
    "console.culture_cover": "a picture",
    "console.count_picture": "a picture",
    "console.export_tour": "a spreadsheet",
    "console.export_culture_year": "a spreadsheet",
    "console.blank_culture_sheet": "a spreadsheet",
    "resident.course_material": "a picture",
    "console.course_material": "a picture",
    "console.course_document": "a paper",
    "resident.course_document": "a paper",
    "console.export_courses_of_year": "a spreadsheet",
    "public.favicon": "a picture",
    "public.robots": "for machines",
    "console.export_units": "a table",
    "console.blank_units": "a table",
    "console.export_places": "a table",
    "console.blank_places": "a table",
    "console.unit_paper": "a picture",
    "public.activity_code": "a picture",
    "public.place_photo": "a picture",
    "public.place_image": "a picture",
    "console.place_photo": "a picture",
    "console.place_poster": "a paper",
    "console.place_poster_picture": "a picture",
    "public.share_image": "a picture",
    "public.calendar": "for calendars",
    "public.place_calendar_feed": "for calendars",
    "public.seal_json": "for machines",
    "public.ledger_json_feed": "for machines",
    "public.ledger_atom_feed": "for machines",
    "public.ledger_checking": "a program to take away",
    "health.alive": "for machines",
    "health.ready": "for machines",
    "metrics.metrics": "for machines",
    "wechat.verify": "for WeChat",
    "api.openapi": "for machines",
    "api.session": "for machines",
    "api.sessions": "for machines",
    "api.people": "for machines",
    "api.positions": "for machines",
    "api.find_people": "for machines",
    "api.events": "for machines",
    "api.event": "for machines",
    "api.sealed_list_of_tickets": "for machines",
    "api.sealed_people": "for machines",
    "resident.card_image": "a picture",
    "resident.certificate_picture": "a picture",
    "resident.certificate_paper": "a paper to take away",
    "console.certificate_seal": "a picture",
    "console.reward_picture": "a picture",
    "console.coupon_figures": "a download",
    "console.coupon_settlement_table": "a download",
    "console.coupon_settlement_paper": "a paper to take away",
    "public.public_settlement_paper": "a paper to take away",
    "public.settlement_picture": "a picture",
    "public.settlement_proof": "for machines",
    "merchant.settlements": "for machines",
    "resident.my_coupon_image": "a picture",
    "merchant.till": "for machines",
    "resident.reward_picture": "a picture",
    "public.certificate_proof": "for machines",
    "resident.nomination_consent": NOT_IN_THE_DEMO,
    "resident.draft_picture": "a picture",
    "resident.candidate_picture": "a picture",
    "console.exclude_ballots": "asked from what looks odd, in tests of the console",
    "public.campaign_code": "a picture",
    "public.campaign_image": "a picture",
    "console.campaign_poster": "a paper to take away",
    "console.campaign_poster_picture": "a picture",
    "public.honour_image": "a picture",
    "public.honour_picture": "a picture",
    "console.case_picture": "a picture",
    "console.visit_picture": "a picture",
    "console.scored_picture": "a picture",
    "console.loose_visit_picture": "a picture",
    "console.case_evidence_picture": "a picture",
    "public.objection_picture": "a picture",
    "console.answer_scan": "a picture",
    "public.honours_image": "a picture",
    "public.honour_card_image": "a picture",
    "public.honour_code": "a picture",
    "console.export_case_numbers": "a table to take away",
    "resident.address_code": "a picture",
    "resident.signed_in": "leads on; WeChat comes back to it",
    "resident.accounts_of_my_number": "only with a proven phone",
    "resident.choose_person": "only with a proven phone that several people share",
    "resident.check_in_now": "sends itself, in the main walk",
    "resident.guardians_word": NOT_IN_THE_DEMO,
    "console.sign_in_code": "only after a password, in the main walk",
    "console.not_me": "only from a notice of a new device",
    "console.find_redemption": "leads on to the redemption",
    "console.order_picture": "a picture",
    "console.order_sent_picture": "a picture",
    "console.complaint_photo": "a picture",
    "resident.complaint_picture": "a picture",
    "console.export_complaints_of_year": "a table to take away",
    "console.service_picture": "a picture",
    "console.facility_picture": "a picture",
    "resident.facility_picture": "a picture",
    "resident.book_facility": "leads on to the facility",
    "resident.my_order_picture": "a picture",
    "resident.team_order_sent_picture": "a picture",
    "resident.team_order_picture": "a picture",
    "resident.service_picture": "a picture",
    "console.settlement_sheet": "a table to take away",
    "resident.redemption_image": "a picture",
    "console.answer_objection": NOT_IN_THE_DEMO,
    "console.blank_list": "a table to take away",
    "console.sheet": "leads on to its session",
    "console.loose_picture": "a picture",
    "console.back_fill_picture": "a picture",
    "console.report_picture": "a picture",
    "resident.loose_picture": "a picture",
    "console.code_image": "a picture",
    "console.scene_image": "a picture",
    "console.session_turnout": "numbers for the screen",
    "console.export_activities": "a table to take away",
    "console.export_hours": "a table to take away",
    "console.export_evidence": "a table to take away",
    "console.export_people": "a table to take away",
    "console.export_staff": "a table to take away",
    "scanner.manifest": "for machines",
    "scanner.code": "a script",
    "scanner.worker": "a script",
}
