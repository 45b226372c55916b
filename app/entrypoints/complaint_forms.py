"""What somebody fills in about a complaint of hers, with or without an account."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, TelField, TextAreaField

from app.domain.complaints.rules import LONGEST_TEXT, LONGEST_WORDS, SUBJECTS
from app.entrypoints.forms import Form, IdField, at_most, required


class ComplaintForm(Form):
    """What it is about, and what is wrong or could be better."""

    wish = RadioField("您想", choices=[("complaint", "投诉"), ("suggestion", "提建议")])
    subject = SelectField("关于什么", choices=[("", "请选择"), *SUBJECTS.items()])
    place_id = IdField("哪里的事")
    text = TextAreaField("什么事", [required("请写明是什么事"), at_most(LONGEST_TEXT)])
    hides_name = BooleanField("不让办理的人知道我是谁")
    phone = TelField("手机号", [at_most(20)])
    page = HiddenField()


class ReplyForm(Form):
    """What was asked back."""

    words = TextAreaField("补充", [required("请写明要补充的内容"), at_most(LONGEST_WORDS)])


class ReopenForm(Form):
    """Why she is not content."""

    words = TextAreaField("哪里不满意", [required("请写明为什么不满意"), at_most(LONGEST_WORDS)])
