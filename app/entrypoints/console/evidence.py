"""What the hours of each place rest on: a month of all places, and one place by month."""

from datetime import date, datetime
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, xlsx
from app.domain.access.rules import Permission
from app.domain.call_backs import evidence
from app.domain.call_backs.evidence import MONTHS_SHOWN, Evidence
from app.domain.call_backs.rules import STANDINGS
from app.domain.hours.evidence_figures import KINDS, Month, month_at, months_until
from app.domain.places import queries as places
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date

KIND_WORDS = {
    "scanned": "扫码",
    "by_staff": "工作人员点名或补正",
    "late_check_out": "补签退确认",
    "back_filled": "补录",
}
ENDED = {state: word for state, word in STANDINGS.items() if state != "open"}
FIRST_MONTH = date(2020, 1, 1)
COLUMNS = (
    *("单位", "月份", "认定分钟", "扫码占比（%）"),
    *(f"{KIND_WORDS[kind]}（分钟）" for kind in KINDS),
    *("风险提示", "其中属实", "其中未核实"),
    *(f"回访{word}" for word in ENDED.values()),
)


@door.get("/evidence")
@needs(Permission.HOURS_EVIDENCE)
def evidence_of_month() -> ResponseReturnValue:
    """Every place of her subtree in one month."""
    month = asked_month()
    return render_template(
        "console/evidence/month.html",
        rows=evidence.of_month(current_staff().scope, month),
        month=month,
        months=_choices(month),
        kinds=KIND_WORDS,
        ended=ENDED,
    )


@door.get("/evidence/export")
@limiter.limit("10 per minute")
@needs(Permission.HOURS_EVIDENCE)
def export_evidence() -> ResponseReturnValue:
    """The same as a spreadsheet."""
    now = clock.now()
    rows = evidence.take_out(current_staff(), asked_month(), now=now)
    return spreadsheet("时长依据", xlsx("时长依据", COLUMNS, [_row(one) for one in rows]), now=now)


@door.get("/evidence/<uuid:place_id>")
@needs(Permission.HOURS_EVIDENCE)
def evidence_of_place(place_id: UUID) -> ResponseReturnValue:
    """One place by month."""
    place = places.place(place_id, current_staff().scope)
    return render_template(
        "console/evidence/place.html",
        place=place,
        rows=evidence.of_place(place, now=clock.now()),
        kinds=KIND_WORDS,
        ended=ENDED,
    )


def asked_month() -> Month:
    """The month in the address; this one, unless it says another."""
    today = local_date(clock.now())
    try:
        asked = datetime.strptime(request.args.get("month", ""), "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return month_at(today)
    return month_at(min(max(asked, FIRST_MONTH), today))


def _choices(chosen: Month) -> list[Month]:
    """The last twelve months, and the one that is shown."""
    last = months_until(month_at(local_date(clock.now())), MONTHS_SHOWN)
    return sorted({*last, chosen}, reverse=True)


def _row(one: Evidence) -> tuple[Cell, ...]:
    return (
        *(one.place.name, one.month.text, one.all_minutes, one.scanned_percent),
        *(one.minutes.get(kind, 0) for kind in KINDS),
        *(one.flags_raised, one.flags.get("upheld", 0), one.flags.get("open", 0)),
        *(one.call_backs.get(state, 0) for state in ENDED),
    )
