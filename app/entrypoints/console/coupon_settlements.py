"""Settle with merchants: prepare a sheet, confirm a colleague's, note that it was paid."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters import coupon_papers
from app.adapters.spreadsheets import xlsx
from app.domain.access.errors import NotAllowed
from app.domain.access.rules import Permission
from app.domain.access.same_person import accounts_of
from app.domain.coupons import merchant_queries, on_paper, settlement_queries, settling
from app.domain.coupons.flags import FLAG_TITLES
from app.domain.coupons.money import FEN, in_capitals, yuan
from app.domain.coupons.rules import Settlement
from app.entrypoints.console.coupon_forms import PaidForm, ReasonForm, SettlementForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.submitting import done, status
from app.entrypoints.downloads import paper
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal

COLUMNS = ("核销号", "券", "领券人编号", "领券人", "核销时间", "消费（元）", "抵扣（元）", "需核实")


@door.route("/coupon-settlements", methods=["GET", "POST"])
@needs(Permission.COUPONS_SETTLE)
def coupon_settlements() -> ResponseReturnValue:
    """The sheets of her subtree; prepare one, by default for last month."""
    staff, now = current_staff(), clock.now()
    last = local_date(now).replace(day=1) - timedelta(days=1)
    form = SettlementForm(first_day=last.replace(day=1), last_day=last)
    form.merchant_id.choices = merchant_queries.choices(staff.scope, stopped_too=True)
    made: list[UUID] = []

    def act() -> None:
        merchant_queries.merchant(form.merchant_id.data, staff.scope)
        days = (form.first_day.data, form.last_day.data)
        made.append(settling.prepare(staff, form.merchant_id.data, *days, now=now))

    if done(form, act):
        flash("结算单已编制，请同事确认", "success")
        return redirect(url_for("console.coupon_settlement", sheet_id=made[0]), 303)
    page = render_template(
        "console/coupons/settlements.html",
        page=settlement_queries.settlements(staff.scope, request.args.get("page", 1, type=int)),
        form=form,
        yuan=yuan,
    )
    return page, status(form)


@door.get("/coupon-settlements/<uuid:sheet_id>")
@needs(Permission.COUPONS_SETTLE)
def coupon_settlement(sheet_id: UUID) -> ResponseReturnValue:
    """One sheet: its lines with what to look at, and what can be done. Prints as it is."""
    return _page(sheet_id, ReasonForm(), PaidForm(paid_on=local_date(clock.now())))


def _page(sheet_id: UUID, drop_form: ReasonForm, paid_form: PaidForm) -> ResponseReturnValue:
    staff = current_staff()
    sheet = settlement_queries.settlement(sheet_id, staff.scope)
    confirmed = sheet.state in (Settlement.CONFIRMED, Settlement.PAID)
    page = render_template(
        "console/coupons/settlement.html",
        sheet=sheet,
        lines=settlement_queries.lines(sheet_id),
        account=merchant_queries.account_of(sheet.merchant_id, staff.scope) if confirmed else "",
        drop_form=drop_form,
        paid_form=paid_form,
        mine=sheet.prepared_by_id in accounts_of(staff),
        flags=FLAG_TITLES,
        yuan=yuan,
        in_capitals=in_capitals,
    )
    return page, max(status(drop_form), status(paid_form))


@door.post("/coupon-settlements/<uuid:sheet_id>/confirm")
@needs(Permission.COUPONS_SETTLE)
def confirm_coupon_settlement(sheet_id: UUID) -> ResponseReturnValue:
    """By another than who prepared it."""
    staff = current_staff()
    settlement_queries.settlement(sheet_id, staff.scope)
    return _then(
        sheet_id,
        lambda: settling.confirm(staff, sheet_id, now=clock.now()),
        "已确认，可以付款",
    )


@door.post("/coupon-settlements/<uuid:sheet_id>/drop")
@needs(Permission.COUPONS_SETTLE)
def drop_coupon_settlement(sheet_id: UUID) -> ResponseReturnValue:
    """Its coupons wait for the next sheet."""
    staff, form = current_staff(), ReasonForm()
    settlement_queries.settlement(sheet_id, staff.scope)
    if done(form, lambda: settling.drop(staff, sheet_id, form.reason.data, now=clock.now())):
        flash("已撤回，里面的核销可以重新结算", "success")
        return redirect(url_for("console.coupon_settlement", sheet_id=sheet_id), 303)
    return _page(sheet_id, form, PaidForm())


@door.post("/coupon-settlements/<uuid:sheet_id>/paid")
@needs(Permission.COUPONS_SETTLE)
def pay_coupon_settlement(sheet_id: UUID) -> ResponseReturnValue:
    """Its date and its voucher."""
    staff, form = current_staff(), PaidForm()
    settlement_queries.settlement(sheet_id, staff.scope)

    def act() -> None:
        settling.mark_paid(
            staff,
            sheet_id,
            paid_on=form.paid_on.data,
            voucher=form.voucher.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已登记付款", "success")
        return redirect(url_for("console.coupon_settlement", sheet_id=sheet_id), 303)
    return _page(sheet_id, ReasonForm(), form)


def _then(sheet_id: UUID, act: Callable[[], None], words: str) -> ResponseReturnValue:
    try:
        act()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
    else:
        flash(words, "success")
    return redirect(url_for("console.coupon_settlement", sheet_id=sheet_id), 303)


@door.get("/coupon-settlements/<uuid:sheet_id>/table")
@limiter.limit("10 per minute")
@needs(Permission.COUPONS_SETTLE)
def coupon_settlement_table(sheet_id: UUID) -> ResponseReturnValue:
    """One sheet, line by line; no account number."""
    staff = current_staff()
    sheet = settlement_queries.settlement(sheet_id, staff.scope)
    settling.note_export(staff, sheet_id, now=clock.now())
    rows = [
        (
            one.redemption.redemption_number,
            one.redemption.title,
            one.redemption.number,
            one.redemption.masked_name,
            one.redemption.at,
            one.spent_fen / FEN,
            one.face_fen / FEN,
            "；".join(FLAG_TITLES[flag] for flag in one.flags),
        )
        for one in settlement_queries.lines(sheet_id)
    ]
    name = f"{sheet.merchant}结算{sheet.first_day:%Y%m%d}-{sheet.last_day:%Y%m%d}"
    return spreadsheet(name, xlsx("结算", COLUMNS, rows), now=clock.now())


@door.get("/coupon-settlements/<uuid:sheet_id>/paper")
@limiter.limit("10 per minute")
@needs(Permission.COUPONS_SETTLE)
def coupon_settlement_paper(sheet_id: UUID) -> ResponseReturnValue:
    """A confirmed sheet as a PDF to be signed and sealed, with account and reason in full."""
    staff = current_staff()
    sheet = settlement_queries.settlement(sheet_id, staff.scope)
    content = coupon_papers.pdf(
        on_paper.sheet_on_paper(sheet_id),
        unit_name=settings().unit_name,
        account=merchant_queries.account_of(sheet.merchant_id, staff.scope),
        reason=sheet.reason or "",
        public_url=settings().public_url,
    )
    settling.note_export(staff, sheet_id, now=clock.now())
    return paper(f"消费券结算单-{sheet.merchant}-{sheet.number}", content)
