"""A session's list on paper, and the way back from the code on it."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.adapters import papers, qr_images
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.attendance import sheets
from app.domain.attendance.sheets import Sheet
from app.entrypoints.console.door import door
from app.entrypoints.display import show_datetime, show_timespan
from app.entrypoints.downloads import paper
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock

BLANK_LINES = 10  # for who comes without having signed up


@door.post("/sessions/<uuid:session_id>/sheet")
@limiter.limit("20 per minute")
@needs(Permission.ATTENDANCE_RUN)
def print_sheet(session_id: UUID) -> ResponseReturnValue:
    """The list as a PDF; each print has a code of its own and is kept in the trail."""
    now = clock.now()
    sheet = sheets.print_sheet(current_staff(), session_id, now=now)
    content = papers.pdf("sign_in_sheet", sheet_facts(sheet), now=now)
    return paper(f"签到表-{sheet.plan.title}-{sheet.shown_code}", content)


@door.get("/sheets/<code>")
@limiter.limit("60 per minute")
@needs(Permission.ATTENDANCE_RUN)
def sheet(code: str) -> ResponseReturnValue:
    """Where the code on a sheet leads: its session, and once that is over, to typing it in."""
    staff = current_staff()
    found = sheets.sheet_with(code, within=staff.scope)
    plan = activities.session(found.session_id, within=staff.scope)
    if clock.now() < plan.ends_at or not staff.may(Permission.HOURS_BACK_FILL):
        return redirect(url_for("console.session", session_id=plan.id))
    return redirect(url_for("console.back_fill_session", session_id=plan.id, sheet=found.code))


def sheet_facts(sheet: Sheet) -> dict[str, object]:
    """What the template shows."""
    plan = sheet.plan
    address = f"{settings().public_url}{url_for('console.sheet', code=sheet.shown_code)}"
    return {
        "title": plan.title,
        "place": plan.place_name,
        "code": sheet.shown_code,
        "address_code": qr_images.svg(address),
        "lines": [
            ["时间", show_timespan(plan.starts_at, plan.ends_at)],
            ["地点", plan.venue],
            ["组织单位", plan.place_name],
            ["联系人", f"{plan.contact_name} {plan.contact_phone}"],
            ["应到", f"{len(sheet.people)} 人"],
        ],
        "rows": [
            {
                "place": place,
                "name": one.name,
                "number": one.number,
                "code": qr_images.svg(one.number),
                "position": one.position,
            }
            for place, one in enumerate(sheet.people, start=1)
        ],
        "blank_lines": BLANK_LINES,
        "printed": f"{sheet.printed_by}于{show_datetime(sheet.printed_at)}打印",
    }
