"""Settle with the shop once a month: what was handed over, as a table to take along."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import xlsx
from app.domain.access.rules import Permission
from app.domain.recognition import settling, shop_queries
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, IdField, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock

COLUMNS = ("兑换号", "物品", "积分", "志愿者编号", "姓名", "领取时间", "交付人")


class SettleForm(Form):
    """Which place settles."""

    place_id = IdField("哪个阵地", [required("请选择阵地")])


@door.route("/rewards/settlements", methods=["GET", "POST"])
@needs(Permission.REWARDS_MANAGE)
def reward_settlements() -> ResponseReturnValue:
    """The settlements of her subtree; settle until the end of last month."""
    staff, form = current_staff(), SettleForm()
    form.place_id.choices = place_choices(staff.scope)
    if done(form, lambda: settling.settle(staff, form.place_id.data, now=clock.now())):
        flash("已结算，可以下载表格", "success")
        return redirect(url_for("console.reward_settlements"), 303)
    page = render_template(
        "console/rewards/settlements.html",
        page=shop_queries.settlements(staff.scope, request.args.get("page", 1, type=int)),
        form=form,
    )
    return page, status(form)


@door.get("/rewards/settlements/<uuid:settlement_id>/sheet")
@limiter.limit("10 per minute")
@needs(Permission.REWARDS_MANAGE)
def settlement_sheet(settlement_id: UUID) -> ResponseReturnValue:
    """One settlement, line by line."""
    found = shop_queries.settlement(settlement_id, current_staff().scope)
    rows = [
        (
            one.number,
            one.item.title,
            one.price,
            one.person.number,
            one.person.masked_name,
            one.handed_over_at,
            one.handed_over_by,
        )
        for one in shop_queries.settled(found.id)
    ]
    name = f"{found.place.short_name}爱心超市结算{found.through:%Y-%m}"
    return spreadsheet(name, xlsx("结算", COLUMNS, rows), now=clock.now())
