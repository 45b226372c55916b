"""Complaints in the console: the queue of what she may handle, one of them, decisions, the year."""

from collections.abc import Callable
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, Sheet, workbook
from app.domain.access.rules import Permission
from app.domain.attachments.queries import attachments, picture
from app.domain.complaints import handling, queries, yearly
from app.domain.complaints.rules import State, decisions_open
from app.domain.complaints.yearly import Counted, Group
from app.domain.people import denials
from app.entrypoints.console.complaint_forms import AnswerForm, AskForm, PassUpForm
from app.entrypoints.console.complaint_words import TAB_WORDS
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer, spreadsheet
from app.entrypoints.console.reasons import Question, decided, decided_with_reason, onward
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local
from app.kernel.refusal import NotFound

MINUTELY = limiter.shared_limit("120 per minute", scope="complaints")
FIRST_YEAR = 2020
GROUP_COLUMNS = (
    "",
    "件数",
    "还在办",
    "已答复",
    "超过期限",
    "重新办理",
    "答复用时中位数（工作日）",
    "平均评价",
)
COLUMNS = (
    *("编号", "类别", "关于", "哪里的事", "提出日期", "现在", "办理结果"),
    *("答复用时（工作日）", "超过期限", "重新办理", "评价"),
)


@door.get("/complaints")
@needs(Permission.COMPLAINTS_READ)
def complaints() -> ResponseReturnValue:
    """What she may handle, part by part; what is due first on top."""
    staff = current_staff()
    asked = request.args.get("tab", "new")
    tab = asked if asked in TAB_WORDS else "new"
    text, page = request.args.get("q", ""), request.args.get("page", 1, type=int)
    return render_template(
        "console/complaints/list.html",
        page=queries.queue(staff, tab, text=text, page=page),
        tab=tab,
        tabs=TAB_WORDS,
        counts=queries.counts(staff),
        now=clock.now(),
    )


@door.get("/complaints/<uuid:complaint_id>")
@needs(Permission.COMPLAINTS_READ)
def complaint(complaint_id: UUID) -> ResponseReturnValue:
    """How it stands, its history, and what she may decide now."""
    return _page(complaint_id, {})


def _page(
    complaint_id: UUID, forms: dict[str, Form], *, contact: tuple[str, str] | None = None
) -> ResponseReturnValue:
    staff = current_staff()
    found = queries.complaint(staff, complaint_id)
    answer = forms.get("answer") or AnswerForm(formdata=None)
    ask = forms.get("ask") or AskForm(formdata=None)
    sent = next(iter(forms.values()), answer)
    now = clock.now()
    page = render_template(
        "console/complaints/complaint.html",
        found=found,
        answer=answer,
        ask=ask,
        form=sent,
        contact=contact,
        can=decisions_open(found.row.state),
        hers=found.row.handler_id == staff.id,
        at_centre=staff.place.level == "centre",
        acts=staff.may(Permission.COMPLAINTS_HANDLE) and found.closed_to_her is None,
        takes_over=found.row.state is State.TAKEN and found.row.late(now),
        pictures=attachments(found.pictures),
        denied=denials.is_open(complaint_id),
        now=now,
    )
    return page, status(sent)


@door.post("/complaints/<uuid:complaint_id>/take")
@MINUTELY
@needs(Permission.COMPLAINTS_HANDLE)
def take_complaint(complaint_id: UUID) -> ResponseReturnValue:
    """She handles it from now on."""
    staff = current_staff()
    return _pressed(
        complaint_id,
        lambda: handling.take_up(staff, complaint_id, now=clock.now()),
        "由您办理，提的人收到了通知",
    )


@door.post("/complaints/<uuid:complaint_id>/give-back")
@MINUTELY
@needs(Permission.COMPLAINTS_HANDLE)
def give_complaint_back(complaint_id: UUID) -> ResponseReturnValue:
    """Somebody else handles it."""
    staff = current_staff()
    return _pressed(
        complaint_id,
        lambda: handling.give_back(staff, complaint_id, now=clock.now()),
        "已交回，等别的同事受理",
    )


@door.post("/complaints/<uuid:complaint_id>/look")
@MINUTELY
@needs(Permission.COMPLAINTS_HANDLE)
def look_who_complained(complaint_id: UUID) -> ResponseReturnValue:
    """Name and phone, this once; that she looked stands in the trail."""
    contact = handling.look(current_staff(), complaint_id, now=clock.now())
    return _page(complaint_id, {}, contact=contact)


@door.post("/complaints/<uuid:complaint_id>/ask")
@MINUTELY
@needs(Permission.COMPLAINTS_HANDLE)
def ask_complainant(complaint_id: UUID) -> ResponseReturnValue:
    """What is not clear."""
    staff, form = current_staff(), AskForm()
    queries.complaint(staff, complaint_id)

    def act() -> None:
        handling.ask(staff, complaint_id, form.words.data or "", now=clock.now())

    if not done(form, act):
        return _page(complaint_id, {"ask": form})
    return _onward(complaint_id, "已请本人补充，等待期间不算超期")


