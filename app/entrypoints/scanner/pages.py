"""The page, what makes it installable, and the worker that keeps it for no network."""

import hashlib
import json
from datetime import timedelta
from functools import cache

from flask import Response, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.attendance.device_rules import UNDO_WITHIN
from app.entrypoints.complaint_pages import complain_url
from app.entrypoints.display import STATIC, asset
from app.entrypoints.guard import open_to_all
from app.entrypoints.scanner.door import door
from app.kernel.refusal import NotFound

CODE = STATIC / "js" / "scanner"
WORKER = "sw"  # has an address of its own: a worker rules over the folder it is served from
ICONS = (("img/scanner-192.png", 192), ("img/scanner-512.png", 512))
YEAR_SECONDS = 31_536_000
UNDO_MINUTES = UNDO_WITHIN // timedelta(minutes=1)


@door.get("/")
@open_to_all
def page() -> ResponseReturnValue:
    """The same for every device: the token stays behind the # and never reaches a log."""
    code = url_for("scanner.code", version=version(), name="main")
    decoder = asset("jsQR.js")
    text = render_template(
        "scanner/page.html",
        code=code,
        decoder=decoder,
        complain_url=complain_url(),
        undo_minutes=UNDO_MINUTES,
    )
    return Response(text, headers={"Cache-Control": "no-cache"})


@door.get("/manifest.webmanifest")
@open_to_all
def manifest() -> ResponseReturnValue:
    """What a home screen shows."""
    answer = jsonify(
        name="好人 · 扫码签到",
        short_name="扫码签到",
        lang="zh-CN",
        start_url=url_for("scanner.page"),
        scope=url_for("scanner.page"),
        display="standalone",
        background_color="#fbf8f4",
        theme_color="#c8102e",
        icons=[
            {"src": asset(name), "sizes": f"{size}x{size}", "type": "image/png"}
            for name, size in ICONS
        ],
    )
    answer.mimetype = "application/manifest+json"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@door.get("/code/<string:version>/<string:name>.js")
@open_to_all
def code(version: str, name: str) -> ResponseReturnValue:
    """A script of the page. Its version is part of the address, so that imports keep to it."""
    found = scripts().get(name)
    if found is None or name == WORKER:
        raise NotFound
    caching = {"Cache-Control": f"public, max-age={YEAR_SECONDS}, immutable"}
    return Response(found, mimetype="text/javascript", headers=caching)


@door.get("/sw.js")
@open_to_all
def worker() -> ResponseReturnValue:
    """The worker, told which files to keep."""
    kept = f"const VERSION = {json.dumps(version())};\nconst FILES = {json.dumps(files())};\n"
    text = kept + scripts()[WORKER]
    return Response(text, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def files() -> list[str]:
    """Everything the page needs when there is no network."""
    modules = [
        url_for("scanner.code", version=version(), name=name)
        for name in scripts()
        if name != WORKER
    ]
    pictures = [asset(name) for name, _ in ICONS]
    sheets = [asset("css/shared.css"), asset("css/plain.css"), asset("css/scanner.css")]
    own = [url_for("scanner.page"), url_for("scanner.manifest")]
    return [*own, *modules, *sheets, *pictures, asset("img/logo.svg"), asset("jsQR.js")]


@cache
def scripts() -> dict[str, str]:
    """The page's scripts by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(CODE.glob("*.js"))}


@cache
def version() -> str:
    """Changes with whatever the page is made of."""
    everything = [*sorted(CODE.glob("*.js")), STATIC / "css" / "scanner.css"]
    page = STATIC.parents[1] / "templates" / "scanner" / "page.html"
    text = b"".join(path.read_bytes() for path in [*everything, page])
    return hashlib.sha256(text + f"{UNDO_MINUTES}".encode()).hexdigest()[:12]
