"""The blueprint of the public pages, and what all of them share."""

from typing import Any

from flask import Blueprint, request, url_for

from app.entrypoints.complaint_pages import complain_url
from app.entrypoints.guard import settings

door = Blueprint("public", __name__)


@door.app_context_processor
def _on_every_page() -> dict[str, Any]:
    """Error pages of the public look need it too; the other doors say their own."""
    return {
        "navigation": [
            _link("首页", "public.home"),
            _link("活动", "public.activities", "public.activity"),
            _link("阵地", "public.places", "public.place", "public.places_near"),
            _link("文化活动", "public.culture", "public.culture_event", "public.programme"),
            _link("好人榜", "public.honours", "public.honour", "public.campaign"),
            _link("怎样参加", "public.how_to"),
        ],
        "home_url": url_for("public.home"),
        "privacy_url": url_for("public.privacy"),
        "ledger_url": url_for("public.ledger"),
        "complain_url": complain_url(),
        "unit_name": settings().unit_name,
        "icp_number": settings().icp_number,
    }


def _link(label: str, endpoint: str, *below: str) -> dict[str, Any]:
    here = request.endpoint in {endpoint, *below}
    return {"label": label, "url": url_for(endpoint), "active": here}
