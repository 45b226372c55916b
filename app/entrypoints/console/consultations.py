"""Asking authorities about people who passed: the campaign's list, and sending letters."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.nominations import campaign_queries
from app.domain.nominations.consultation import asking, listing, queries
from app.domain.nominations.consultation.asking import Pair, Wanted
from app.domain.nominations.consultation.rules import AUTHORITIES, USUAL_DAYS, USUALLY_ASKED
from app.entrypoints.console.consultation_forms import AskForm, AuthorityForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


@door.route("/campaigns/<uuid:campaign_id>/consultations", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_MANAGE)
def consultations(campaign_id: UUID) -> ResponseReturnValue:
    """Whom the campaign asks, the letters sent, and who has still to be asked about."""
    staff, form = current_staff(), AuthorityForm()
    found = campaign_queries.campaign(campaign_id, staff)

    def act() -> None:
        words = (form.kind.data, form.name.data or "")
        listing.add(staff, campaign_id, *words, now=clock.now())

    if done(form, act):
        flash("已加入征求意见单位", "success")
        return redirect(url_for("console.consultations", campaign_id=campaign_id), 303)
    page = render_template(
        "console/consultations/list.html",
        campaign=found,
        form=form,
        authorities=queries.authorities(campaign_id),
        kinds=AUTHORITIES,
        letters=queries.letters(campaign_id),
        gaps=queries.gaps(campaign_id),
        today=local_date(clock.now()),
    )
    return page, status(form)


@door.post("/campaigns/<uuid:campaign_id>/consultations/<uuid:authority_id>/remove")
@needs(Permission.CONSULTATIONS_MANAGE)
def remove_authority(campaign_id: UUID, authority_id: UUID) -> ResponseReturnValue:
    """Take one off the list."""
    staff = current_staff()
    campaign_queries.campaign(campaign_id, staff)
    try:
        listing.remove(staff, campaign_id, authority_id, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
    else:
        flash("已移除", "success")
    return redirect(url_for("console.consultations", campaign_id=campaign_id), 303)


@door.route("/campaigns/<uuid:campaign_id>/consultations/ask", methods=["GET", "POST"])
@needs(Permission.CONSULTATIONS_MANAGE)
def ask_authorities(campaign_id: UUID) -> ResponseReturnValue:
    """Tick who is asked about whom; letters go out for all of it at once."""
    staff = current_staff()
    found, gaps = campaign_queries.campaign(campaign_id, staff), queries.gaps(campaign_id)
    sent = request.method == "POST"
    form = AskForm(data=None if sent else {"working_days": USUAL_DAYS})
    ticked = (
        _ticked()
        if sent
        else frozenset(
            (gap.nomination_id, one.id)
            for gap in gaps
            for one in gap.authorities
            if one.kind in USUALLY_ASKED
        )
    )

    def act() -> None:
        words = form.why_others_not.data or ""
        wanted = Wanted(ticked, words, form.working_days.data)
        asking.ask(staff, campaign_id, wanted, now=clock.now())

    if done(form, act):
        flash("已生成征求意见函。请逐份生成链接或打印，送给对方", "success")
        return redirect(url_for("console.consultations", campaign_id=campaign_id), 303)
    page = render_template(
        "console/consultations/ask.html", campaign=found, form=form, gaps=gaps, ticked=ticked
    )
    return page, status(form)


def _ticked() -> frozenset[Pair]:
    found = []
    for text in request.form.getlist("ask"):
        case, _, authority = text.partition(":")
        try:
            found.append((UUID(case), UUID(authority)))
        except ValueError:
            continue
    return frozenset(found)
