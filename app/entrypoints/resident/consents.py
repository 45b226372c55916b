"""What I agreed to: the terms, and each optional use of my data, agreed to and withdrawn alone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.people import families, optional_consents
from app.domain.people import queries as people
from app.domain.people.consents import GUARDIAN_TITLE, KIND, TITLE
from app.domain.people.optional_consents import Standing
from app.domain.people.purposes import ACTIVITY_NEWS, BY_KIND, RANKING, Purpose
from app.domain.people.rules import is_of_age
from app.entrypoints.guard import current_resident, needs_volunteer
from app.entrypoints.resident.door import acted_for, door, own, volunteer
from app.entrypoints.resident.rankings import rankings_shown
from app.kernel import clock
from app.kernel.calendar import local_date
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
        optional=[one for one in found if _is_offered(one)],
    )


def _is_offered(one: Standing) -> bool:
    """What she may decide here; what she agreed to she may always take back."""
    return _is_hers(one.purpose) and (one.agreed or _may_be_asked(one.purpose))


def _is_hers(purpose: Purpose) -> bool:
    """Whether it is for the person the page is about: the phone is never a child's."""
    return not (purpose.of_the_phone and acted_for())


def _may_be_asked(purpose: Purpose) -> bool:
    """Nobody is asked for what is not for her age, or what the district does not do."""
    if purpose.of_age and not is_of_age(volunteer().birth_date, local_date(clock.now())):
        return False
    if purpose is ACTIVITY_NEWS:
        return False  # asked on its own page, with what she wants to hear of
    return purpose is not RANKING or rankings_shown()


@door.post("/h5/consents/<kind>")
@needs_volunteer
def decide_consent(kind: str) -> ResponseReturnValue:
    """Agree to one, or withdraw it; from this moment."""
    person, purpose = volunteer(), BY_KIND.get(kind)
    agrees = request.form.get("agree") == "1"
    if purpose is None or not _is_hers(purpose) or (agrees and not _may_be_asked(purpose)):
        raise NotFound
    if agrees:
        optional_consents.agree(person.id, kind, by=own(), channel=channel(), now=clock.now())
        flash(f"已同意“{purpose.title}”", "success")
    else:
        optional_consents.withdraw(person.id, kind, by=own(), now=clock.now())
        flash(f"已撤回“{purpose.title}”，马上生效", "success")
    return redirect(url_for("resident.consents", _anchor=kind), 303)


def channel() -> str:
    """By which way she is here."""
    return "wechat" if current_resident().identity_id else "phone"
