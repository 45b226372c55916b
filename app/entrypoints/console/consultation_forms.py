"""What staff type about letters to authorities and their answers on paper."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.domain.nominations.consultation.rules import AUTHORITIES, LONGEST_AUTHORITY, Opinion
from app.domain.nominations.rules import LONGEST_WORDS
from app.entrypoints.forms import DateField, Form, at_most, required


class AuthorityForm(Form):
    """One more to ask."""

    kind = SelectField("单位类型", choices=list(AUTHORITIES.items()))
    name = StringField("单位名称", [at_most(LONGEST_AUTHORITY)])


class AskForm(Form):
    """By when, and why some need not be asked; who asks whom are the ticks of the table."""

    working_days = IntegerField("几个工作日内答复", [InputRequired("请填写天数")])
    why_others_not = TextAreaField("没有勾选的，为什么不需要征求", [at_most(LONGEST_WORDS)])


class PrintForm(Form):
    """ID numbers are printed when somebody says so."""

    with_id_numbers = BooleanField("我确认需要在纸质函上印身份证号")


class LongerForm(Form):
    """Another last day."""

    due_on = DateField("新的期限", [required("请选择日期")])


class OnPaperForm(Form):
    """What stands on the paper that came back."""

    verdict = SelectField("意见", choices=[("", "请选择"), ("agree", "同意"), ("object", "不同意")])
    reason = TextAreaField("不同意的理由", [at_most(LONGEST_WORDS)])
    by_name = StringField("对方经办人", [required("请填写经办人"), at_most(LONGEST_AUTHORITY)])

    @property
    def opinion(self) -> Opinion:
        """As the room takes it."""
        agrees = self.verdict.data == "agree"
        return Opinion(agrees, self.by_name.data or "", self.reason.data or "")
