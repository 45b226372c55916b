"""The community shop: what stands on the shelves of her places."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from app.domain.access.rules import Permission
from app.domain.attachments.queries import AttachmentView, picture
from app.domain.recognition import shop_queries, stocking
from app.domain.recognition.shop_queries import ItemView
from app.domain.recognition.shop_rules import DESCRIPTION_MOST, TITLE_MOST, ItemFacts
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import picture_answer
from app.entrypoints.console.place_choices import place_choices
from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import DateField, Form, IdField, at_most, required
from app.entrypoints.guard import current_staff, needs
from app.entrypoints.uploads import pictures_sent, takes_pictures
from app.kernel import clock
from app.kernel.calendar import local_date
from app.kernel.refusal import NotFound, Refusal


class ItemForm(Form):
    """What is said about an item, and how many are put in."""

    title = StringField("名称", [required("请填写名称"), at_most(TITLE_MOST)])
    description = TextAreaField("说明", [Optional(), at_most(DESCRIPTION_MOST)])
    price = IntegerField("积分", [InputRequired("请填写要多少积分")])
    add = IntegerField("放入几份", [InputRequired("请填写数量")])
    limit_each = IntegerField("每人限兑（份）", [Optional()])
    open_from = DateField("从哪天起", [required("请选择日期")])
    open_until = DateField("到哪天为止", [Optional()])
    on_shelf = BooleanField("上架，居民可以兑换")
    without_picture = BooleanField("不再用现在的图片")

    def facts(self) -> ItemFacts:
        """What was typed, for the rule to look at."""
        return ItemFacts(
            title=(self.title.data or "").strip(),
            description=(self.description.data or "").strip(),
            price=self.price.data,
            limit_each=self.limit_each.data,
            open_from=self.open_from.data,
            open_until=self.open_until.data,
            on_shelf=bool(self.on_shelf.data),
        )


class NewItemForm(ItemForm):
    """The same, for one of her places."""

    place_id = IdField("放在哪里", [required("请选择阵地")])


@door.get("/rewards")
@needs(Permission.RECOGNITION_READ)
def rewards() -> ResponseReturnValue:
    """Every item of her subtree."""
    found = shop_queries.items(current_staff().scope, request.args.get("page", 1, type=int))
    return render_template("console/rewards/list.html", page=found, today=_today())


@door.route("/rewards/new", methods=["GET", "POST"])
@takes_pictures
@needs(Permission.REWARDS_MANAGE)
def new_reward() -> ResponseReturnValue:
    """Put something on a shelf."""
    staff = current_staff()
    form = NewItemForm(open_from=_today(), on_shelf=True, place_id=staff.place.id)
    form.place_id.choices = place_choices(staff.scope)
    pictures, refusal = pictures_sent(staff.actor)

    def act() -> None:
        if refusal is not None:
            raise refusal
        stocking.add_item(
            staff,
            form.place_id.data,
            form.facts(),
            stock=form.add.data,
            pictures=[one.id for one in pictures],
            now=clock.now(),
        )

    if done(form, act):
        flash(f"“{form.title.data}”已放上货架", "success")
        return redirect(url_for("console.rewards"), 303)
    return _page(form, None, pictures, refusal)


@door.route("/rewards/items/<uuid:item_id>", methods=["GET", "POST"])
@takes_pictures
@needs(Permission.REWARDS_MANAGE)
def change_reward(item_id: UUID) -> ResponseReturnValue:
    """Say anew what is said about it; add to the stock."""
    staff = current_staff()
    item = shop_queries.item(item_id, staff.scope)
    form = ItemForm(obj=item.facts, add=0)
    pictures, refusal = pictures_sent(staff.actor)

    def act() -> None:
        if refusal is not None:
            raise refusal
        stocking.change_item(
            staff,
            item_id,
            form.facts(),
            add=form.add.data,
            pictures=[one.id for one in pictures],
            without_picture=form.without_picture.data,
            now=clock.now(),
        )

    if done(form, act):
        flash("已保存", "success")
        return redirect(url_for("console.rewards"), 303)
    return _page(form, item, pictures, refusal)


def _page(
    form: ItemForm,
    item: ItemView | None,
    pictures: list[AttachmentView],
    refusal: Refusal | None,
) -> ResponseReturnValue:
    page = render_template(
        "console/rewards/item.html",
        form=form,
        item=item,
        pictures=pictures,
        picture_refusal=refusal,
    )
    return page, status(form)


@door.get("/rewards/items/<uuid:item_id>/picture")
@needs(Permission.RECOGNITION_READ)
def reward_picture(item_id: UUID) -> ResponseReturnValue:
    """Its picture."""
    item = shop_queries.item(item_id, current_staff().scope)
    if item.picture is None:
        raise NotFound
    return picture_answer(picture(item.picture.id))


def _today() -> date:
    return local_date(clock.now())
