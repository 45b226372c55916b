"""Recognised units as tables: exported, a blank, brought in after a dry run."""

from flask.typing import ResponseReturnValue

from app.adapters.sheet_forms import sheet_form
from app.domain.access.rules import Permission
from app.domain.recognised_units import sheet
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.importing import Import, takes_a_table, uploaded, written
from app.entrypoints.console.units import wanted
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


def _import() -> Import:
    staff, now = current_staff(), clock.now()
    return Import(
        title="导入文明单位",
        columns=sheet.COLUMNS,
        crumb=("文明单位", "console.units"),
        upload="console.check_units",
        write="console.import_units",
        blank="console.blank_units",
        explained="每行一个单位。已有的可以先导出，在表里改好再导入；联系人和电话不在表里，不会改动。",
        dry_run=lambda rows: sheet.dry_run(staff, rows, now=now),
        bring_in=lambda rows: sheet.bring_in(staff, rows, now=now),
    )


@door.get("/units/export.xlsx")
@needs(Permission.EXPORT)
def export_units() -> ResponseReturnValue:
    """The list she looks at, as the table that can be brought in again."""
    now = clock.now()
    rows = sheet.take_out(current_staff(), wanted(), now=now)
    return spreadsheet("文明单位", sheet_form("文明单位", sheet.COLUMNS, rows), now=now)


@door.get("/units/blank.xlsx")
@needs(Permission.UNITS_MANAGE)
def blank_units() -> ResponseReturnValue:
    """An empty table with explanations."""
    return spreadsheet("文明单位模板", sheet_form("文明单位", sheet.COLUMNS), now=clock.now())


@door.route("/units/import", methods=["GET", "POST"])
@takes_a_table
@limiter.limit("30/hour", methods=["POST"])
@needs(Permission.UNITS_MANAGE)
def check_units() -> ResponseReturnValue:
    """Upload and dry run."""
    return uploaded(_import())


@door.post("/units/import/write")
@limiter.limit("30/hour")
@needs(Permission.UNITS_MANAGE)
def import_units() -> ResponseReturnValue:
    """Write what was looked through."""
    return written(_import())
