"""Vote among a campaign's candidates: the ballot paper, and the story of one who stands."""

from datetime import date, datetime
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.attachments.queries import picture
from app.domain.nominations import campaign_queries
from app.domain.nominations.polls import casting, errors, queries
from app.domain.nominations.polls.casting import Trace
from app.domain.nominations.polls.queries import PollView
from app.domain.people import followers
from app.domain.people.followers import Follower
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_resident, needs_identity
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door
from app.entrypoints.resident.phone_mark import marked, phone_mark
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.masking import rough_address
from app.kernel.refusal import NotFound, Refusal


@door.route("/h5/campaigns/<uuid:campaign_id>/vote", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs_identity
def vote(campaign_id: UUID) -> ResponseReturnValue:
    """Who stands, in an order of one's own, and the button that puts the ballot in."""
    now = clock.now()
    title = campaign_queries.shown_campaign(campaign_id).title
    found = queries.poll(campaign_id)
    if not found.takes_ballots(now):
        return render_template("resident/voting/closed.html", title=title, poll=found, now=now)
    voter, refusal, code = _voter(), None, 200
    if request.method == "POST" and Form().validate():
        try:
            _cast(campaign_id, voter, now)
        except NotFound:
            raise
        except Refusal as why:
            refusal, code = why, why.status
        else:
            return redirect(url_for("resident.vote", campaign_id=campaign_id), 303)
    elif request.method == "POST":
        code = 422
    return marked((_paper(title, found, voter, refusal, today=local_date(now)), code))


def _voter() -> Follower | None:
    """Who votes; None for somebody who came by phone, not by WeChat."""
    identity_id = current_resident().identity_id
    return followers.follower(identity_id) if identity_id else None


def _cast(campaign_id: UUID, voter: Follower | None, now: datetime) -> None:
    if voter is None:
        raise errors.WeChatOnly
    trace = Trace(rough_address(request.remote_addr or ""), phone_mark())
    names = request.form.getlist("name", type=UUID)
    if casting.cast(voter.identity_id, campaign_id, names, trace, now=now):
        flash("已投出，谢谢您。明天还可以再投", "success")
    else:
        flash("您今天已经投过票，以第一次的为准", "info")


def _paper(
    title: str, found: PollView, voter: Follower | None, refusal: Refusal | None, *, today: date
) -> str:
    if refusal is None and voter is None:
        refusal = errors.WeChatOnly()
    elif refusal is None and voter is not None and not voter.following:
        refusal = errors.NotFollowing()
    who = voter.identity_id if voter else found.id
    return render_template(
        "resident/voting/vote.html",
        title=title,
        poll=found,
        candidates=queries.candidates_for(found, who, today),
        chosen=request.form.getlist("name"),
        done=voter is not None and queries.has_voted(found.id, voter, today),
        may_vote=voter is not None and voter.following,
        refusal=refusal,
        today=today,
    )


@door.get("/h5/campaigns/<uuid:campaign_id>/candidates/<uuid:nomination_id>")
@needs_identity
def candidate(campaign_id: UUID, nomination_id: UUID) -> ResponseReturnValue:
    """What everybody may read of one who stands, while the vote is open."""
    found = queries.candidate(campaign_id, nomination_id, clock.now())
    return render_template("resident/voting/candidate.html", person=found)


@door.get(
    "/h5/campaigns/<uuid:campaign_id>/candidates/<uuid:nomination_id>/pictures/<uuid:attachment_id>"
)
@needs_identity
def candidate_picture(
    campaign_id: UUID, nomination_id: UUID, attachment_id: UUID
) -> ResponseReturnValue:
    """A photo that the candidate (under 18 the guardian) allowed to be shown."""
    if attachment_id not in queries.candidate(campaign_id, nomination_id, clock.now()).pictures:
        raise NotFound
    found = picture(attachment_id)
    return Response(found.content, mimetype=found.media_type)
