"""Certificates for many: asked for here, made by the worker, fetched as one zip."""

from uuid import UUID

from flask import (
    flash,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue

from app.adapters.zips import in_one_zip
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.certificates import group_queries, groups, printing, rules
from app.domain.teams import queries as teams
from app.entrypoints.console.certificate_forms import GroupForm
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.downloads import file_answer
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import BadInput

ZIP = "application/zip"
REFRESH_SECONDS = "5"
OFFERED = 200  # of the latest activities and teams to choose from


@door.get("/certificate-groups")
@needs(Permission.CERTIFICATES_READ)
def certificate_groups() -> ResponseReturnValue:
    """Groups of the subtree, the latest first."""
    page = group_queries.groups(current_staff().scope, request.args.get("page", 1, type=int))
    return render_template("console/certificates/groups.html", page=page)


@door.route("/certificate-groups/new", methods=["GET", "POST"])
@limiter.limit("20 per minute", methods=["POST"])
@needs(Permission.CERTIFICATES_ISSUE)
def new_certificate_group() -> ResponseReturnValue:
    """Who is in it, and which days."""
    staff, now = current_staff(), clock.now()
    form = GroupForm() if request.method == "POST" else _blank()
    _offer(form, staff)
    made: list[UUID] = []

    def act() -> None:
        made.append(groups.ask(staff, form.name.data, _people(staff, form), form.wish(), now=now))

    if done(form, act):
        flash("已经开始制作，做好以后可以在这里下载", "success")
        return redirect(url_for("console.certificate_group", group_id=made[0]), 303)
    page = render_template(
        "console/certificates/new_group.html", form=form, most=rules.MOST_IN_A_GROUP
    )
    return page, status(form)


def _blank() -> GroupForm:
    return GroupForm(formdata=None, until=local_date(clock.now()), with_rows=True, who="numbers")


def _offer(form: GroupForm, staff: Staff) -> None:
    known = teams.teams_within(staff.scope, state="recognised").items
    form.team_id.choices = [("", "请选择"), *((one.id, one.name) for one in known)]
    over = activities.for_staff(staff.scope, now=clock.now(), state="ended", size=OFFERED).items
    form.activity_id.choices = [
        ("", "请选择"),
        *((one.id, f"{one.title}（{local_date(one.starts_at):%m月%d日}）") for one in over),
    ]


def _people(staff: Staff, form: GroupForm) -> list[UUID]:
    if form.who.data == "team":
        return groups.people_of_team(staff, _chosen(form.team_id.data, "team_id"))
    if form.who.data == "activity":
        return groups.people_of_activity(staff, _chosen(form.activity_id.data, "activity_id"))
    return groups.people_of_numbers(staff, form.numbers.data or "")


def _chosen(one: UUID | None, field: str) -> UUID:
    if one is None:
        raise BadInput(field=field, problem="请选择")
    return one


@door.get("/certificate-groups/<uuid:group_id>")
@needs(Permission.CERTIFICATES_READ)
def certificate_group(group_id: UUID) -> ResponseReturnValue:
    """How far it is, and everybody in it; looks again by itself until it is done."""
    view = group_queries.group(group_id, current_staff().scope)
    lines = group_queries.group_lines(group_id, request.args.get("page", 1, type=int))
    answer = make_response(render_template("console/certificates/group.html", one=view, page=lines))
    if not view.done:
        answer.headers["Refresh"] = REFRESH_SECONDS
    return answer


@door.post("/certificate-groups/<uuid:group_id>/papers")
@limiter.limit("10 per minute")
@needs(Permission.CERTIFICATES_ISSUE)
def take_certificate_group(group_id: UUID) -> ResponseReturnValue:
    """All papers as one zip, named by volunteer number; that it was taken is kept in the trail."""
    view, found = printing.take_papers(current_staff(), group_id, now=clock.now())
    named = ((f"{number}.pdf", content) for number, content in found)
    pieces = stream_with_context(in_one_zip(named, at=view.asked_at))
    return file_answer(pieces, ZIP, f"志愿服务记录单-{view.name}.zip")
