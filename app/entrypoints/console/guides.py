"""The guides for staff, to read where one works."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.adapters.guides import GUIDES, Guide, guide
from app.domain.access.rules import Permission
from app.entrypoints.console.door import door
from app.entrypoints.guard import current_staff, needs_staff
from app.kernel.refusal import NotFound

ONLY_WITH = {"operations": Permission.OUTBOX_READ}  # of no use to who does not run the server


@door.get("/help")
@needs_staff
def help_pages() -> ResponseReturnValue:
    """What there is to read, and whom to ask."""
    found = {name: one for name in GUIDES if (one := _hers(name)) is not None}
    return render_template("console/help/list.html", guides=found)


@door.get("/help/<name>")
@needs_staff
def help_page(name: str) -> ResponseReturnValue:
    """One guide."""
    found = _hers(name)
    if found is None:
        raise NotFound
    return render_template("console/help/guide.html", guide=found)


def _hers(name: str) -> Guide | None:
    needed = ONLY_WITH.get(name)
    if needed is not None and not current_staff().may(needed):
        return None
    return guide(name)
