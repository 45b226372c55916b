"""What staff type to recommend somebody upward, to take the package, and of the answer."""

from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from app.domain.nominations.rules import LONGEST_HEADLINE
from app.domain.nominations.upward.following import FollowUp
from app.domain.nominations.upward.rules import (
    ABOVE,
    LONGEST_DEED,
    LONGEST_LINE,
    LONGEST_PATTERN,
    LONGEST_TEXT,
    LONGEST_TITLE,
    OUTCOMES,
    Answer,
    FormFacts,
)
from app.entrypoints.forms import DateField, Form, at_most, required


class FactsForm(Form):
    """The recommendation form's fields; what is left empty is filled in by hand."""

    headline = StringField("一句话事迹", [required("请填写一句话事迹"), at_most(LONGEST_HEADLINE)])
    deed = TextAreaField("事迹材料", [required("请填写事迹"), at_most(LONGEST_DEED)])
    sex = SelectField("性别", choices=[("", "不填"), ("男", "男"), ("女", "女")])
    born = StringField("出生年月", [at_most(LONGEST_LINE)])
    ethnic_group = StringField("民族", [at_most(LONGEST_LINE)])
    political_status = StringField("政治面貌", [at_most(LONGEST_LINE)])
    occupation = StringField("身份职业", [at_most(LONGEST_LINE)])
    address = StringField("联系地址", [at_most(LONGEST_LINE)])
    phone = StringField("联系电话", [at_most(LONGEST_LINE)])
    earlier_honours = TextAreaField("曾获荣誉", [at_most(LONGEST_TEXT)])
    recommender = StringField("推荐单位", [required("请填写推荐单位"), at_most(LONGEST_LINE)])
    opinion = TextAreaField("推荐单位意见", [at_most(LONGEST_TEXT)])
    contact_person = StringField("联系人", [at_most(LONGEST_LINE)])
    contact_phone = StringField("联系人电话", [at_most(LONGEST_LINE)])

    @property
    def facts(self) -> FormFacts:
        """As the room takes it."""
        names = FormFacts.__dataclass_fields__
        return FormFacts(**{name: (self.data[name] or "").strip() for name in names})


class RecommendForm(FactsForm):
    """To whom, and for what."""

    level = SelectField("推荐到", choices=list(ABOVE.items()))
    title = StringField("参加什么推选", [required("请填写推选名称"), at_most(LONGEST_TITLE)])


class PackageForm(Form):
    """The separate word that the ID number is to stand on the form."""

    with_id_number = BooleanField("我确认上级的推荐表需要填身份证号")
    id_number = StringField("身份证号", [at_most(20)])


class AnswerForm(Form):
    """What came back from above."""

    outcome = SelectField("结果", choices=list(OUTCOMES.items()))
    on = DateField("结果日期", [required("请选择日期")])
    title = StringField("入选的名称", [at_most(LONGEST_TITLE)])
    document_number = StringField("文件号或发布的地方", [at_most(LONGEST_LINE)])

    @property
    def answer(self) -> Answer:
        """As the room takes it."""
        title, document = self.title.data or "", self.document_number.data or ""
        return Answer(self.outcome.data, self.on.data, title, document)


class FollowUpForm(Form):
    """What a campaign settles beside its conditions."""

    benefits = TextAreaField("礼遇", [at_most(LONGEST_LINE * 20)])
    photo_pattern = StringField(
        "推荐材料里照片的命名", [required("请填写照片命名"), at_most(LONGEST_PATTERN)]
    )
    asks_id_number = BooleanField("上级的推荐表要填身份证号")

    @property
    def follow_up(self) -> FollowUp:
        """As the room takes it."""
        lines = tuple((self.benefits.data or "").splitlines())
        return FollowUp(self.photo_pattern.data or "", self.asks_id_number.data, lines)


def as_filled_in(found: FollowUp) -> dict[str, Any]:
    """What was settled, in the form's fields."""
    return {
        "benefits": "\n".join(found.benefits),
        "photo_pattern": found.photo_pattern,
        "asks_id_number": found.asks_id_number,
    }
