"""The ledger's seals, for anyone: a page, feeds, and the file that checks them elsewhere."""

from typing import Any

from flask import Response, jsonify, make_response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from app.domain.audit import seals
from app.domain.audit.seals import Seal
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.public.door import door
from config import ROOT

FOR_FIVE_MINUTES = "public, max-age=300"
FOR_A_DAY = "public, max-age=86400"
IN_A_FEED = 50
CHECKING = ROOT / "scripts" / "haoren_verify.py"


@door.get("/ledger")
@open_to_all
def ledger() -> ResponseReturnValue:
    """What the ledger is, how to check it, and its seals, the newest first."""
    page = seals.page(request.args.get("page", 1, type=int))
    words = render_template("public/ledger.html", page=page)
    return _kept(make_response(words), FOR_FIVE_MINUTES)


@door.get("/ledger/<int:number>")
@open_to_all
def seal(number: int) -> ResponseReturnValue:
    """One seal with everything it says."""
    last = seals.latest()
    newest = last.number if last else 0
    words = render_template("public/seal.html", seal=seals.seal(number), newest=newest)
    return _kept(make_response(words), FOR_FIVE_MINUTES)


@door.get("/ledger/<int:number>.json")
@open_to_all
def seal_json(number: int) -> ResponseReturnValue:
    """The same for machines; it never changes."""
    return _kept(jsonify(seals.published(seals.seal(number))), FOR_A_DAY)


@door.get("/ledger/feed.json")
@open_to_all
def ledger_json_feed() -> ResponseReturnValue:
    """The newest seals as a JSON Feed 1.1; `next_url` leads to the ones before."""
    page = seals.page(request.args.get("page", 1, type=int), size=IN_A_FEED)
    feed: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{settings().unit_name} · 公开账本",
        "home_page_url": _address("public.ledger"),
        "feed_url": _address("public.ledger_json_feed"),
        "language": "zh-CN",
        "items": [_item(one) for one in page.items],
    }
    if page.has_next:
        feed["next_url"] = _address("public.ledger_json_feed", page=page.number + 1)
    answer = jsonify(feed)
    answer.mimetype = "application/feed+json"
    return _kept(answer, FOR_FIVE_MINUTES)


@door.get("/ledger/feed.atom")
@open_to_all
def ledger_atom_feed() -> ResponseReturnValue:
    """The newest seals as an Atom feed."""
    words = render_template(
        "public/ledger_feed.xml", seals=seals.page(size=IN_A_FEED).items, address=_address
    )
    return _kept(Response(words, mimetype="application/atom+xml"), FOR_FIVE_MINUTES)


@door.get("/ledger/haoren_verify.py")
@open_to_all
def ledger_checking() -> ResponseReturnValue:
    """The program that checks a copy of the ledger, or one proof, on anybody's machine."""
    answer = send_file(CHECKING, mimetype="text/x-python", as_attachment=True)
    return _kept(answer, FOR_FIVE_MINUTES)


def _item(one: Seal) -> dict[str, Any]:
    address = _address("public.seal", number=one.number)
    return {
        "id": address,
        "url": address,
        "title": f"第 {one.number} 号封存",
        "content_text": f"封存 {one.count} 笔，指纹 {one.hash}",
        "date_published": one.sealed_at.isoformat(),
        "_haoren": seals.published(one),
    }


def _address(endpoint: str, **values: Any) -> str:
    return settings().public_url + url_for(endpoint, **values)


def _kept(answer: Response, how_long: str) -> Response:
    answer.headers["Cache-Control"] = how_long
    return answer
