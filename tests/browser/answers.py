"""Pages that only answer: a form sent as people send it, with something missing or wrong in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page, Response

from tests.browser.district import District
from tests.browser.pages import (
    Values,
    activity,
    back_fill,
    certificate_unit,
    correction,
    count_of,
    coupon_season,
    course,
    culture_event,
    his_certificate,
    his_course,
    in_notice,
    member,
    one_of_series,
    past_session,
    place,
    position,
    qualification,
    record,
    report,
    session,
    session_of_series,
    unit,
)

FAULTY, REFUSED, DONE = 422, 409, 200
# Without the page's scripts: what the server answers is what is looked at.
SEND = """([part, fields, press, tick]) => {
  const here = window.location.pathname;
  const addressOf = (one) => (one.getAttribute('action') || here).split('?')[0];
  const form = [...document.querySelectorAll('form')].find(
    (one) => one.method === 'post' && (part.endsWith('/')
      ? addressOf(one).includes(part) : addressOf(one).endsWith(part)));
  if (!form) return 'no form for ' + part;
  const rows = [...form.elements].filter((one) => one.name === 'ids');
  rows.slice(0, tick).forEach((one) => { one.checked = true; });
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements.namedItem(name);
    if (!input) return 'no field ' + name;
    input.value = value;
  }
  if (press) {
    const button = document.createElement('input');
    [button.type, button.name, button.value] = ['hidden', press[0], press[1]];
    form.append(button);
  }
  HTMLFormElement.prototype.submit.call(form);
  return '';
}"""


@dataclass(frozen=True)
class Answered:
    """A form on a page, what is put into it, and the status of the answer.

    `part` is how the form's address ends; `press` the name and value of a button; `tick` how many
    rows are chosen.
    """

    name: str
    endpoint: str
    who: str
    part: str
    status: int = FAULTY
    values: Callable[[District], Values] = lambda _district: {}
    fields: Mapping[str, str] = field(default_factory=dict, hash=False)
    press: tuple[str, str] | None = None
    tick: int = 0
    file: str = ""  # a list to hand in


def send(page: Page, answered: Answered) -> Response:
    """Send the form of the page that is open; the answer."""
    if answered.file:
        content = {"name": "list.csv", "mimeType": "text/csv", "buffer": answered.file.encode()}
        page.set_input_files("input[type=file]", content)  # type: ignore[arg-type]
    with page.expect_navigation() as arriving:
        wrong = page.evaluate(
            SEND, [answered.part, dict(answered.fields), answered.press, answered.tick]
        )
        assert wrong == "", f"{answered.name}: {wrong}"
    response = arriving.value
    assert response is not None
    return response


LIST = """姓名,手机号,所在社区
韩梅,15800002001,阳光社区
李明,13800001002,阳光社区
王五,12345,阳光社区
"""
AT_DESKS = (
    Answered(
        "sign-in-wrong",
        "console.sign_in",
        "stranger",
        "sign-in",
        403,
        fields={"username": "yangguang", "password": "nobody-knows"},
    ),
    Answered(
        "new-activity-empty", "console.new_activity", "clerk", "new", press=("action", "submit")
    ),
    Answered(
        "repeat-preview",
        "console.repeat_activity",
        "clerk",
        "repeat",
        DONE,
        values=one_of_series("published"),
        fields={"until": "2027-02-24"},
    ),
    Answered(
        "edit-series-asks",
        "console.edit_series",
        "clerk",
        "edit-series",
        DONE,
        values=one_of_series("published"),
        fields={"venue": "社区老年食堂"},
    ),
    Answered(
        "move-session-asks",
        "console.move_session",
        "clerk",
        "move",
        DONE,
        values=session_of_series,
        fields={"to": "2027-06-18T15:00"},
    ),
    Answered(
        "new-activity-rows",
        "console.new_activity",
        "clerk",
        "new",
        DONE,
        press=("rows", "add-session"),
    ),
    Answered(
        "edit-activity-faulty",
        "console.edit_activity",
        "centre",
        "edit",
        values=activity("published"),
        fields={"venue": "", "contact_phone": "1"},
        press=("action", "keep"),
    ),
    Answered(
        "cancel-activity-why",
        "console.cancel_activity",
        "centre",
        "cancel",
        values=activity("published"),
    ),
    Answered(
        "return-activity-why",
        "console.return_activity",
        "centre",
        "return",
        values=activity("submitted"),
    ),
    Answered(
        "withdraw-activity-why",
        "console.withdraw_activity",
        "centre",
        "withdraw",
        values=activity("approved"),
    ),
    Answered(
        "lower-capacity-faulty",
        "console.lower_capacity",
        "centre",
        "lower",
        values=position,
        fields={"capacity": "0"},
    ),
    Answered("prolong-why", "console.session_end", "centre", "prolong", values=session("running")),
    Answered("end-early-why", "console.session_end", "centre", "end", values=session("running")),
    Answered(
        "scan-rubbish",
        "console.scan_card",
        "centre",
        "in",
        values=session("running", "in"),
        fields={"card": "rubbish"},
    ),
    Answered(
        "new-scanner-empty", "console.make_place_scanner", "centre", "new", fields={"name": ""}
    ),
    Answered(
        "scanner-made",
        "console.session_scanners",
        "centre",
        "scanners",
        DONE,
        values=session("running"),
        fields={"name": "东门的平板"},
    ),
    Answered("invitations-checked", "console.check_list", "clerk", "new", DONE, file=LIST),
    Answered("invitations-no-file", "console.check_list", "clerk", "new"),
    Answered(
        "freeze-why",
        "console.freeze_person",
        "centre",
        "freeze",
        values=lambda district: {"person_id": district.person()},
    ),
    Answered(
        "change-person-phone-empty",
        "console.change_person_phone",
        "centre",
        "phone",
        values=lambda district: {"person_id": district.person()},
    ),
    Answered("open-place-empty", "console.open_place", "centre", "new", values=place("office")),
    Answered(
        "change-place-empty",
        "console.change_place",
        "centre",
        "edit",
        values=place("station"),
        fields={"name": ""},
    ),
    Answered("appoint-empty", "console.appoint", "centre", "new"),
    Answered("end-appointment-why", "console.end_appointment", "centre", "end", values=member),
    Answered(
        "password-wrong",
        "console.change_password",
        "clerk",
        "password",
        fields={"old": "wrong", "new": "another-Pass-2026", "again": "another-Pass-2027"},
    ),
    Answered("mend-why", "console.mend_hours", "centre", "mend", values=record("returned")),
    Answered("revoke-why", "console.revoke_hours", "centre", "revoke", values=record("approved")),
    Answered(
        "return-hours-why",
        "console.hours",
        "clerk",
        "hours",
        DONE,
        press=("action", "return"),
        tick=2,
    ),
    Answered(
        "reject-hours-why",
        "console.hours",
        "clerk",
        "hours",
        DONE,
        press=("action", "reject"),
        tick=7,
    ),
    Answered(
        "some-not-approved",
        "console.hours",
        "clerk",
        "hours",
        DONE,
        press=("action", "approve"),
        tick=200,
    ),
    Answered("new-certificate-empty", "console.new_certificate", "clerk", "new"),
    Answered("new-certificate-group-empty", "console.new_certificate_group", "clerk", "new"),
    Answered(
        "certificate-unit-empty",
        "console.certificate_unit",
        "manager",
        "/certificate-units/",
        values=certificate_unit,
        fields={"responsible_name": "", "handler_name": ""},
    ),
    Answered(
        "revoke-certificate-why",
        "console.revoke_certificate",
        "centre",
        "revoke",
        values=his_certificate,
    ),
    Answered(
        "back-fill-empty", "console.back_fill_session", "clerk", "back-fill", values=past_session
    ),
    Answered(
        "refuse-back-fill-why",
        "console.back_fill",
        "manager",
        "refuse",
        values=back_fill("waiting"),
    ),
    Answered(
        "correct-why",
        "console.correct_hours",
        "centre",
        "correct",
        values=record("approved"),
    ),
    Answered("refuse-correction-why", "console.correction", "centre", "refuse", values=correction),
    Answered(
        "correct-reported-why",
        "console.correct_reported_hours",
        "centre",
        "correct",
        values=report,
    ),
)
OF_CULTURE_AND_COURSES = (
    Answered("new-programme-empty", "console.new_programme", "centre", "new"),
    Answered("new-culture-event-empty", "console.new_culture_event", "clerk", "new"),
    Answered(
        "edit-culture-event-faulty",
        "console.edit_culture_event",
        "clerk",
        "edit",
        values=culture_event("大合唱"),
        fields={"venue": "", "capacity": "0"},
    ),
    Answered(
        "cancel-culture-event-why",
        "console.cancel_culture_event",
        "clerk",
        "cancel",
        values=culture_event("大合唱"),
    ),
    Answered(
        "culture-door-rubbish",
        "console.culture_door",
        "clerk",
        "door",
        values=culture_event("大合唱"),
        fields={"card": "rubbish"},
    ),
    Answered(
        "count-by-hand-empty",
        "console.add_count",
        "clerk",
        "hand",
        values=count_of("姊妹易嫁", "hand"),
    ),
    Answered(
        "course-settings-faulty",
        "console.course_settings",
        "centre",
        "settings",
        values=course("draft"),
        fields={"trainer": "", "summary": ""},
    ),
    Answered(
        "course-question-empty",
        "console.course_questions",
        "centre",
        "questions",
        values=course("draft"),
    ),
    Answered("new-qualification-empty", "console.new_qualification", "manager", "new"),
    Answered(
        "grant-qualification-empty",
        "console.grant_qualification",
        "centre",
        "grant",
        values=qualification,
    ),
    Answered("new-coupon-season-empty", "console.new_coupon_season", "centre", "new"),
    Answered(
        "new-coupon-kind-empty", "console.new_coupon_kind", "centre", "new", values=coupon_season
    ),
    Answered(
        "coupon-sheet-too-early",
        "console.coupon_settlements",
        "centre",
        "coupon-settlements",
        fields={"last_day": "2099-12-31"},
    ),
    Answered("new-merchant-empty", "console.new_merchant", "centre", "new"),
    Answered("new-unit-empty", "console.new_unit", "manager", "new"),
    Answered(
        "warn-unit-why",
        "console.decide_on_unit",
        "centre",
        "warn",
        values=unit("standing", decision="warn"),
    ),
)
FOR_EVERYBODY = (
    Answered(
        "check-certificate-slip",
        "public.check_certificate",
        "stranger",
        "certificates",
        fields={"number": "2026", "code": "ABCDEFGH"},
    ),
    Answered(
        "check-certificate-mistyped",
        "public.check_certificate",
        "stranger",
        "certificates",
        404,
        fields={"number": "20261123482773161", "code": "ABCDEFGH"},
    ),
)
ON_PHONES = (
    Answered(
        "certificate-faulty",
        "resident.certificates",
        "resident",
        "certificates",
        fields={"until": "2031-01-01"},
    ),
    Answered("report-empty", "resident.report_hours", "resident", "report", values=in_notice),
    Answered(
        "report-short-as-a-follower",
        "resident.report_hours",
        "newcomer",
        "report",
        values=in_notice,
        fields={"text": "没来过"},
    ),
    Answered("complaint-empty", "resident.complain", "resident", "new", fields={"text": "少"}),
    Answered("complaint-empty-by-a-visitor", "resident.complain", "stranger", "new"),
    Answered("course-test-empty", "resident.course_test", "resident", "test", values=his_course),
    Answered("not-my-number-empty", "resident.not_my_number", "stranger", "not-me/phone"),
    Answered("register-empty", "resident.register", "newcomer", "register"),
    Answered("sign-in-by-phone-empty", "resident.sign_in_by_phone", "stranger", "sign-in/phone"),
    Answered("profile-saved", "resident.profile", "resident", "profile", DONE),
    Answered("change-phone-empty", "resident.change_phone", "resident", "phone"),
    Answered("new-child-empty", "resident.new_child", "resident", "new"),
    Answered("family-nobody", "resident.sign_up", "resident", "/positions/", DONE, values=position),
)
EVERY_ANSWER = (*AT_DESKS, *OF_CULTURE_AND_COURSES, *FOR_EVERYBODY, *ON_PHONES)
