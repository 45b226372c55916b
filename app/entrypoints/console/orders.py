"""Service orders in the console: the queue, one order with its history, and taking a request."""

from dataclasses import dataclass, field
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.activities.vocabulary import CATEGORIES
from app.domain.attachments.queries import attachments, picture
from app.domain.orders import dispatching, looking, menu, queries, requesting
from app.domain.orders.looking import Contact
from app.domain.orders.requesting import SOURCES
from app.domain.orders.rules import Decision, State, decisions_open
from app.domain.orders.views import OrderView
from app.domain.teams import queries as teams
from app.domain.teams.queries import TeamView
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.order_forms import (
    HOME,
    BindForm,
    CallForm,
    DispatchForm,
    PhoneOrderForm,
    RatingForm,
    SettleForm,
    VerifyForm,
)
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound

TAB_WORDS = {
    "verify": "待核实",
    "dispatch": "待派单",
    "accept": "待接单",
    "serve": "服务中",
    "info": "待补充",
    "rate": "待评价",
    "look": "已评价待处理",
    "call": "抽中回访",
    "ended": "已结束",
}
STEP_WORDS = {
    Decision.TAKE_UP: "开始核实",
    Decision.GIVE_BACK: "交回待核实",
    Decision.ASK: "请补充",
    Decision.AMEND: "已补充",
    Decision.REFUSE: "不受理",
    Decision.PASS: "核实通过",
    Decision.OFFER: "开放抢单",
    Decision.DISPATCH: "派单",
    Decision.TAKE_BACK: "收回",
    Decision.ACCEPT: "接单",
    Decision.DECLINE: "谢绝",
    Decision.TIME_OUT: "超时没有接单",
    Decision.RELEASE: "退回",
    Decision.START: "开始服务",
    Decision.FINISH: "完成服务",
    Decision.RATE: "评价",
    Decision.MISS: "回访没有接通",
    Decision.REWORK: "安排返工",
    Decision.CLOSE: "办结",
    Decision.LAPSE: "到期办结",
    Decision.CANCEL: "取消",
}
CONSENT_WORDS = {"own": "本人提交", "by_phone": "电话里同意登记", "in_person": "当面同意登记"}
RATED_WORDS = {"own": "本人评价", "link": "短信链接评价", "staff": "电话评价，工作人员记录"}
CALL_WORDS = {
    "drawn": "待回访",
    "satisfied": "满意",
    "unsatisfied": "不满意",
    "not_reached": "联系不上",
    "lapsed": "到期未回访",
}


@dataclass
class Forms:
    """The forms of an order's page; the one that was refused comes back as it was sent."""

    verify: VerifyForm = field(default_factory=lambda: VerifyForm(formdata=None))
    dispatch: DispatchForm = field(default_factory=lambda: DispatchForm(formdata=None))
    rating: RatingForm = field(default_factory=lambda: RatingForm(formdata=None))
    call: CallForm = field(default_factory=lambda: CallForm(formdata=None))
    settle: SettleForm = field(default_factory=lambda: SettleForm(formdata=None))
    bind: BindForm = field(default_factory=lambda: BindForm(formdata=None))

    @property
    def sent(self) -> Form:
        """The one with something to say, else any."""
        every: list[Form] = [self.verify, self.dispatch, self.rating, self.call, self.settle]
        wrong = [one for one in (*every, self.bind) if one.errors or one.refusal]
        return wrong[0] if wrong else self.verify


@door.get("/orders")
@needs(Permission.ORDERS_READ)
def orders() -> ResponseReturnValue:
    """What waits in her subtree, part by part; what is due first on top."""
    scope = current_staff().scope
    asked = request.args.get("tab", "verify")
    tab = asked if asked in TAB_WORDS else "verify"
    category = request.args.get("category", "")
    return render_template(
        "console/orders/list.html",
        page=queries.queue(
            scope,
            tab,
            text=request.args.get("q", ""),
            category=category if category in CATEGORIES else "",
            page=request.args.get("page", 1, type=int),
        ),
        tab=tab,
        tabs=TAB_WORDS,
        counts=queries.counts(scope),
        categories=CATEGORIES,
        category=category,
        sources=SOURCES,
        now=clock.now(),
    )


