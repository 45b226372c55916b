"""Staff scan volunteers' cards: by a reader, by WeChat, by the camera, or typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, StringField

from app.adapters.wechat_gateway import page_signature
from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Permission
from app.domain.activities import queries as activities
from app.domain.attendance import queries, walk_ins
from app.domain.attendance.correcting import WORDS
from app.domain.attendance.errors import NotSignedUp
from app.domain.attendance.rules import Direction
from app.domain.attendance.scan_log import ScanAnswer
from app.domain.attendance.ways import scan_card as take_card
from app.domain.hours.story import WAYS
from app.domain.people import queries as people
from app.domain.people.card import holder_of
from app.entrypoints.answers import wants_json
from app.entrypoints.console.door import door
from app.entrypoints.forms import Form, at_most, required
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.ids import new_id
from app.kernel.refusal import NotFound, Refusal

LONGEST_CARD = 300


class CardForm(Form):
    """What was scanned; the nonce makes a scan that was sent twice count once."""

    card = StringField("服务卡", [required("请扫描服务卡"), at_most(LONGEST_CARD)])
    nonce = HiddenField()


@dataclass(frozen=True)
class Told:
    """The answer as the page shows and sounds it."""

    tone: str
    title: str
    name: str
    sentence: str
    advice: str
    status: int
    walk_in: str = ""  # the card of who may have a place here and now


@door.route("/sessions/<uuid:session_id>/cards/<any(in, out):direction>", methods=["GET", "POST"])
@limiter.limit("240 per minute", methods=["POST"])
@needs(Permission.ATTENDANCE_RUN)
def scan_card(session_id: UUID, direction: str) -> ResponseReturnValue:
    """Scan one card after the other; the answer in colour, the last ones below."""
    now, form = clock.now(), CardForm()
    activities.session(session_id, within=current_staff().scope)
    told = _take(form, session_id, direction, now) if form.validate_on_submit() else None
    if wants_json():
        return _json(told or _unread(form))
    form.card.raw_data, form.card.data = None, ""
    page = _page(session_id, direction, form, told, now=now)
    return page, told.status if told else 422 if form.errors else 200


def _page(
    session_id: UUID, direction: str, form: CardForm, told: Told | None, *, now: datetime
) -> str:
    scope = current_staff().scope
    return render_template(
        "console/sessions/cards.html",
        session=activities.session(session_id, within=scope),
        direction=direction,
        form=form,
        told=told,
        nonce=new_id().hex,
        scans=queries.latest_scans(session_id, within=scope),
        ways=WAYS,
        wx_signature=page_signature(settings(), _address(), now=now),
    )


def _take(form: CardForm, session_id: UUID, direction: str, now: datetime) -> Told:
    staff, card = current_staff(), _code_on(form.card.data)
    try:
        answer = take_card(
            staff,
            card,
            session_id=session_id,
            direction=cast(Direction, direction),
            device=str(staff.session_id) if form.nonce.data else None,
            nonce=(form.nonce.data or "")[:64] or None,
            now=now,
        )
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        title = f"没有{WORDS[direction]}"
        name = _name_on(card, now)
        walk_in = card if isinstance(refusal, NotSignedUp) and direction == "in" else ""
        return Told(
            "danger", title, name, refusal.sentence, refusal.advice, refusal.status, walk_in
        )
    return _taken(answer, WORDS[direction])


@door.post("/sessions/<uuid:session_id>/walk-ins")
@limiter.limit("240 per minute")
@needs(Permission.ATTENDANCE_RUN)
def walk_in(session_id: UUID) -> ResponseReturnValue:
    """Who has not signed up gets a free place and is checked in; her card was just scanned."""
    activities.session(session_id, within=current_staff().scope)
    form, now = CardForm(), clock.now()
    told = _join(form, session_id, now) if form.validate_on_submit() else _unread(form)
    if wants_json():
        return _json(told)
    form.card.raw_data, form.card.data = None, ""
    return _page(session_id, "in", form, told, now=now), told.status


def _join(form: CardForm, session_id: UUID, now: datetime) -> Told:
    staff, card = current_staff(), _code_on(form.card.data)
    try:
        answer = walk_ins.walk_in(
            staff,
            card,
            session_id=session_id,
            device=str(staff.session_id) if form.nonce.data else None,
            nonce=(form.nonce.data or "")[:64] or None,
            now=now,
        )
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        name = _name_on(card, now)
        return Told("danger", "没有加入", name, refusal.sentence, refusal.advice, refusal.status)
    return _taken(answer, "签到")


def _taken(answer: ScanAnswer, word: str) -> Told:
    tone, title = ("warning", f"已经{word}过") if answer.repeated else ("success", f"{word}成功")
    return Told(tone, title, answer.volunteer_name, answer.sentence, "", 200)


def _unread(form: CardForm) -> Told:
    sentence = next(iter(form.card.errors), "页面停留太久了，请刷新后再扫")
    return Told("danger", "没有读到", "", sentence, "", 422)


def _code_on(text: str) -> str:
    """The card's code, also when a reader or a phone hands over a whole address."""
    return text.strip().partition("?")[0].rstrip("/").rpartition("/")[2]


def _name_on(card: str, now: datetime) -> str:
    """Whose card it is, so that staff know whom to speak to; empty when it cannot be read."""
    try:
        holder = holder_of(card, now=now)
    except Refusal:
        return ""
    found = people.cards([holder]).get(holder)
    return found.name if found else ""


def _json(told: Told) -> ResponseReturnValue:
    return jsonify(
        tone=told.tone,
        title=told.title,
        name=told.name,
        sentence=told.sentence,
        advice=told.advice,
        walk_in=told.walk_in,
    ), told.status


def _address() -> str:
    """This page's address as the phone sees it, which the signature is made for."""
    return settings().public_url + request.full_path.rstrip("?")
