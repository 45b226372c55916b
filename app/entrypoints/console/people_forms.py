"""What staff type about a volunteer."""

from wtforms import TelField, TextAreaField

from app.domain.people.rules import LONGEST_REASON
from app.entrypoints.forms import Form, at_most, required


class ReasonForm(Form):
    """Why; the person concerned may be shown it."""

    reason = TextAreaField("原因", [required("请写明原因"), at_most(LONGEST_REASON)])


class PhoneForm(ReasonForm):
    """A new phone, after seeing the person and her ID card."""

    phone = TelField("新手机号", [required("请填写 11 位手机号"), at_most(20)])
