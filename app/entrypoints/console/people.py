"""Volunteers: find one, see her, freeze her, give her a new phone, take a list out."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, xlsx
from app.domain.access.rules import Permission
from app.domain.attendance import no_shows
from app.domain.hours import queries as hours
from app.domain.people import families, listing, moving, queries, standing
from app.domain.people.consents import TITLES
from app.domain.people.queries import VolunteerView
from app.domain.places import queries as places
from app.domain.qualifications import queries as qualifications
from app.domain.training import queries as training
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.people_forms import PhoneForm, ReasonForm
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.masking import masked_phone

COLUMNS = ("志愿者编号", "姓名", "手机号", "所在社区", "服务类别", "状态", "注册时间")


@door.get("/people")
@needs(Permission.PEOPLE_READ)
def people() -> ResponseReturnValue:
    """Volunteers of her subtree, found by what people say: name, pinyin, number, phone."""
    text = request.args.get("q", "").strip()
    page = queries.search(text, current_staff().scope, request.args.get("page", 1, type=int))
    return render_template("console/people/list.html", page=page, text=text)


@door.get("/people/export")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_people() -> ResponseReturnValue:
    """The same list as a spreadsheet; whole phone numbers only when asked for, and written down."""
    whole, now = "phones" in request.args, clock.now()
    text = request.args.get("q", "").strip()
    found = listing.take_out(current_staff(), text, with_phones=whole, now=now)
    rows = [_row(one, whole_phone=whole) for one in found]
    return spreadsheet("志愿者名单", xlsx("志愿者名单", COLUMNS, rows), now=now)


def _row(person: VolunteerView, *, whole_phone: bool) -> tuple[Cell, ...]:
    return (
        person.number,
        person.name,
        person.phone if whole_phone else masked_phone(person.phone),
        person.community.short_name,
        "、".join(person.categories),
        "已冻结" if person.frozen else "正常",
        person.registered_at,
    )


@door.get("/people/<uuid:person_id>")
@needs(Permission.PEOPLE_READ)
def person(person_id: UUID) -> ResponseReturnValue:
    """One volunteer: who she is, what she has given, what she agreed to."""
    scope = current_staff().scope
    found = queries.volunteer(person_id, within=scope)
    return render_template(
        "console/people/person.html",
        person=found,
        scope=scope,
        totals=hours.totals(found.id),
        no_shows=no_shows.no_shows_of(found.id, now=clock.now()),
        records=hours.my_records(found.id, size=5),
        consents=queries.consents(found.id),
        guardian=families.guardian_of(found.id),
        consent_titles=TITLES,
        learned=training.learned([found.id], now=clock.now()).get(found.id, []),
        held=qualifications.held_by_people([found.id], now=clock.now()).get(found.id, []),
        lived=places.places(moving.communities_before(found.id)).values(),
    )


@door.route("/people/<uuid:person_id>/freeze", methods=["GET", "POST"])
@needs(Permission.PEOPLE_FREEZE)
def freeze_person(person_id: UUID) -> ResponseReturnValue:
    """From now on she cannot sign up or check in; asked with a reason."""
    staff, form = current_staff(), ReasonForm()
    found = queries.volunteer(person_id, within=staff.scope)
    if done(
        form,
        lambda: standing.freeze(staff, found.id, reason=form.reason.data, now=clock.now()),
    ):
        flash(f"{found.name}的账号已冻结", "success")
        return redirect(url_for("console.person", person_id=found.id), 303)
    return render_template("console/people/freeze.html", form=form, person=found), status(form)


@door.route("/people/<uuid:person_id>/unfreeze", methods=["GET", "POST"])
@needs(Permission.PEOPLE_FREEZE)
def unfreeze_person(person_id: UUID) -> ResponseReturnValue:
    """She may take part again; asked with a reason."""
    staff, form = current_staff(), ReasonForm()
    found = queries.volunteer(person_id, within=staff.scope)
    if done(
        form,
        lambda: standing.unfreeze(staff, found.id, reason=form.reason.data, now=clock.now()),
    ):
        flash(f"{found.name}的账号已恢复", "success")
        return redirect(url_for("console.person", person_id=found.id), 303)
    return render_template("console/people/freeze.html", form=form, person=found), status(form)


@door.route("/people/<uuid:person_id>/phone", methods=["GET", "POST"])
@needs(Permission.PEOPLE_MANAGE)
def change_person_phone(person_id: UUID) -> ResponseReturnValue:
    """A new phone for somebody who stands at the counter with her ID card."""
    staff, form = current_staff(), PhoneForm()
    found = queries.volunteer(person_id, within=staff.scope)
    if done(
        form,
        lambda: standing.change_phone_in_person(
            staff,
            found.id,
            new_phone=form.phone.data,
            reason=form.reason.data,
            now=clock.now(),
        ),
    ):
        flash(f"{found.name}的手机号已更换", "success")
        return redirect(url_for("console.person", person_id=found.id), 303)
    return render_template("console/people/phone.html", form=form, person=found), status(form)
