"""What staff type about certificates."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Optional

from app.domain.certificates.groups import NAME_LENGTH
from app.domain.certificates.rules import LONGEST_TEXT, Wish
from app.entrypoints.forms import DateField, Form, IdField, at_most, required

AT_THEIR_WISH = "请确认是应本人要求"


class _Period(Form):
    since = DateField("从哪天起", [Optional()])
    until = DateField("到哪天止", [required("请选择日期")])
    with_rows = BooleanField("附上每次活动的明细")


class OneForm(_Period):
    """For one volunteer, who has asked for it."""

    number = StringField("志愿者编号", [required("请填写志愿者编号")])
    with_id_number = BooleanField("本人要求印出完整的身份证号")
    asked = BooleanField("本人（未成年人由监护人）要求开具", [required(AT_THEIR_WISH)])

    def wish(self) -> Wish:
        return Wish(self.until.data, self.since.data, self.with_rows.data, self.with_id_number.data)


class GroupForm(_Period):
    """For many: by their numbers, as a team, or of an activity."""

    name = StringField("这一批的名称", [required("请填写名称"), at_most(NAME_LENGTH)])
    who = RadioField(
        "开给谁",
        choices=[("numbers", "按志愿者编号"), ("team", "按团队"), ("activity", "按活动")],
    )
    numbers = TextAreaField("志愿者编号", [Optional()])
    team_id = IdField("团队", [Optional()])
    activity_id = IdField("活动", [Optional()])
    asked = BooleanField("已逐一得到本人（未成年人由监护人）同意", [required(AT_THEIR_WISH)])

    def wish(self) -> Wish:
        return Wish(self.until.data, self.since.data, self.with_rows.data)


class CertificateReasonForm(Form):
    """Why a certificate is void."""

    reason = TextAreaField("理由", [required("请写明理由"), at_most(LONGEST_TEXT)])


class UnitForm(Form):
    """Who signs for a place."""

    responsible_name = StringField("负责人", [required("请填写负责人"), at_most(50)])
    handler_name = StringField("经办人", [required("请填写经办人"), at_most(50)])
    without_seal = BooleanField("不再使用现在的公章图片")
