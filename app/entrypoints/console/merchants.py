"""Merchants that take coupons: opened, stopped, their phones, what they redeemed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters import qr_images
from app.domain.access.rules import Permission
from app.domain.coupons import correcting, devices, merchant_queries, merchants
from app.domain.coupons.money import yuan
from app.entrypoints.console.coupon_forms import (
    DeviceForm,
    MerchantForm,
    NewMerchantForm,
    ReasonForm,
)
from app.entrypoints.console.door import door
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.display import show_datetime
from app.entrypoints.guard import current_staff, needs, settings
from app.entrypoints.limits import limiter
from app.kernel import clock


@door.get("/merchants")
@needs(Permission.COUPONS_READ)
def coupon_merchants() -> ResponseReturnValue:
    """The merchants of her subtree."""
    found = merchant_queries.merchants(current_staff().scope, request.args.get("page", 1, type=int))
    return render_template("console/merchants/list.html", page=found)


@door.route("/merchants/new", methods=["GET", "POST"])
@needs(Permission.MERCHANTS_MANAGE)
def new_merchant() -> ResponseReturnValue:
    """Open one."""
    staff, form = current_staff(), NewMerchantForm(place_id=current_staff().place.id)
    form.place_id.choices = place_choices(staff.scope)
    made: list[UUID] = []

    def act() -> None:
        opened = merchants.open_merchant(staff, form.place_id.data, form.facts(), now=clock.now())
        made.append(opened)

    if done(form, act):
        flash("已登记，接着给商户的手机做核销二维码", "success")
        return redirect(url_for("console.merchant", merchant_id=made[0]), 303)
    return render_template("console/merchants/edit.html", form=form, one=None), status(form)


@door.get("/merchants/<uuid:merchant_id>")
@needs(Permission.COUPONS_READ)
def merchant(merchant_id: UUID) -> ResponseReturnValue:
    """One merchant: its phones, what was redeemed, what was refused."""
    return _merchant_page(merchant_id, DeviceForm())


@door.post("/merchants/<uuid:merchant_id>/devices")
@limiter.limit("30 per minute")
@needs(Permission.MERCHANTS_MANAGE)
def make_merchant_device(merchant_id: UUID) -> ResponseReturnValue:
    """A token for one phone, shown once: the answer to the form itself."""
    staff, form = current_staff(), DeviceForm()
    one = merchant_queries.merchant(merchant_id, staff.scope)
    made: list[tuple[UUID, str]] = []

    def act() -> None:
        made.append(devices.make(staff, merchant_id, name=form.name.data, now=clock.now()))

    if not done(form, act):
        return _merchant_page(merchant_id, form)
    link = f"{settings().public_url}{url_for('merchant.page')}#{made[0][1]}"
    return render_template(
        "console/merchants/device.html",
        one=one,
        name=form.name.data,
        link=link,
        picture=qr_images.svg_address(link),
    )


def _merchant_page(merchant_id: UUID, form: DeviceForm) -> ResponseReturnValue:
    one = merchant_queries.merchant(merchant_id, current_staff().scope)
    page = render_template(
        "console/merchants/merchant.html",
        one=one,
        devices=merchant_queries.devices(merchant_id),
        page=merchant_queries.redemptions(merchant_id, request.args.get("page", 1, type=int)),
        refused_scans=merchant_queries.refused(merchant_id),
        form=form,
        yuan=yuan,
    )
    return page, status(form)


@door.route("/merchants/<uuid:merchant_id>/edit", methods=["GET", "POST"])
@needs(Permission.MERCHANTS_MANAGE)
def change_merchant(merchant_id: UUID) -> ResponseReturnValue:
    """Say anew what is said about it."""
    staff = current_staff()
    one = merchant_queries.merchant(merchant_id, staff.scope)
    form = MerchantForm(obj=one.facts)
    if done(
        form, lambda: merchants.change_merchant(staff, merchant_id, form.facts(), now=clock.now())
    ):
        flash("已保存", "success")
        return redirect(url_for("console.merchant", merchant_id=merchant_id), 303)
    return render_template("console/merchants/edit.html", form=form, one=one), status(form)


@door.route("/merchants/<uuid:merchant_id>/stop", methods=["GET", "POST"])
@needs(Permission.MERCHANTS_MANAGE)
def stop_merchant(merchant_id: UUID) -> ResponseReturnValue:
    """It takes no coupons any more."""
    staff, form = current_staff(), ReasonForm()
    one = merchant_queries.merchant(merchant_id, staff.scope)
    if done(form, lambda: merchants.stop(staff, merchant_id, form.reason.data, now=clock.now())):
        flash("已停用，这家商户的手机不能再核销", "success")
        return redirect(url_for("console.merchant", merchant_id=merchant_id), 303)
    page = render_template(
        "console/merchants/reason.html",
        form=form,
        one=one,
        question=f"停用“{one.name}”？",
        text="停用后它的手机马上不能核销，已经核销的照常结算。",
        submit="停用",
    )
    return page, status(form)


@door.post("/merchants/<uuid:merchant_id>/go-on")
@needs(Permission.MERCHANTS_MANAGE)
def go_on_merchant(merchant_id: UUID) -> ResponseReturnValue:
    """It takes coupons again."""
    staff = current_staff()
    merchant_queries.merchant(merchant_id, staff.scope)
    merchants.go_on(staff, merchant_id, now=clock.now())
    flash("已恢复", "success")
    return redirect(url_for("console.merchant", merchant_id=merchant_id), 303)


@door.post("/merchant-devices/<uuid:device_id>/revoke")
@needs(Permission.MERCHANTS_MANAGE)
def revoke_merchant_device(device_id: UUID) -> ResponseReturnValue:
    """A lost phone redeems nothing from now on."""
    staff = current_staff()
    device, one = merchant_queries.device_of(device_id, staff.scope)
    devices.revoke(staff, device_id, now=clock.now())
    flash(f"“{device.name}”已收回，不能再核销", "success")
    return redirect(url_for("console.merchant", merchant_id=one.id), 303)


@door.route("/coupon-redemptions/<uuid:used_id>/correct", methods=["GET", "POST"])
@needs(Permission.COUPONS_SETTLE)
def correct_coupon_redemption(used_id: UUID) -> ResponseReturnValue:
    """It does not count; where it was settled, an opposing sheet is made."""
    staff, form = current_staff(), ReasonForm()
    found, one = merchant_queries.redemption(used_id, staff.scope)
    made: list[UUID | None] = []

    def act() -> None:
        made.append(correcting.correct(staff, used_id, form.reason.data, now=clock.now()))

    if done(form, act):
        if made[0] is not None:
            flash("已更正，另生成一张冲减的结算单，等同事确认", "success")
            return redirect(url_for("console.coupon_settlement", sheet_id=made[0]), 303)
        flash("已更正，这一笔不再结算", "success")
        return redirect(url_for("console.merchant", merchant_id=one.id), 303)
    page = render_template(
        "console/merchants/reason.html",
        form=form,
        one=one,
        question="作废这一笔核销？",
        text=f"{found.title}，{show_datetime(found.at)}，核销号 {found.redemption_number}，消费 "
        f"{yuan(found.spent_fen)} 元，抵扣 {yuan(found.face_fen)} 元。作废后不能恢复。",
        submit="作废",
    )
    return page, status(form)
