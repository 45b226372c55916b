"""What staff type about complaints."""

from wtforms import SelectField, TextAreaField

from app.domain.complaints.rules import LONGEST_WORDS, OUTCOMES
from app.entrypoints.console.reasons import reason_field
from app.entrypoints.forms import Form, at_most, required


class AnswerForm(Form):
    """What came of it."""

    outcome = SelectField(
        "办理结果", [required("请选择办理结果")], choices=[("", "请选择"), *OUTCOMES.items()]
    )
    words = TextAreaField("答复", [required("请写明答复"), at_most(LONGEST_WORDS)])


class AskForm(Form):
    """What is not clear yet."""

    words = TextAreaField("要补充什么", [required("请写明要补充什么"), at_most(LONGEST_WORDS)])


class PassUpForm(Form):
    """Why it is not for this level."""

    reason = reason_field(LONGEST_WORDS)
