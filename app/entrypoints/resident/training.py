"""Learning: open courses, what I have learned, my qualifications, a course's materials and test."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.activities import finding
from app.domain.activities import queries as activities
from app.domain.activities.finding import Wanted
from app.domain.activities.vocabulary import TRAINING
from app.domain.qualifications import queries as qualifications
from app.domain.training import documents, enrolling, errors, queries, testing
from app.entrypoints.downloads import paper
from app.entrypoints.guard import current_resident, needs_volunteer, open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import asked_page, door, volunteer
from app.kernel import clock
from app.kernel.refusal import NotFound


@door.get("/h5/training")
@open_to_all
def training() -> ResponseReturnValue:
    """Courses one can take, and for a volunteer what she has learned and what she holds."""
    now, person = clock.now(), current_resident().volunteer
    who = volunteer().id if person is not None else None
    return render_template(
        "resident/training/training.html",
        found=finding.find(Wanted(work_type=TRAINING), now=now, page=asked_page()),
        learned=queries.learned([who], now=now).get(who, []) if who else [],
        held=qualifications.held_by_people([who], now=now).get(who, []) if who else [],
        known=who is not None,
    )


@door.get("/h5/qualifications/<uuid:qualification_id>")
@open_to_all
def qualification(qualification_id: UUID) -> ResponseReturnValue:
    """What it is good for, how I stand, and the next courses that lead to it."""
    now, person = clock.now(), current_resident().volunteer
    mine = []
    if person is not None:
        who = volunteer().id
        everything = qualifications.held_by_people([who], now=now, all_states=True).get(who, [])
        mine = [one for one in everything if one.qualification_id == qualification_id]
    return render_template(
        "resident/training/qualification.html",
        one=qualifications.qualification(qualification_id),
        mine=mine[0] if mine else None,
        courses=queries.leading_to(qualification_id, now=now),
        known=person is not None,
    )


@door.post("/h5/courses/<uuid:course_id>/enrol")
@needs_volunteer
@limiter.limit("30/minute")
def enrol(course_id: UUID) -> ResponseReturnValue:
    """Every session of a course in one tap."""
    done = enrolling.enrol(volunteer().id, course_id, now=clock.now())
    waits = f"，{done.waiting} 场名额已满、排队候补" if done.waiting else ""
    flash(f"已报名 {done.places} 场{waits}。上课时请扫码签到签退。", "success")
    return redirect(url_for("resident.activity", activity_id=course_id), 303)


@door.get("/h5/courses/<uuid:course_id>/materials/<uuid:attachment_id>")
@needs_volunteer
def course_material(course_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A page of a handout."""
    activities.published_activity(course_id)
    found = queries.material(course_id, attachment_id)
    return Response(found.content, mimetype=found.media_type)


@door.get("/h5/courses/<uuid:course_id>/documents/<uuid:document_id>")
@needs_volunteer
def course_document(course_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """A handout as a PDF."""
    activities.published_activity(course_id)
    return paper(*documents.document(course_id, document_id))


@door.route("/h5/courses/<uuid:course_id>/test", methods=["GET", "POST"])
@needs_volunteer
@limiter.limit("30/minute", methods=["POST"])
def course_test(course_id: UUID) -> ResponseReturnValue:
    """The questions in large type; then what came of it. Unanswered ones stay to be answered."""
    now, who = clock.now(), volunteer().id
    plan = queries.course(course_id).plan
    if plan.state not in ("running", "ended"):
        raise NotFound
    if request.method == "GET":
        paper = testing.paper(who, course_id, now=now)
        return render_template(
            "resident/training/test.html", plan=plan, paper=paper, chosen={}, missing=0
        )
    number = request.form.get("number", 0, type=int)
    chosen = _chosen()
    try:
        outcome = testing.sit(who, course_id, chosen, number=number, now=now)
    except errors.AnswerAll as refusal:
        paper = testing.paper(who, course_id, now=now)
        page = render_template(
            "resident/training/test.html",
            plan=plan,
            paper=paper,
            chosen=chosen,
            missing=refusal.facts["count"],
        )
        return page, refusal.status
    return render_template("resident/training/outcome.html", plan=plan, outcome=outcome)


def _chosen() -> dict[UUID, list[str]]:
    """The letters ticked, by question."""
    found: dict[UUID, list[str]] = {}
    for name in request.form:
        key, dash, question = name.partition("-")
        if key == "q" and dash and _is_id(question):
            found[UUID(question)] = request.form.getlist(name)
    return found


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
