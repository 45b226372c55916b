"""Recognised units for everybody: names, titles and since when; no contacts, no addresses."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.domain.recognised_units import queries
from app.domain.recognised_units.rules import KINDS, LEVELS
from app.entrypoints.guard import open_to_all
from app.entrypoints.public.door import door


@door.get("/units")
@open_to_all
def units() -> ResponseReturnValue:
    """The list, by kind and level."""
    kind, level = request.args.get("kind", ""), request.args.get("level", "")
    kind, level = kind if kind in KINDS else "", level if level in LEVELS else ""
    return render_template(
        "public/units.html",
        found=queries.public_units(
            kind=kind, level=level, page=request.args.get("page", 1, type=int)
        ),
        counts=queries.public_counts(),
        kinds=KINDS,
        levels=LEVELS,
        kind=kind,
        level=level,
    )
