"""What residents type about services: what they need, how it was; and what a team answers."""

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from app.domain.activities.vocabulary import CATEGORIES, TARGETS
from app.domain.orders.rules import LONGEST_REASON
from app.domain.orders.wanted import (
    LONGEST_ADDRESS,
    LONGEST_RESULT,
    LONGEST_TITLE,
    LONGEST_WISH,
    PARTS,
    Wish,
)
from app.entrypoints.forms import DateField, Form, MomentField, at_most, required

CHOOSE = ("", "请选择")
HOME = "home"


class OrderForm(Form):
    """When, where and for whom; what it is called stands on the menu."""

    wanted_on = DateField("希望哪天", [required("请选择日期")])
    wanted_part = SelectField("时段", choices=[(one, one) for one in PARTS])
    people = IntegerField("几个人需要", [InputRequired("请填写人数")])
    name = StringField("联系人", [required("请填写联系人姓名"), at_most(50)])
    phone = TelField("手机号", [required("请填写手机号"), at_most(20)])
    address = StringField("地址", [at_most(LONGEST_ADDRESS)])
    group = SelectField("人群", choices=[("", "不填"), *((one, one) for one in TARGETS)])
    wish = TextAreaField("具体情况", [at_most(LONGEST_WISH)])
    consent = BooleanField("同意", [required("同意后打勾，我们才能联系您")])

    def asked(self, *, title: str = "", category: str = "", at_home: bool = True) -> Wish:
        """As the room takes it."""
        return Wish(
            title=title,
            category=category,
            at_home=at_home,
            wanted_on=self.wanted_on.data,
            wanted_part=self.wanted_part.data,
            people=self.people.data or 0,
            group=self.group.data or "",
            name=self.name.data or "",
            phone=self.phone.data or "",
            address=self.address.data or "",
            wish=self.wish.data or "",
        )


class FreeOrderForm(OrderForm):
    """The same, for what no menu has."""

    title = StringField("需要什么服务", [required("请写写需要什么"), at_most(LONGEST_TITLE)])
    category = SelectField("类别", choices=[CHOOSE, *((one, one) for one in CATEGORIES)])
    where = RadioField("在哪里", choices=[(HOME, "到我家里"), ("place", "我到站里或别处")])


class WordsForm(Form):
    """What is missing, or why not."""

    words = TextAreaField("说明", [at_most(LONGEST_WISH)])


class AcceptForm(Form):
    """When the team comes, for how long, and who."""

    starts_at = MomentField("什么时候去", [required("请选择时间")])
    minutes = IntegerField("大约多少分钟", [InputRequired("请填写分钟数")])
    members = SelectMultipleField("谁去")


class TeamReasonForm(Form):
    """Why a team cannot come."""

    words = TextAreaField("原因", [required("请写明原因"), at_most(LONGEST_REASON)])


class TeamResultForm(Form):
    """What came of it."""

    result = TextAreaField("服务情况", [required("请写写服务情况"), at_most(LONGEST_RESULT)])
