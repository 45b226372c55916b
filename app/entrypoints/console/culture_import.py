"""Many events by a sheet: looked through line by line first, nothing written; then all of them."""

import json
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Unreadable, read_rows, xlsx
from app.domain.access.rules import Permission
from app.domain.culture import importing, queries
from app.domain.culture.importing import COLUMNS, Line
from app.domain.culture.rules import MOST_ROWS
from app.entrypoints.console.culture_forms import CheckedSheetForm, SheetForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import Refusal


@door.get("/culture/import/blank.xlsx")
@needs(Permission.CULTURE_MANAGE)
def blank_culture_sheet() -> ResponseReturnValue:
    """A sheet to fill in, with one line as an example."""
    content = xlsx("场次表", COLUMNS, importing.example())
    return spreadsheet("文化活动场次表", content, now=clock.now())


@door.route("/culture/import", methods=["GET", "POST"])
@limiter.limit("60 per hour", methods=["POST"])
@needs(Permission.CULTURE_MANAGE)
def check_culture_sheet() -> ResponseReturnValue:
    """The dry run: every line with its fault, nothing written."""
    staff, form = (
        current_staff(),
        SheetForm(programme_id=request.args.get("programme_id", type=UUID)),
    )
    form.programme_id.choices = [
        ("", "请选择"),
        *((one.id, one.title) for one in queries.to_choose_from(staff.scope)),
    ]
    if not form.validate_on_submit():
        return _upload(form), 422 if form.errors else 200
    programme_id, kind = form.programme_id.data, form.kind.data
    try:
        lines = importing.lines_of(read_rows(form.file.data.read()))
        checked = importing.checked(staff, programme_id, kind, lines, now=clock.now())
    except Unreadable:
        form.file.errors = ["这个文件读不出来，请用 xlsx 或 csv 格式"]
        return _upload(form), 422
    except Refusal as refusal:
        form.file.errors = [f"{refusal.sentence}。{refusal.advice}"]
        return _upload(form), refusal.status
    typed = json.dumps([[line.number, *line.cells] for line in lines])
    return render_template(
        "console/culture/checked.html",
        form=CheckedSheetForm(formdata=None, programme_id=programme_id, kind=kind, rows=typed),
        checked=checked,
        faulty=sum(bool(one.fault) for one in checked),
        columns=COLUMNS,
        programme=queries.programme(programme_id, within=staff.scope),
        kind=kind,
    )


def _upload(form: SheetForm) -> str:
    return render_template("console/culture/import.html", form=form, most=MOST_ROWS)


@door.post("/culture/import/confirm")
@limiter.limit("60 per hour")
@needs(Permission.CULTURE_MANAGE)
def import_culture_sheet() -> ResponseReturnValue:
    """All lines, or none; looked through once more, for much may have happened since."""
    form, now = CheckedSheetForm(), clock.now()
    try:
        rows = json.loads(form.rows.data or "")
        lines = [Line(int(number), tuple(str(cell) for cell in cells)) for number, *cells in rows]
        programme_id = UUID(form.programme_id.data)
        good = all(len(line.cells) == len(COLUMNS) for line in lines)
    except (ValueError, TypeError):
        good = False
    if not good or not form.validate():
        return redirect(url_for("console.check_culture_sheet"), 303)
    try:
        count = importing.import_lines(
            current_staff(), programme_id, form.kind.data, lines, now=now
        )
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
        return redirect(url_for("console.check_culture_sheet"), 303)
    flash(f"已导入 {count} 场", "success")
    tab = "ended" if importing.all_over(lines, now=now) else "coming"
    return redirect(url_for("console.culture", tab=tab, programme_id=programme_id), 303)
