"""Good persons for everybody: campaigns and notices, the honour roll, its stories."""

from uuid import UUID

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg
from app.adapters.share_images import share_image as drawn
from app.domain.attachments.queries import picture
from app.domain.nominations import campaign_queries, roll
from app.domain.nominations.polls import queries as polls
from app.domain.nominations.rules import CampaignState
from app.domain.nominations.upward.queries import honours_above
from app.domain.nominations.vocabulary import CATEGORIES
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.in_wechat import sdk_signature
from app.entrypoints.public.door import door
from app.entrypoints.sharing import campaign_card, honour_card, roll_card
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound

FIRST_YEAR = 2020


@door.get("/honours")
@open_to_all
def honours() -> ResponseReturnValue:
    """The honour roll, the latest first."""
    asked = request.args.get("category", "")
    year = request.args.get("year", type=int)
    this_year = local_date(clock.now()).year
    if year is not None and not FIRST_YEAR <= year <= this_year:
        year = None
    found = roll.roll(
        category=asked if asked in CATEGORIES else "",
        year=year,
        page=request.args.get("page", 1, type=int),
    )
    return render_template(
        "public/honours/roll.html",
        found=found,
        above=honours_above([one.id for one in found.items]),
        card=roll_card(),
        wx_signature=sdk_signature(),
        category=asked,
        categories=CATEGORIES,
        campaigns=campaign_queries.shown().items[:5],
        state=CampaignState,
    )


@door.get("/honours/<uuid:nomination_id>")
@open_to_all
def honour(nomination_id: UUID) -> ResponseReturnValue:
    """One good person's story."""
    found = roll.story(nomination_id)
    return render_template(
        "public/honours/story.html",
        person=found,
        above=honours_above([found.id]).get(found.id, ()),
        card=honour_card(found),
        wx_signature=sdk_signature(),
    )


@door.get("/honours/<uuid:nomination_id>/share.png")
@open_to_all
def honour_image(nomination_id: UUID) -> ResponseReturnValue:
    """The picture on the card that people pass on, with a code that opens the story."""
    roll.story(nomination_id)
    address = settings().public_url + url_for("public.honour", nomination_id=nomination_id)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(drawn(address), mimetype="image/png", headers=headers)


@door.get("/honours/share.png")
@open_to_all
def honours_image() -> ResponseReturnValue:
    """The picture on the roll's card, with a code that opens it."""
    address = settings().public_url + url_for("public.honours")
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(drawn(address), mimetype="image/png", headers=headers)


@door.get("/honours/<uuid:nomination_id>/pictures/<uuid:attachment_id>")
@open_to_all
def honour_picture(nomination_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo that the person allowed to be shown."""
    if not roll.has_public_picture(nomination_id, attachment_id):
        raise NotFound
    found = picture(attachment_id)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(found.content, mimetype=found.media_type, headers=headers)


@door.get("/campaigns/<uuid:campaign_id>")
@open_to_all
def campaign(campaign_id: UUID) -> ResponseReturnValue:
    """A campaign: how to name somebody; while it lasts, the notice."""
    found, poll = campaign_queries.shown_campaign(campaign_id), polls.poll_of(campaign_id)
    return render_template(
        "public/honours/campaign.html",
        campaign=found,
        card=campaign_card(found),
        poll=poll,
        poll_open=poll is not None and poll.takes_ballots(clock.now()),
        voted=polls.public_result(campaign_id) if poll else None,
        open_now=found.takes_nominations(clock.now()),
        in_notice=campaign_queries.objections_taken(found, clock.now()),
        lines=roll.notice_lines(campaign_id),
        contact_phone=settings().contact_phone,
    )


@door.get("/campaigns/<uuid:campaign_id>/share.png")
@open_to_all
def campaign_image(campaign_id: UUID) -> ResponseReturnValue:
    """The picture on the card that people pass on, with a code that opens the campaign."""
    campaign_queries.shown_campaign(campaign_id)
    address = settings().public_url + url_for("public.campaign", campaign_id=campaign_id)
    headers = {"Cache-Control": "public, max-age=3600"}
    return Response(drawn(address), mimetype="image/png", headers=headers)


@door.get("/campaigns/<uuid:campaign_id>/code.svg")
@open_to_all
def campaign_code(campaign_id: UUID) -> ResponseReturnValue:
    """A QR for the poster, that opens the campaign's page on a phone."""
    campaign_queries.shown_campaign(campaign_id)
    address = settings().public_url + url_for("public.campaign", campaign_id=campaign_id)
    headers = {"Cache-Control": "max-age=600"}
    return Response(svg(address), mimetype="image/svg+xml", headers=headers)
