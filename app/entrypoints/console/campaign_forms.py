"""What staff type about campaigns, cases and objections."""

from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from app.domain.nominations.campaign_queries import CampaignView
from app.domain.nominations.campaigns import LONGEST_ABOUT, LONGEST_TITLE, Plan
from app.domain.nominations.nominee_rules import LONGEST_DEED, LONGEST_UNIT, Application, Witness
from app.domain.nominations.rules import LONGEST_HEADLINE, LONGEST_WORDS
from app.domain.nominations.vocabulary import CAPACITIES, CATEGORIES, KINDS, LEVELS
from app.entrypoints.console.reasons import reason_field
from app.entrypoints.forms import DateField, Form, IdField, MomentField, at_most, required


class CampaignForm(Form):
    """A round of finding good persons."""

    kind = SelectField("种类", choices=list(KINDS.items()))
    title = StringField("名称", [required("请填写名称"), at_most(LONGEST_TITLE)])
    about = TextAreaField("推选说明", [required("请写推选说明"), at_most(LONGEST_ABOUT)])
    categories = SelectMultipleField("类别", choices=[(one, one) for one in CATEGORIES])
    least_age = IntegerField("最小年龄", [Optional()])
    most_age = IntegerField("最大年龄", [Optional()])
    residents_only = BooleanField("只推选在本区居住或工作的人")
    holders_out = BooleanField("以前得过的不再推选")
    deed_within_years = IntegerField("事迹在近几年内", [InputRequired("请填写年数")])
    opens_at = MomentField("开始收推荐", [required("请选择时间")])
    closes_at = MomentField("截止", [required("请选择时间")])
    levels = SelectMultipleField("审核的级别", choices=list(LEVELS.items()))
    notice_working_days = IntegerField("公示几个工作日", [InputRequired("请填写天数")])
    quota = IntegerField("名额", [InputRequired("请填写名额")])
    approval_number = StringField("表彰项目批准文号", [at_most(60)])

    @property
    def plan(self) -> Plan:
        """As the room takes it."""
        facts = {name: value for name, value in self.data.items() if name in PLAN_FIELDS}
        facts["categories"] = tuple(self.categories.data or ())
        facts["levels"] = tuple(self.levels.data or ())
        facts["approval_number"] = self.approval_number.data or ""
        return Plan(**facts)


PLAN_FIELDS = frozenset(Plan.__dataclass_fields__)


def as_filled_in(found: CampaignView) -> dict[str, Any]:
    """A campaign in the form's fields."""
    return {
        **{name: getattr(found, name) for name in PLAN_FIELDS if hasattr(found, name)},
        "categories": list(found.conditions.categories),
        "levels": list(found.levels),
        "least_age": found.conditions.least_age,
        "most_age": found.conditions.most_age,
        "residents_only": found.conditions.residents_only,
        "deed_within_years": found.conditions.deed_within_years,
    }


class CaseReasonForm(Form):
    """Why a campaign is given up, a case left out, an honour revoked."""

    reason = reason_field(LONGEST_WORDS)


class DecisionForm(Form):
    """What the level says; the pressed button says which decision."""

    words = TextAreaField("审核意见", [at_most(LONGEST_WORDS)])


class StoryForm(Form):
    """What the public will read."""

    headline = StringField("一句话事迹", [required("请写一句话事迹"), at_most(LONGEST_HEADLINE)])
    story = TextAreaField("公开的事迹", [required("请写公开的事迹"), at_most(LONGEST_DEED)])


class WordForm(Form):
    """What the person said, and how it was asked."""

    agreed = SelectField("本人（或监护人）的意见", choices=[("yes", "同意"), ("no", "不同意")])
    show_name = BooleanField("可以写全名（不勾选则只写姓）")
    show_photos = BooleanField("可以公开照片")
    how = TextAreaField("怎样征求的", [required("请写明怎样征求的意见"), at_most(LONGEST_WORDS)])


class CaseAnswerForm(Form):
    """The answer to an objection."""

    text = TextAreaField("核实情况和答复", [required("请写明答复"), at_most(LONGEST_WORDS)])
    upheld = BooleanField("异议成立，从公示里撤下")


class NominateForForm(Form):
    """What somebody came to say about a good person."""

    for_name = StringField("谁推荐的", [at_most(50)])
    as_kind = SelectField("以什么身份", choices=list(CAPACITIES.items()), default="person")
    as_name = StringField("团队或单位的名称", [at_most(LONGEST_UNIT)])
    name = StringField("被推荐人姓名", [required("请填写姓名"), at_most(50)])
    number = StringField("志愿者编号", [at_most(20)])
    age = IntegerField("年龄", [Optional()])
    unit = StringField("单位或住处", [required("请填写单位或住处"), at_most(LONGEST_UNIT)])
    place_id = IdField("所在社区", [required("请选择社区")])
    lives_here = BooleanField("在本区居住或工作")
    category = SelectField("类别", [required("请选择类别")])
    deed = TextAreaField("事迹", [required("请写事迹")])
    deed_on = DateField("发生的日期", [required("请选择日期")])
    witness_1 = StringField("证明人", [at_most(50)])
    witness_1_phone = StringField("证明人手机号", [at_most(20)])

    @property
    def application(self) -> Application:
        """As the room takes it."""
        return self.application_for((self.for_name.data or "").strip())

    def application_for(self, for_name: str) -> Application:
        """The same, for whoever said it."""
        named = (self.witness_1.data or "").strip() or (self.witness_1_phone.data or "").strip()
        witness = Witness(self.witness_1.data or "", self.witness_1_phone.data or "")
        return Application(
            name=self.name.data or "",
            number=self.number.data or "",
            unit=self.unit.data or "",
            age=self.age.data,
            place_id=self.place_id.data,
            lives_here=self.lives_here.data,
            category=self.category.data or "",
            deed=self.deed.data or "",
            deed_on=self.deed_on.data,
            witnesses=(witness,) if named else (),
            for_name=for_name,
            as_kind=self.as_kind.data or "person",
            as_name=self.as_name.data or "",
        )
