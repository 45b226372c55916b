"""Events of a programme as a table: a blank, brought in after a dry run."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask.typing import ResponseReturnValue

from app.adapters.sheet_forms import sheet_form
from app.domain.access.rules import Permission
from app.domain.culture import queries, sheet
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.importing import Import, takes_a_table, uploaded, written
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.sheets import SheetRow


def _import(programme_id: UUID, *, now: datetime) -> Import:
    staff = current_staff()
    found = queries.programme(programme_id, within=staff.scope)
    return Import(
        title=f"导入“{found.title}”的场次",
        columns=sheet.COLUMNS,
        crumb=(found.title, "console.culture"),
        upload="console.check_culture_sheet",
        write="console.import_culture_sheet",
        blank="console.blank_culture_sheet",
        explained="每行一场。已经办过的登记为“已结束”，可以填现场人数，会标上“没有照片”，以后"
        "可以在场次里更正、补照片；还没办的导入后马上发布，居民能看到。",
        dry_run=lambda rows: sheet.dry_run(staff, programme_id, rows, now=now),
        bring_in=lambda rows: sheet.bring_in(staff, programme_id, rows, now=now),
        values={"programme_id": programme_id},
    )


@door.get("/culture/programmes/<uuid:programme_id>/import/blank.xlsx")
@needs(Permission.CULTURE_MANAGE)
def blank_culture_sheet(programme_id: UUID) -> ResponseReturnValue:
    """An empty table with explanations."""
    queries.programme(programme_id, within=current_staff().scope)
    return spreadsheet("文化活动场次模板", sheet_form("场次", sheet.COLUMNS), now=clock.now())


@door.route("/culture/programmes/<uuid:programme_id>/import", methods=["GET", "POST"])
@takes_a_table
@limiter.limit("60 per hour", methods=["POST"])
@needs(Permission.CULTURE_MANAGE)
def check_culture_sheet(programme_id: UUID) -> ResponseReturnValue:
    """Upload and dry run."""
    return uploaded(_import(programme_id, now=clock.now()))


@door.post("/culture/programmes/<uuid:programme_id>/import/write")
@limiter.limit("60 per hour")
@needs(Permission.CULTURE_MANAGE)
def import_culture_sheet(programme_id: UUID) -> ResponseReturnValue:
    """Write what was looked through; on to where its events are listed."""
    now = clock.now()

    def listed(rows: Sequence[SheetRow]) -> str:
        tab = "ended" if sheet.all_over(rows, now=now) else "coming"
        return url_for("console.culture", tab=tab, programme_id=programme_id)

    return written(_import(programme_id, now=now), back=listed)
