"""A campaign's poster: a page to print, and the same as a picture to pass on."""

from uuid import UUID

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from app.adapters import papers, qr_images
from app.domain.access.rules import Permission
from app.domain.nominations import campaign_queries
from app.domain.nominations.campaign_queries import CampaignView
from app.entrypoints.console.door import door
from app.entrypoints.display import show_datetime
from app.entrypoints.downloads import file_answer, paper
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import NotFound

TEMPLATE = "campaign_poster"


@door.get("/campaigns/<uuid:campaign_id>/poster.pdf")
@limiter.limit("20 per minute")
@needs(Permission.NOMINATIONS_READ)
def campaign_poster(campaign_id: UUID) -> ResponseReturnValue:
    """One A4 page; printed larger it stays sharp."""
    found = _announced(campaign_id)
    content = papers.pdf(TEMPLATE, poster_facts(found), now=clock.now())
    return paper(f"海报-{found.title}", content)


@door.get("/campaigns/<uuid:campaign_id>/poster.png")
@limiter.limit("20 per minute")
@needs(Permission.NOMINATIONS_READ)
def campaign_poster_picture(campaign_id: UUID) -> Response:
    """The same page as a picture, for groups in WeChat."""
    found = _announced(campaign_id)
    (page, *_) = papers.pictures(TEMPLATE, poster_facts(found), now=clock.now())
    return file_answer(page, "image/png", f"海报-{found.title}.png")


def _announced(campaign_id: UUID) -> CampaignView:
    found = campaign_queries.campaign(campaign_id, current_staff())
    if found.state not in campaign_queries.SHOWN:
        raise NotFound
    return found


def poster_facts(found: CampaignView) -> dict[str, object]:
    """What the template shows; the code opens the campaign's page on a phone."""
    address = settings().public_url + url_for("public.campaign", campaign_id=found.id)
    who = "在本区居住或工作的人" if found.conditions.residents_only else "不限地区"
    ages = f"，年龄{found.conditions.ages}" if found.conditions.ages else ""
    holders = "，以前得过的不再推选" if found.holders_out else ""
    lines = [
        ["推选谁", f"{who}{ages}{holders}"],
        ["什么事", f"近 {found.conditions.deed_within_years} 年的事迹"],
        ["类别", "、".join(found.conditions.categories)],
        ["时间", f"{show_datetime(found.opens_at)} 到 {show_datetime(found.closes_at)}"],
    ]
    return {
        "title": found.title,
        "kind": found.kind_title,
        "about": found.about,
        "lines": lines,
        "code": qr_images.svg(address),
        "unit": settings().unit_name,
        "phone": settings().contact_phone,
    }