@door.post("/complaints/<uuid:complaint_id>/answer")
@MINUTELY
@needs(Permission.COMPLAINTS_HANDLE)
def answer_complaint(complaint_id: UUID) -> ResponseReturnValue:
    """What came of it."""
    staff, form = current_staff(), AnswerForm()
    queries.complaint(staff, complaint_id)

    def act() -> None:
        outcome, words = form.outcome.data, form.words.data or ""
        handling.answer(staff, complaint_id, outcome, words, now=clock.now())

    if not done(form, act):
        return _page(complaint_id, {"answer": form})
    return _onward(complaint_id, "已答复，提的人收到了通知")


@door.route("/complaints/<uuid:complaint_id>/pass-up", methods=["GET", "POST"])
@MINUTELY
@needs(Permission.COMPLAINTS_HANDLE)
def pass_complaint_up(complaint_id: UUID) -> ResponseReturnValue:
    """It is for the level above."""
    staff = current_staff()
    row = queries.complaint(staff, complaint_id).row
    asked = Question(
        section=("投诉和建议", url_for("console.complaints")),
        question="报上一级办理？",
        text="由上一级的工作人员接着办，期限不变。您以后看不到内容。",
        label="报上一级",
        hint="2 到 500 个字，上一级办理的人会读到",
        facts=(("编号", row.number), ("关于", row.subject_kind)),
    )

    def decide(reason: str) -> None:
        handling.pass_up(staff, complaint_id, reason, now=clock.now())

    told, back = "已报上一级", url_for("console.complaints")
    return decided_with_reason(PassUpForm(), decide, asked, told=told, back=back)


@door.get("/complaints/<uuid:complaint_id>/pictures/<uuid:attachment_id>")
@needs(Permission.COMPLAINTS_HANDLE)
def complaint_photo(complaint_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo that came with it."""
    if not queries.may_see_picture(current_staff(), complaint_id, attachment_id):
        raise NotFound
    return picture_answer(picture(attachment_id))


@door.get("/complaints/year")
@needs(Permission.COMPLAINTS_READ)
def complaints_of_year() -> ResponseReturnValue:
    """A year by subject, place and outcome, and how long answers took."""
    year = _year()
    counted = yearly.of_year(current_staff(), year)
    return render_template(
        "console/complaints/year.html",
        year=year,
        this_year=local(clock.now()).year,
        groups=_groups(counted),
    )


@door.get("/complaints/year/export")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def export_complaints_of_year() -> ResponseReturnValue:
    """The same as a spreadsheet: counts, and one line for each without words and names."""
    now, year = clock.now(), _year()
    counted = yearly.take_out(current_staff(), year, now=now)
    name = f"{year}年投诉和建议"
    sheets = [
        Sheet(title, (title, *GROUP_COLUMNS[1:]), [_group_row(one) for one in groups])
        for title, groups in _groups(counted)
    ]
    lines = Sheet("明细", COLUMNS, [_row(one) for one in counted])
    return spreadsheet(name, workbook([*sheets, lines]), now=now)


def _groups(counted: list[Counted]) -> list[tuple[str, list[Group]]]:
    return [
        ("关于什么", yearly.by_subject(counted)),
        ("哪里的事", yearly.by_place(counted)),
        ("办理结果", yearly.by_outcome(counted)),
    ]


def _group_row(one: Group) -> tuple[Cell, ...]:
    return (
        *(one.title, one.total, one.open, one.answered),
        *(one.overdue, one.reopened, one.days, one.stars),
    )


def _row(one: Counted) -> tuple[Cell, ...]:
    row = one.row
    return (
        *(row.number, row.wish_title, row.subject_kind, row.place.name),
        *(local(row.made_at).date(), row.state.title, row.outcome_title, one.working_days),
        *("是" if row.was_overdue else "", "是" if row.reopened else "", row.stars),
    )


def _year() -> int:
    this = local(clock.now()).year
    return min(max(FIRST_YEAR, request.args.get("year", this, type=int)), this)


def _pressed(complaint_id: UUID, act: Callable[[], None], told: str) -> ResponseReturnValue:
    return decided(act, told, back=url_for("console.complaint", complaint_id=complaint_id))


def _onward(complaint_id: UUID, told: str) -> ResponseReturnValue:
    """To the next one that nobody has taken, else to the queue."""
    following = handling.next_waiting(current_staff(), complaint_id)
    return onward(
        told,
        url_for("console.complaint", complaint_id=following) if following else None,
        next_is="这是下一件待受理的",
        otherwise=url_for("console.complaints"),
    )
