"""Qualifications: the list, one with who holds it, granting by hand and revoking."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.rules import Permission
from app.domain.places import queries as places
from app.domain.qualifications import defining, granting, queries
from app.domain.training import queries as training
from app.entrypoints.console.course_forms import GrantForm, QualificationForm, RevokeForm
from app.entrypoints.console.door import door
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.reasons import Question, decided, decided_with_reason
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.get("/qualifications", endpoint="qualifications")
@needs(Permission.TRAINING_READ)
def qualification_list() -> ResponseReturnValue:
    """Those of her subtree, with how many hold each."""
    found = queries.defined_within(current_staff().scope, now=clock.now())
    return render_template("console/qualifications/list.html", found=found)


@door.route("/qualifications/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.QUALIFICATIONS_MANAGE)
def new_qualification() -> ResponseReturnValue:
    """Define one."""
    staff = current_staff()
    form = QualificationForm(
        data=None if request.method == "POST" else {"place_id": staff.place.id}
    )
    form.place_id.choices = place_choices(staff.scope)
    made: list[UUID] = []

    def act() -> None:
        place = places.place(form.place_id.data, within=staff.scope)
        made.append(
            defining.define(
                staff,
                place_id=place.id,
                name=form.name.data,
                about=form.about.data,
                valid_months=form.valid_months.data,
                now=clock.now(),
            )
        )

    if done(form, act):
        flash("已设立资格，岗位和课程可以选用", "success")
        return redirect(url_for("console.qualification", qualification_id=made[0]), 303)
    return render_template("console/qualifications/form.html", form=form, one=None), status(form)


@door.get("/qualifications/<uuid:qualification_id>")
@needs(Permission.TRAINING_READ)
def qualification(qualification_id: UUID) -> ResponseReturnValue:
    """What it is, the next courses that lead to it, who holds or held it."""
    now = clock.now()
    one = queries.qualification(qualification_id, within=current_staff().scope)
    return render_template(
        "console/qualifications/qualification.html",
        one=one,
        courses=training.leading_to(qualification_id, now=now),
        grants=queries.grants_of(
            qualification_id, now=now, page=request.args.get("page", 1, type=int)
        ),
    )


@door.route("/qualifications/<uuid:qualification_id>/edit", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.QUALIFICATIONS_MANAGE)
def edit_qualification(qualification_id: UUID) -> ResponseReturnValue:
    """Other words, or another time for who gets it from now on."""
    staff = current_staff()
    one = queries.qualification(qualification_id, within=staff.scope)
    typed = request.method == "POST"
    form = QualificationForm(obj=None if typed else one)
    del form.place_id, form.name

    def act() -> None:
        defining.rewrite(
            staff,
            qualification_id,
            about=form.about.data,
            valid_months=form.valid_months.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已保存", "success")
        return redirect(url_for("console.qualification", qualification_id=qualification_id), 303)
    return render_template("console/qualifications/form.html", form=form, one=one), status(form)


@door.post("/qualifications/<uuid:qualification_id>/retire")
@limiter.limit("30 per minute")
@needs(Permission.QUALIFICATIONS_MANAGE)
def retire_qualification(qualification_id: UUID) -> ResponseReturnValue:
    """Nothing new asks for it or leads to it."""
    staff = current_staff()
    return decided(
        lambda: defining.retire(staff, qualification_id, now=clock.now()),
        "已停用；已经取得的人不受影响",
        back=url_for("console.qualification", qualification_id=qualification_id),
    )


@door.route("/qualifications/<uuid:qualification_id>/grant", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.QUALIFICATIONS_MANAGE)
def grant_qualification(qualification_id: UUID) -> ResponseReturnValue:
    """To somebody by her number, on a basis."""
    staff, form = current_staff(), GrantForm()
    one = queries.qualification(qualification_id, within=staff.scope)

    def act() -> None:
        granting.grant_to_number(
            staff,
            qualification_id,
            form.number.data,
            basis=form.basis.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已授予，本人会收到通知", "success")
        return redirect(url_for("console.qualification", qualification_id=qualification_id), 303)
    return render_template("console/qualifications/grant.html", form=form, one=one), status(form)


@door.route("/qualification-grants/<uuid:grant_id>/revoke", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
@needs(Permission.QUALIFICATIONS_MANAGE)
def revoke_qualification(grant_id: UUID) -> ResponseReturnValue:
    """It counts no longer; she is told why."""
    staff, now = current_staff(), clock.now()
    given = queries.grant(grant_id, within=staff.scope, now=now)
    name = given.person.name if given.person else ""
    back = url_for("console.qualification", qualification_id=given.qualification_id)
    asked = Question(
        section=("资格", back),
        question=f"撤销{name}的“{given.name}”资格？",
        text="本人会收到通知和理由。已经报了名的岗位不会自动取消，请到场次名单里处理。",
        label="撤销资格",
        hint="最多 200 个字",
    )
    return decided_with_reason(
        RevokeForm(),
        lambda reason: granting.revoke(staff, grant_id, reason=reason, now=now),
        asked,
        told="已撤销，本人会收到通知",
        back=back,
    )
