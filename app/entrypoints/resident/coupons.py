"""Coupons on the phone: take one, see mine, show its code at a merchant's."""

from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.qr_images import svg
from app.domain.coupons import queries, taking
from app.domain.coupons.codes import coupon_code
from app.domain.coupons.rules import State, why_not_use
from app.entrypoints.forms import Form
from app.entrypoints.guard import needs_volunteer
from app.entrypoints.limits import limiter
from app.entrypoints.resident.card import CHANGES_SECONDS
from app.entrypoints.resident.door import asked_page, door, volunteer
from app.entrypoints.resident.phone_mark import marked, phone_mark
from app.entrypoints.resident.refusals import show_on
from app.kernel import clock
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal


@door.get("/h5/coupons")
@needs_volunteer
def coupons() -> ResponseReturnValue:
    """The seasons that run or begin soon, with what can be taken."""
    seasons = queries.shown_seasons(now=clock.now())
    kinds = queries.kinds([one.id for one in seasons])
    page = render_template(
        "resident/coupons/seasons.html",
        seasons=seasons,
        kinds=kinds,
        mine=queries.taken_by(volunteer().id, [one.id for one in kinds]),
        now=clock.now(),
    )
    return marked(page)


@door.route("/h5/coupons/<uuid:kind_id>", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs_volunteer
def coupon_kind(kind_id: UUID) -> ResponseReturnValue:
    """One kind: its terms and where it is taken; take it."""
    person, now, form, status = volunteer(), clock.now(), Form(), 200
    if form.validate_on_submit():
        nonce = request.form.get("nonce", "")[:32] or new_id().hex
        try:
            made = taking.take(person.id, kind_id, nonce=nonce, phone_mark=phone_mark(), now=now)
        except NotFound:
            raise
        except Refusal as refusal:
            status = show_on(form, refusal)
        else:
            flash("已领取，到可用的商户消费时出示。", "success")
            return redirect(url_for("resident.my_coupon", coupon_id=made), 303)
    kind = queries.kind(kind_id)
    page = render_template(
        "resident/coupons/kind.html",
        kind=kind,
        season=queries.season(kind.season_id),
        mine=queries.taken_by(person.id, [kind_id]).get(kind_id, 0),
        form=form,
        nonce=new_id().hex,
        now=now,
    )
    return marked((page, status))


@door.get("/h5/my-coupons")
@needs_volunteer
def my_coupons() -> ResponseReturnValue:
    """Mine: what can be used first."""
    found = queries.mine(volunteer().id, asked_page())
    return render_template("resident/coupons/mine.html", found=found)


@door.get("/h5/my-coupons/<uuid:coupon_id>")
@needs_volunteer
def my_coupon(coupon_id: UUID) -> ResponseReturnValue:
    """One of mine: the code to show, or what became of it."""
    one = queries.my_coupon(coupon_id, volunteer().id)
    not_now = why_not_use(
        use_from=one.season.facts.use_from, use_until=one.ends_at, now=clock.now()
    )
    return render_template(
        "resident/coupons/coupon.html", one=one, not_now=not_now, seconds=CHANGES_SECONDS
    )


@door.get("/h5/my-coupons/<uuid:coupon_id>/code.svg")
@needs_volunteer
def my_coupon_image(coupon_id: UUID) -> ResponseReturnValue:
    """The code as a picture, good for a minute."""
    one = queries.my_coupon(coupon_id, volunteer().id)
    if one.state is not State.HELD:
        raise NotFound
    answer = make_response(svg(coupon_code(one.id, now=clock.now())))
    answer.mimetype = "image/svg+xml"
    answer.headers["X-Seconds-Left"] = str(CHANGES_SECONDS)
    return answer
