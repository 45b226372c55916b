"""What staff type about stars."""

from wtforms import BooleanField, IntegerField, TextAreaField
from wtforms.validators import InputRequired

from app.domain.recognition.star_rules import LONGEST_TEXT
from app.entrypoints.console.reasons import reason_field
from app.entrypoints.forms import DateField, Form, at_most, required


class ComputeForm(Form):
    """Up to which day service counts."""

    counted_until = DateField("服务算到哪天", [required("请选择日期")])


class ScaleForm(Form):
    """Hours for one to five stars."""

    valid_from = DateField("从哪天起", [required("请选择日期")])
    one = IntegerField("一星（小时）", [InputRequired("请填写小时数")])
    two = IntegerField("二星（小时）", [InputRequired("请填写小时数")])
    three = IntegerField("三星（小时）", [InputRequired("请填写小时数")])
    four = IntegerField("四星（小时）", [InputRequired("请填写小时数")])
    five = IntegerField("五星（小时）", [InputRequired("请填写小时数")])

    @property
    def hours(self) -> list[int]:
        """The five, in order."""
        return [field.data for field in (self.one, self.two, self.three, self.four, self.five)]


class StarReasonForm(Form):
    """Why somebody is left out, or a batch given up."""

    reason = reason_field(LONGEST_TEXT)


class AnswerForm(Form):
    """The answer to an objection."""

    text = TextAreaField("答复", [required("请写明答复"), at_most(LONGEST_TEXT)])
    upheld = BooleanField("异议成立，从名单里剔除")
