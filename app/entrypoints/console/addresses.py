"""From which networks staff may decide: the centre adds and takes back ranges."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access import address_ranges as act
from app.domain.access.rules import FROM_KNOWN_ADDRESSES, Permission
from app.entrypoints.console.address_forms import RangeForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.get("/addresses")
@needs(Permission.ADDRESSES_MANAGE)
def addresses() -> ResponseReturnValue:
    """What is set, what it means, and where she is herself."""
    return render_template(
        "console/addresses/list.html",
        ranges=act.ranges_within(current_staff().scope),
        limited=[one.title for one in Permission if one in FROM_KNOWN_ADDRESSES],
        address=_here(),
    )


@door.route("/addresses/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.ADDRESSES_MANAGE)
def add_address() -> ResponseReturnValue:
    """Allow one more range, after a tick that what it shuts out is meant."""
    by, form = current_staff(), RangeForm()
    form.offer(by)
    if done(
        form,
        lambda: act.add_range(
            by,
            place_id=form.place_id.data,
            network=form.network.data,
            note=form.note.data,
            address=_here(),
            now=clock.now(),
        ),
    ):
        flash("已加入范围，立即生效", "success")
        return redirect(url_for("console.addresses"), 303)
    page = render_template("console/addresses/new.html", form=form, address=_here())
    return page, status(form)


@door.post("/addresses/<uuid:range_id>/remove")
@limiter.limit("30 per minute")
@needs(Permission.ADDRESSES_MANAGE)
def remove_address(range_id: UUID) -> ResponseReturnValue:
    """Take a range back."""
    act.remove_range(current_staff(), range_id, address=_here(), now=clock.now())
    flash("已移除，立即生效", "success")
    return redirect(url_for("console.addresses"), 303)


def _here() -> str:
    return request.remote_addr or ""
