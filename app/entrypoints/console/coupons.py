"""Seasons of coupons: plan, announce, pause; their kinds; what they have moved."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Sheet, workbook
from app.domain.access.rules import Permission
from app.domain.coupons import kinds, merchant_queries, queries, seasons
from app.domain.coupons.figures import Used, figures, take_out
from app.domain.coupons.money import FEN, yuan
from app.domain.coupons.queries import KindView, SeasonView
from app.domain.coupons.rules import SeasonStep
from app.domain.places.scope import Scope
from app.entrypoints.console.coupon_forms import KindForm, NewSeasonForm, SeasonForm
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.limits import limiter
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal

USED_COLUMNS = ("", "使用张数", "抵扣（元）", "带动消费（元）")
DONE_WORDS = {
    SeasonStep.ANNOUNCE: "已发布，到领取时间自动开始",
    SeasonStep.PAUSE: "已暂停领取，已经领到的照常可用",
    SeasonStep.GO_ON: "已恢复领取",
    SeasonStep.DROP: "已取消",
}


@door.get("/coupons")
@needs(Permission.COUPONS_READ)
def coupon_seasons() -> ResponseReturnValue:
    """The seasons of her subtree, the latest first."""
    found = queries.seasons(current_staff().scope, request.args.get("page", 1, type=int))
    return render_template("console/coupons/list.html", page=found, yuan=yuan)


@door.route("/coupons/new", methods=["GET", "POST"])
@needs(Permission.COUPONS_MANAGE)
def new_coupon_season() -> ResponseReturnValue:
    """A draft."""
    staff, form = current_staff(), NewSeasonForm(place_id=current_staff().place.id)
    form.place_id.choices = place_choices(staff.scope)
    made: list[UUID] = []

    def act() -> None:
        made.append(seasons.plan(staff, form.place_id.data, form.facts(), now=clock.now()))

    if done(form, act):
        flash("已存为草稿，接着添加券种", "success")
        return redirect(url_for("console.coupon_season", season_id=made[0]), 303)
    return render_template("console/coupons/edit.html", form=form, season=None), status(form)


@door.get("/coupons/<uuid:season_id>")
@needs(Permission.COUPONS_READ)
def coupon_season(season_id: UUID) -> ResponseReturnValue:
    """One season: its kinds, its numbers, what can be done."""
    season = queries.season(season_id, current_staff().scope)
    return render_template(
        "console/coupons/season.html",
        season=season,
        kinds=queries.kinds([season_id]),
        figures=figures(season_id),
        yuan=yuan,
        form=Form(),
    )


@door.route("/coupons/<uuid:season_id>/edit", methods=["GET", "POST"])
@needs(Permission.COUPONS_MANAGE)
def change_coupon_season(season_id: UUID) -> ResponseReturnValue:
    """Say anew what is said about it."""
    staff = current_staff()
    season = queries.season(season_id, staff.scope)
    form = SeasonForm(obj=season.facts, budget=yuan(season.facts.budget_fen))
    if done(form, lambda: seasons.change(staff, season_id, form.facts(), now=clock.now())):
        flash("已保存", "success")
        return redirect(url_for("console.coupon_season", season_id=season_id), 303)
    return render_template("console/coupons/edit.html", form=form, season=season), status(form)


@door.post("/coupons/<uuid:season_id>/<any(announce, pause, go_on, drop):step>")
@needs(Permission.COUPONS_MANAGE)
def step_coupon_season(season_id: UUID, step: str) -> ResponseReturnValue:
    """Announce, pause, go on, or drop."""
    staff, what = current_staff(), SeasonStep(step)
    queries.season(season_id, staff.scope)
    try:
        seasons.step(staff, season_id, what, now=clock.now())
    except NotFound:
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
    else:
        flash(DONE_WORDS[what], "success")
    return redirect(url_for("console.coupon_season", season_id=season_id), 303)


@door.route("/coupons/<uuid:season_id>/kinds/new", methods=["GET", "POST"])
@needs(Permission.COUPONS_MANAGE)
def new_coupon_kind(season_id: UUID) -> ResponseReturnValue:
    """One more kind."""
    staff = current_staff()
    season = queries.season(season_id, staff.scope)
    form = KindForm(
        take_from=season.facts.take_from, take_until=season.facts.take_until, limit_each=1
    )
    return _kind_page(form, season, None)


@door.route("/coupon-kinds/<uuid:kind_id>", methods=["GET", "POST"])
@needs(Permission.COUPONS_MANAGE)
def change_coupon_kind(kind_id: UUID) -> ResponseReturnValue:
    """Say anew what is said about a kind."""
    kind = queries.kind(kind_id, current_staff().scope)
    form = KindForm(
        obj=kind.facts,
        face=yuan(kind.facts.face_fen),
        minimum=yuan(kind.facts.minimum_fen),
        merchants=[str(one) for one in kinds.accepted_by(kind_id)],
    )
    return _kind_page(form, queries.season(kind.season_id), kind)


def _kind_page(form: KindForm, season: SeasonView, kind: KindView | None) -> ResponseReturnValue:
    staff, now = current_staff(), clock.now()
    accepted = kinds.accepted_by(kind.id) if kind else ()
    shops_there = merchant_queries.choices(Scope(season.place.path), also=accepted)
    form.merchants.choices = [(str(one), name) for one, name in shops_there]

    def act() -> None:
        shops = [UUID(one) for one in form.merchants.data or []]
        if kind is None:
            kinds.add_kind(staff, season.id, form.facts(), shops, now=now)
        else:
            kinds.change_kind(staff, kind.id, form.facts(), shops, now=now)

    if done(form, act):
        flash("已保存", "success")
        return redirect(url_for("console.coupon_season", season_id=season.id), 303)
    page = render_template("console/coupons/kind.html", form=form, season=season, kind=kind)
    return page, status(form)


@door.get("/coupons/<uuid:season_id>/figures")
@limiter.limit("10 per minute")
@needs(Permission.EXPORT)
def coupon_figures(season_id: UUID) -> ResponseReturnValue:
    """The season in numbers, as a table."""
    staff = current_staff()
    season = queries.season(season_id, staff.scope)
    found = take_out(staff, season_id, now=clock.now())
    total = [
        ("发行（张）", found.issued),
        ("领取（张）", found.taken),
        ("使用（张）", found.used),
        ("过期（张）", found.expired),
        ("领券人数", found.people),
        ("抵扣（元）", found.face_fen / FEN),
        ("带动消费（元）", found.spent_fen / FEN),
    ]
    sheets = [
        Sheet("合计", ("项目", "数值"), total),
        Sheet("按商户", ("商户", *USED_COLUMNS[1:]), _rows(found.by_merchant)),
        Sheet("按券种", ("券种", *USED_COLUMNS[1:]), _rows(found.by_kind)),
        Sheet("按日", ("日期", *USED_COLUMNS[1:]), _rows(found.by_day)),
    ]
    return spreadsheet(f"{season.title}数据", workbook(sheets), now=clock.now())


def _rows(found: tuple[Used, ...]) -> list[tuple[str, int, float, float]]:
    return [(one.label, one.count, one.face_fen / FEN, one.spent_fen / FEN) for one in found]
