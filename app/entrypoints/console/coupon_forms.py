"""What staff type about seasons, kinds, merchants and settlements. Money is typed in yuan."""

from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    widgets,
)
from wtforms.validators import InputRequired, Optional

from app.domain.coupons.merchants import (
    ACCOUNT_MOST,
    ADDRESS_MOST,
    CATEGORIES,
    CONTACT_MOST,
    NAME_MOST,
    MerchantFacts,
)
from app.domain.coupons.money import fen_of
from app.domain.coupons.rules import (
    ABOUT_MOST,
    KIND_TITLE_MOST,
    REASON_MOST,
    TITLE_MOST,
    VOUCHER_MOST,
    KindFacts,
    SeasonFacts,
)
from app.entrypoints.forms import DateField, Form, IdField, MomentField, at_most, required

LONGEST_ORGANISER = 60


class SeasonForm(Form):
    """A season."""

    title = StringField("名称", [required("请填写名称"), at_most(TITLE_MOST)])
    organiser = StringField("主办单位", [required("请填写主办单位"), at_most(LONGEST_ORGANISER)])
    about = TextAreaField("给居民的说明", [Optional(), at_most(ABOUT_MOST)])
    take_from = MomentField("领取从", [required("请填写时间")])
    take_until = MomentField("领取到", [required("请填写时间")])
    use_from = MomentField("使用从", [required("请填写时间")])
    use_until = MomentField("使用到", [required("请填写时间")])
    budget = StringField("预算总额（元）", [required("请填写预算"), at_most(12)])

    def facts(self) -> SeasonFacts:
        """What was typed, for the rule to look at."""
        return SeasonFacts(
            title=self.title.data.strip(),
            organiser=self.organiser.data.strip(),
            about=(self.about.data or "").strip(),
            take_from=self.take_from.data,
            take_until=self.take_until.data,
            use_from=self.use_from.data,
            use_until=self.use_until.data,
            budget_fen=fen_of(self.budget.data),
        )


class NewSeasonForm(SeasonForm):
    """The same, for one of her places."""

    place_id = IdField("哪个阵地主办", [required("请选择阵地")])


class KindForm(Form):
    """A kind of coupon, and where it is taken."""

    title = StringField("名称", [required("请填写名称"), at_most(KIND_TITLE_MOST)])
    minimum = StringField("满（元）", [required("请填写最低消费"), at_most(12)])
    face = StringField("减（元）", [required("请填写面额"), at_most(12)])
    total = IntegerField("总张数", [InputRequired("请填写张数")])
    limit_each = IntegerField("每人限领（张）", [InputRequired("请填写每人限领")])
    take_from = MomentField("领取从", [required("请填写时间")])
    take_until = MomentField("领取到", [required("请填写时间")])
    merchants = SelectMultipleField(
        "可用的商户",
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )

    def facts(self) -> KindFacts:
        """What was typed, for the rule to look at."""
        return KindFacts(
            title=self.title.data.strip(),
            face_fen=fen_of(self.face.data),
            minimum_fen=fen_of(self.minimum.data),
            total=self.total.data,
            limit_each=self.limit_each.data,
            take_from=self.take_from.data,
            take_until=self.take_until.data,
        )


class MerchantForm(Form):
    """A merchant; an account number left empty stays as it is."""

    name = StringField("商户名称", [required("请填写商户名称"), at_most(NAME_MOST)])
    category = SelectField("类别", choices=[(one, one) for one in CATEGORIES])
    address = StringField("地址", [required("请填写地址"), at_most(ADDRESS_MOST)])
    contact_name = StringField("联系人", [required("请填写联系人"), at_most(CONTACT_MOST)])
    contact_phone = StringField("联系电话", [required("请填写联系电话"), at_most(20)])
    opens_at = TimeField("营业从", [Optional()])
    closes_at = TimeField("营业到", [Optional()])
    account_name = StringField("收款户名", [Optional(), at_most(ACCOUNT_MOST)])
    account_number = StringField("收款账号", [Optional(), at_most(30)])
    without_account = BooleanField("不再保存账号")

    def facts(self) -> MerchantFacts:
        """What was typed, for the rule to look at."""
        typed = (self.account_number.data or "").replace(" ", "")
        number: Any = "" if self.without_account.data else typed or None
        return MerchantFacts(
            name=self.name.data.strip(),
            category=self.category.data,
            address=self.address.data.strip(),
            contact_name=self.contact_name.data.strip(),
            contact_phone=self.contact_phone.data.strip(),
            account_name=(self.account_name.data or "").strip(),
            account_number=number,
            opens_at=self.opens_at.data,
            closes_at=self.closes_at.data,
        )


class NewMerchantForm(MerchantForm):
    """The same, for one of her places."""

    place_id = IdField("属于哪个阵地", [required("请选择阵地")])


class DeviceForm(Form):
    """What a merchant's phone is called."""

    name = StringField("设备名称", [required("请填写设备名称"), at_most(30)])


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField("原因", [required("请写明原因"), at_most(REASON_MOST)])


class SettlementForm(Form):
    """Which merchant, which days."""

    merchant_id = IdField("商户", [required("请选择商户")])
    first_day = DateField("从", [required("请选择日期")])
    last_day = DateField("到", [required("请选择日期")])


class PaidForm(Form):
    """When it was paid, under which number."""

    paid_on = DateField("付款日期", [required("请选择日期")])
    voucher = StringField("付款凭证号", [required("请填写付款凭证号"), at_most(VOUCHER_MOST)])
