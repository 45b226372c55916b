"""Invite people by a list: look it through first, then send; nobody gets an account by it."""

import json

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField

from app.adapters.spreadsheets import read_rows, xlsx
from app.domain.access.rules import Permission
from app.domain.people import invitations as act
from app.domain.people.invitations import Row
from app.domain.people.rules import INVITATION_LASTS, MOST_INVITED_AT_ONCE
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import Refusal

COLUMNS = ("姓名", "手机号", "所在社区")


class ListForm(Form):
    """A spreadsheet of people."""

    file = FileField("名单（xlsx 或 csv）", [FileRequired("请选择文件")])


class CheckedForm(Form):
    """The same rows, once they were looked through."""

    rows = HiddenField()


@door.get("/invitations")
@needs(Permission.PEOPLE_INVITE)
def invitations() -> ResponseReturnValue:
    """Who was invited from her subtree, and who answered."""
    state = request.args.get("state", "")
    page = act.invitations(current_staff(), state=state, page=request.args.get("page", 1, type=int))
    return render_template("console/invitations/list.html", page=page, state=state)


@door.get("/invitations/blank.xlsx")
@needs(Permission.PEOPLE_INVITE)
def blank_list() -> ResponseReturnValue:
    """An empty list to fill in."""
    return spreadsheet("邀请名单", xlsx("邀请名单", COLUMNS, []), now=clock.now())


@door.route("/invitations/new", methods=["GET", "POST"])
@needs(Permission.PEOPLE_INVITE)
@limiter.limit("30/hour", methods=["POST"])
def check_list() -> ResponseReturnValue:
    """The dry run: every line with its fault, nothing sent."""
    form = ListForm()
    if not form.validate_on_submit():
        return _upload(form), 422 if form.errors else 200
    try:
        rows = _rows(read_rows(form.file.data.read()))
        checked = act.checked_rows(current_staff(), rows)
    except Refusal as refusal:
        form.file.errors = [f"{refusal.sentence}。{refusal.advice}"]
        return _upload(form), refusal.status
    typed = json.dumps([[row.line, row.name, row.phone, row.community] for row in rows])
    return render_template(
        "console/invitations/checked.html",
        form=CheckedForm(formdata=None, rows=typed),
        checked=checked,
        good=sum(not row.fault for row in checked),
    )


def _upload(form: ListForm) -> str:
    return render_template(
        "console/invitations/new.html",
        form=form,
        most=MOST_INVITED_AT_ONCE,
        days=INVITATION_LASTS.days,
    )


def _rows(table: list[list[str]]) -> list[Row]:
    """The lines below the heading that hold anything; columns by name, else by order."""
    if not table:
        return []
    heading = [name.strip() for name in table[0]]
    places = [
        heading.index(name) if name in heading else order for order, name in enumerate(COLUMNS)
    ]
    first = 1 if "姓名" in heading else 0
    return [
        Row(line, *(cells[place] if place < len(cells) else "" for place in places))
        for line, cells in enumerate(table[first:], start=first + 1)
        if any(cells)
    ]


@door.post("/invitations/send")
@needs(Permission.PEOPLE_INVITE)
@limiter.limit("30/hour")
def send_invitations() -> ResponseReturnValue:
    """Invite whoever has no fault; looked through once more, for the list may be old."""
    try:
        typed = json.loads(request.form.get("rows", "[]"))
        rows = [
            Row(int(line), str(name), str(phone), str(community))
            for line, name, phone, community in typed
        ]
    except (ValueError, TypeError):
        return redirect(url_for("console.check_list"), 303)
    try:
        count = act.invite(current_staff(), rows, now=clock.now())
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "warning")
        return redirect(url_for("console.check_list"), 303)
    flash(f"已邀请 {count} 人，短信会马上发出。本人接受后才会成为志愿者。", "success")
    return redirect(url_for("console.invitations"), 303)
