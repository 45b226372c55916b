"""Places as tables: exported, a blank, brought in after a dry run."""

from flask.typing import ResponseReturnValue

from app.adapters.sheet_forms import sheet_form
from app.domain.access.rules import Permission
from app.domain.places import sheet
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.importing import Import, takes_a_table, uploaded, written
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


def _import() -> Import:
    staff, now = current_staff(), clock.now()
    return Import(
        title="导入阵地",
        columns=sheet.COLUMNS,
        crumb=("阵地", "console.places"),
        upload="console.check_places",
        write="console.import_places",
        blank="console.blank_places",
        explained="每行一个阵地，连同开放时间和介绍。已有的可以先导出，在表里改好再导入；上级和级别不能用表格改。",
        dry_run=lambda rows: sheet.dry_run(staff.scope, rows),
        bring_in=lambda rows: sheet.bring_in(staff.actor, staff.scope, rows, now=now),
    )


@door.get("/places/export.xlsx")
@needs(Permission.EXPORT)
def export_places() -> ResponseReturnValue:
    """Her subtree, as the table that can be brought in again."""
    staff, now = current_staff(), clock.now()
    rows = sheet.take_out(staff.actor, staff.scope, now=now)
    return spreadsheet("阵地", sheet_form("阵地", sheet.COLUMNS, rows), now=now)


@door.get("/places/blank.xlsx")
@needs(Permission.PLACES_MANAGE)
def blank_places() -> ResponseReturnValue:
    """An empty table with explanations."""
    return spreadsheet("阵地模板", sheet_form("阵地", sheet.COLUMNS), now=clock.now())


@door.route("/places/import", methods=["GET", "POST"])
@takes_a_table
@limiter.limit("30/hour", methods=["POST"])
@needs(Permission.PLACES_MANAGE)
def check_places() -> ResponseReturnValue:
    """Upload and dry run."""
    return uploaded(_import())


@door.post("/places/import/write")
@limiter.limit("30/hour")
@needs(Permission.PLACES_MANAGE)
def import_places() -> ResponseReturnValue:
    """Write what was looked through."""
    return written(_import())
