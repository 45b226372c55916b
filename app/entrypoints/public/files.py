"""Files that browsers ask for by name."""

from flask import Response, redirect
from flask.typing import ResponseReturnValue

from app.entrypoints.display import asset
from app.entrypoints.guard import open_to_all
from app.entrypoints.public.door import door

CLOSED = (
    *("/console/", "/h5/", "/c/", "/wechat/", "/calendar/", "/certificates/"),
    *("/scanner/", "/api/"),
)
ROBOTS = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in CLOSED)


@door.get("/robots.txt")
@open_to_all
def robots() -> ResponseReturnValue:
    """What search engines may read: the public pages."""
    return Response(ROBOTS, mimetype="text/plain", headers={"Cache-Control": "max-age=86400"})


@door.get("/favicon.ico")
@open_to_all
def favicon() -> ResponseReturnValue:
    """Old browsers ask here."""
    return redirect(asset("img/logo.svg"))
