"""Bring a table in: a blank to fill in, a dry run that writes nothing, then all rows at once.

Shared by every list that comes as xlsx; a room gives its columns, its check and its action. What
was looked through travels in the page, packed, and is looked through again before it is written.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from app.adapters.sheet_forms import MOST_ROWS, read_sheet
from app.adapters.workbooks import LARGEST_FILE
from app.entrypoints.console.submitting import status
from app.entrypoints.forms import Form
from app.kernel.refusal import Refusal
from app.kernel.sheets import Column, DryRun, SheetRow

LARGEST_BODY = LARGEST_FILE + 64 * 1024
LARGEST_UNPACKED = 4 * 1024 * 1024
FAULTS_SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class Import:
    """One kind of table: where its pages are, and who checks and writes it."""

    title: str
    columns: Sequence[Column]
    crumb: tuple[str, str]  # title and endpoint of the list it belongs to
    upload: str  # endpoints
    write: str
    blank: str
    explained: str
    dry_run: Callable[[Sequence[SheetRow]], DryRun]
    bring_in: Callable[[Sequence[SheetRow]], int]
    values: Mapping[str, Any] = field(default_factory=dict)  # what the endpoints' paths need

    def url(self, endpoint: str) -> str:
        """Where one of its pages is."""
        return url_for(endpoint, **self.values)


class UploadForm(Form):
    """A filled table."""

    file = FileField("填好的表格（xlsx）", [FileRequired("请选择文件")])


class CheckedForm(Form):
    """The same rows, once they were looked through."""

    rows = HiddenField()


def takes_a_table(view: Any) -> Any:
    """The view may be sent a table."""
    view.largest_body = LARGEST_BODY
    return view


def uploaded(what: Import) -> ResponseReturnValue:
    """The form; sent, the dry run with each fault by row and column. Writes nothing."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(what, form), status(form)
    try:
        rows = read_sheet(form.file.data.read(), what.columns)
        run = what.dry_run(rows)
    except Refusal as refusal:
        form.file.errors = [refusal.sentence]
        return _page(what, form), refusal.status
    return render_template(
        "console/importing/checked.html",
        what=what,
        run=run,
        shown=run.faults[:FAULTS_SHOWN],
        form=CheckedForm(formdata=None, rows=packed(rows)),
    )


def written(
    what: Import, *, back: Callable[[Sequence[SheetRow]], str] | None = None
) -> ResponseReturnValue:
    """All rows in one action; looked through once more, for things may have changed.

    Afterwards on to `back`; None: the list it belongs to.
    """
    try:
        rows = unpacked(request.form.get("rows", ""))
        count = what.bring_in(rows)
    except ValueError:
        flash("页面停留太久或内容不完整，请重新上传", "warning")
        return redirect(what.url(what.upload), 303)
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "warning")
        return redirect(what.url(what.upload), 303)
    flash(f"已导入 {count} 行", "success")
    return redirect(back(rows) if back else what.url(what.crumb[1]), 303)


def _page(what: Import, form: Form) -> str:
    return render_template(
        "console/importing/upload.html",
        what=what,
        form=form,
        most=MOST_ROWS,
        largest=LARGEST_FILE // 1024 // 1024,
    )


def packed(rows: Sequence[SheetRow]) -> str:
    """Rows as a short text for a hidden field."""
    said = json.dumps([[row.line, dict(row.cells)] for row in rows], ensure_ascii=False)
    return base64.b64encode(zlib.compress(said.encode(), 9)).decode()


def unpacked(text: str) -> list[SheetRow]:
    """The rows again; raises ValueError for anything else."""
    unpacking = zlib.decompressobj()
    try:
        said = unpacking.decompress(base64.b64decode(text, validate=True), LARGEST_UNPACKED)
        if unpacking.unconsumed_tail or not unpacking.eof:
            raise ValueError("too much")
        found = [
            SheetRow(int(line), {str(title): str(cell) for title, cell in cells.items()})
            for line, cells in json.loads(said)
        ]
    except (zlib.error, binascii.Error, TypeError, AttributeError) as error:
        raise ValueError("not packed by us") from error
    if not 0 < len(found) <= MOST_ROWS:
        raise ValueError("too many rows")
    return found
