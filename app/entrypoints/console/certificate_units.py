"""Who signs the certificates of a place, and its seal as a picture."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.certificates import units
from app.domain.places import queries as places
from app.entrypoints.console.certificate_forms import UnitForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock


@door.get("/certificate-units")
@needs(Permission.CERTIFICATES_MANAGE)
def certificate_units() -> ResponseReturnValue:
    """Every place of the subtree, with who signs there."""
    found = units.units_within(current_staff().scope)
    return render_template("console/certificates/units.html", found=found)


@door.route("/certificate-units/<uuid:place_id>", methods=["GET", "POST"])
@takes_pictures
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.CERTIFICATES_MANAGE)
def certificate_unit(place_id: UUID) -> ResponseReturnValue:
    """Who signs, and another seal."""
    staff = current_staff()
    unit = units.unit_at(places.place(place_id, within=staff.scope))
    form = UnitForm() if request.method == "POST" else UnitForm(formdata=None, obj=unit)
    pictures, refusal = pictures_sent(staff.actor)

    def act() -> None:
        if refusal is not None:
            raise refusal
        units.change(
            staff,
            place_id,
            responsible_name=form.responsible_name.data,
            handler_name=form.handler_name.data,
            pictures=[one.id for one in pictures],
            without_seal=form.without_seal.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已保存，以后开具的记录单按这里的来", "success")
        return redirect(url_for("console.certificate_units"), 303)
    page = render_template(
        "console/certificates/unit.html",
        form=form,
        unit=unit,
        pictures=pictures,
        picture_refusal=refusal,
    )
    return page, status(form)


@door.get("/certificate-units/<uuid:place_id>/seal")
@needs(Permission.CERTIFICATES_MANAGE)
def certificate_seal(place_id: UUID) -> ResponseReturnValue:
    """The seal as it was uploaded."""
    return picture_answer(units.seal_picture(current_staff(), place_id))
