"""What I agreed to: the terms, and each optional use of my data, agreed to and withdrawn alone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import families, optional_consents
from app.domain.people import queries as people
from app.domain.people.consents import GUARDIAN_TITLE, KIND, TITLE
from app.domain.people.purposes import BY_KIND
from app.entrypoints.guard import current_resident, needs_volunteer
from app.entrypoints.resident.door import acted_for, door, own, volunteer
from app.kernel import clock
from app.kernel.refusal import NotFound


@door.get("/h5/consents")
@needs_volunteer
def consents() -> ResponseReturnValue:
    """Every consent with version and date; of a child, as her guardian sees it."""
    person, child = volunteer(), acted_for()
    found = optional_consents.standing(person.id)
    return render_template(
        "resident/profile/consents.html",
        person=person,
        child=child,
        children=[] if child else families.children_of(person),
        terms_title=TITLE,
        guardian_title=GUARDIAN_TITLE,
        terms=[one for one in people.consents(person.id) if one.kind == KIND],
        guardian=families.guardian_of(person.id),
        optional=[one for one in found if not (child and one.purpose.of_the_phone)],
    )


@door.post("/h5/consents/<kind>")
@needs_volunteer
def decide_consent(kind: str) -> ResponseReturnValue:
    """Agree to one, or withdraw it; from this moment."""
    person, purpose = volunteer(), BY_KIND.get(kind)
    if purpose is None or (purpose.of_the_phone and acted_for()):
        raise NotFound
    if request.form.get("agree") == "1":
        optional_consents.agree(person.id, kind, by=own(), channel=channel(), now=clock.now())
        flash(f"已同意“{purpose.title}”", "success")
    else:
        optional_consents.withdraw(person.id, kind, by=own(), now=clock.now())
        flash(f"已撤回“{purpose.title}”，马上生效", "success")
    return redirect(url_for("resident.consents", _anchor=kind), 303)


def channel() -> str:
    """By which way she is here."""
    return "wechat" if current_resident().identity_id else "phone"
