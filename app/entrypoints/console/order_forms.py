"""What staff type about orders and the menu."""

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
from wtforms.validators import InputRequired, Optional

from app.domain.activities.vocabulary import CATEGORIES, TARGETS, WORK_TYPES
from app.domain.orders.rules import LONGEST_REASON, MOST_STARS
from app.domain.orders.wanted import (
    DAY,
    LONGEST_ADDRESS,
    LONGEST_BRIEF,
    LONGEST_CONTENT,
    LONGEST_RESULT,
    LONGEST_TITLE,
    LONGEST_WISH,
    PARTS,
    PER,
    Item,
    Wish,
)
from app.entrypoints.console.reasons import reason_field
from app.entrypoints.forms import DateField, Form, IdField, at_most, required

CHOOSE = ("", "请选择")
HOME, AT_THE_PLACE = "home", "place"
WHERE = [(HOME, "上门"), (AT_THE_PLACE, "到指定地点")]
STARS = [(str(count), f"{count} 星") for count in range(MOST_STARS, 0, -1)]


class PhoneOrderForm(Form):
    """What somebody asks for by telephone or at the desk."""

    source = RadioField("怎样提出的", choices=[("phone", "来电"), ("visit", "到站或上门时说的")])
    item_id = IdField("点单菜单", [Optional()])
    title = StringField("需要什么服务", [at_most(LONGEST_TITLE)])
    category = SelectField("服务类别", choices=[CHOOSE, *((one, one) for one in CATEGORIES)])
    where = RadioField("在哪里服务", choices=WHERE)
    wanted_on = DateField("希望哪天", [required("请选择日期")])
    wanted_part = SelectField("时段", choices=[(one, one) for one in PARTS])
    people = IntegerField("几个人需要", [InputRequired("请填写人数")])
    name = StringField("联系人", [required("请填写联系人姓名"), at_most(50)])
    phone = TelField("电话", [at_most(20)])
    address = StringField("地址", [at_most(LONGEST_ADDRESS)])
    group = SelectField("人群", choices=[("", "不填"), *((one, one) for one in TARGETS)])
    wish = TextAreaField("具体情况", [at_most(LONGEST_WISH)])
    place_id = IdField("由哪个站办理", [required("请选择")])
    consent = BooleanField("本人同意登记", [required("请先征得本人同意，再打勾")])

    @property
    def asked(self) -> Wish:
        """As the room takes it."""
        return Wish(
            title=self.title.data or "",
            category=self.category.data or "",
            people=self.people.data or 0,
            wanted_on=self.wanted_on.data,
            wanted_part=self.wanted_part.data,
            group=self.group.data or "",
            at_home=self.where.data == HOME,
            name=self.name.data or "",
            phone=self.phone.data or "",
            address=self.address.data or "",
            wish=self.wish.data or "",
        )


class VerifyForm(Form):
    """What came of the call; the pressed button says which decision."""

    brief = TextAreaField("给团队看的说明", [at_most(LONGEST_BRIEF)])
    words = TextAreaField("缺什么，或为什么办不了", [at_most(LONGEST_REASON)])
    turn_to = StringField("可以找谁办", [at_most(100)])


class DispatchForm(Form):
    """Which team is asked."""

    team_id = IdField("派给哪个团队", [required("请选择团队")])


class OrderReasonForm(Form):
    """Why an order is cancelled, or taken from its team."""

    reason = reason_field(LONGEST_REASON)


class ResultForm(Form):
    """What the team told."""

    result = TextAreaField("服务情况", [required("请写写服务情况"), at_most(LONGEST_RESULT)])


class RatingForm(Form):
    """What the requester said on the phone."""

    stars = SelectField("几颗星", [required("请选择")], choices=[CHOOSE, *STARS])
    words = TextAreaField("怎么说的", [at_most(LONGEST_REASON)])


class CallForm(Form):
    """What came of calling back; the pressed button says whether she was satisfied."""

    # Left out where the requester has rated it herself.
    stars = SelectField("几颗星", choices=[CHOOSE, *STARS], validate_choice=False)
    words = TextAreaField("怎么说的", [at_most(LONGEST_REASON)])


class SettleForm(Form):
    """How a low rating is settled; the pressed button says which way."""

    words = TextAreaField("怎样处理", [required("请写明怎样处理"), at_most(LONGEST_REASON)])


class BindForm(Form):
    """Whose order it is."""

    number = StringField("志愿者编号", [required("请填写编号"), at_most(20)])


class ServiceItemForm(Form):
    """One line of the menu."""

    title = StringField("服务名称", [required("请填写名称"), at_most(LONGEST_TITLE)])
    category = SelectField("服务类别", choices=[CHOOSE, *((one, one) for one in CATEGORIES)])
    work_type = SelectField("工作类型", choices=[CHOOSE, *((one, one) for one in WORK_TYPES)])
    content = TextAreaField(
        "服务内容",
        [required("请写明服务内容"), at_most(LONGEST_CONTENT)],
        id="service-content",  # `content` is the page's own
    )
    when_text = StringField("什么时候提供", [required("请写明时间"), at_most(60)])
    where = RadioField("在哪里服务", choices=WHERE)
    venue = StringField("地点", [at_most(60)])
    team_id = IdField("由哪个团队提供", [Optional()])
    for_whom = SelectMultipleField("服务对象", choices=[(one, one) for one in TARGETS])
    least_age = IntegerField("最小年龄", [Optional()])
    lead_days = IntegerField("至少提前几天", [InputRequired("请填写天数，当天可以的填 0")])
    capacity = IntegerField("最多接几单", [Optional()])
    capacity_per = SelectField("按天还是按周", choices=list(PER.items()), default=DAY)

    @property
    def item(self) -> Item:
        """As the room takes it."""
        return Item(
            title=self.title.data or "",
            category=self.category.data or "",
            work_type=self.work_type.data or "",
            content=self.content.data or "",
            at_home=self.where.data == HOME,
            venue=self.venue.data or "",
            when_text=self.when_text.data or "",
            for_whom=tuple(self.for_whom.data or ()),
            least_age=self.least_age.data,
            lead_days=self.lead_days.data or 0,
            capacity=self.capacity.data,
            capacity_per=self.capacity_per.data,
            team_id=self.team_id.data,
        )


class NewServiceItemForm(ServiceItemForm):
    """The same, for one of her places."""

    place_id = IdField("哪里的服务", [required("请选择阵地")])