@door.get("/orders/<uuid:order_id>")
@needs(Permission.ORDERS_READ)
def order(order_id: UUID) -> ResponseReturnValue:
    """How it stands, its history, and what she may decide now."""
    return order_page(order_id, Forms())


def order_page(
    order_id: UUID, forms: Forms, *, contact: Contact | None = None
) -> ResponseReturnValue:
    """One order on one page; also shown again when a decision was refused, or with its contact."""
    staff = current_staff()
    found = queries.order(order_id, staff.scope)
    candidates = _candidates(found) if found.row.state in (State.READY, State.OFFERED) else []
    _offer_teams(forms.dispatch, candidates, found)
    page = render_template(
        "console/orders/order.html",
        order=found,
        forms=forms,
        form=forms.sent,
        contact=contact,
        came_with=attachments(contact.pictures) if contact else [],
        can=decisions_open(found.row.state),
        acts=_acts(staff, found),
        teams=candidates,
        pictures={one.id: attachments(one.pictures) for one in found.rounds},
        steps=STEP_WORDS,
        sources=SOURCES,
        consents=CONSENT_WORDS,
        ways=RATED_WORDS,
        calls=CALL_WORDS,
        now=clock.now(),
    )
    return page, status(forms.sent)


def _acts(staff: Staff, found: OrderView) -> bool:
    """Whether she may decide: by her role, and nobody else is at it."""
    may = staff.may(Permission.ORDERS_DISPATCH)
    busy = found.row.state is State.VERIFYING and found.row.verifier_id not in (None, staff.id)
    return may and not busy


def _candidates(found: OrderView) -> list[TeamView]:
    """The teams that serve there, the menu's own first."""
    serving = [
        one
        for one in teams.to_join(found.row.place)
        if dispatching.serves(one, found.row.place.path)
    ]
    return sorted(serving, key=lambda one: one.id != found.item_team_id)


def _offer_teams(form: DispatchForm, candidates: list[TeamView], found: OrderView) -> None:
    said_no = found.said_no
    form.team_id.choices = [
        ("", "请选择"),
        *(
            (one.id, f"{one.name}（{one.kind}，{one.members} 人{_no(one.name, said_no)}）")
            for one in candidates
        ),
    ]
    if form.team_id.data is None and candidates and candidates[0].id == found.item_team_id:
        form.team_id.data = found.item_team_id


def _no(name: str, said_no: dict[str, str]) -> str:
    return "，没有接这一单" if name in said_no else ""


@door.get("/orders/<uuid:order_id>/pictures/<uuid:attachment_id>")
@needs(Permission.ORDERS_READ)
def order_picture(order_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo of what was done."""
    queries.found_order(order_id, current_staff().scope)
    if not queries.has_picture(order_id, attachment_id):
        raise NotFound
    return picture_answer(picture(attachment_id))


@door.get("/orders/<uuid:order_id>/sent-pictures/<uuid:attachment_id>")
@needs(Permission.ORDERS_DISPATCH)
def order_sent_picture(order_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A photo that came with the order, while its contact is open."""
    return picture_answer(looking.picture_for_dispatcher(current_staff(), order_id, attachment_id))


@door.route("/orders/new", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@needs(Permission.ORDERS_DISPATCH)
def new_order() -> ResponseReturnValue:
    """Write down what somebody without a phone of her own asks for."""
    staff = current_staff()
    usual = {"where": HOME, "source": "phone", "people": 1, "wanted_part": "都可以"}
    form = PhoneOrderForm(**usual, wanted_on=local_date(clock.now()), place_id=staff.place.id)
    form.place_id.choices = place_choices(staff.scope)
    form.item_id.choices = [
        ("", "不在菜单里"),
        *((one.id, f"{one.title}（{one.where}）") for one in menu.on_offer_at(staff.place)),
    ]
    made: list[UUID] = []

    def act() -> None:
        facts = {"place_id": form.place_id.data, "item_id": form.item_id.data}
        made.append(
            requesting.take_request(
                staff, form.asked, source=form.source.data, now=clock.now(), **facts
            )
        )

    if done(form, act):
        flash("已登记，由您核实。核实好了写说明、派团队", "success")
        return redirect(url_for("console.order", order_id=made[0]), 303)
    page = render_template("console/orders/new.html", form=form)
    return page, status(form)
