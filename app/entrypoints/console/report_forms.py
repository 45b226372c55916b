"""What is asked of who answers a report or corrects hours."""

from wtforms import TextAreaField

from app.domain.hours.rules import LONGEST_REASON
from app.entrypoints.forms import Form, MomentField, at_most, required


class ReportAnswerForm(Form):
    """What was found out; who reported and whose hours it is both read it."""

    answer = TextAreaField(
        "答复", [required("请写明核实的情况"), at_most(LONGEST_REASON)], render_kw={"rows": 3}
    )


class CorrectionForm(Form):
    """What should be counted, and why."""

    counted_from = MomentField("从", [required("请填写开始时间")])
    counted_until = MomentField("到", [required("请填写结束时间")])
    reason = TextAreaField(
        "更正的原因", [required("请写明原因"), at_most(LONGEST_REASON)], render_kw={"rows": 3}
    )
