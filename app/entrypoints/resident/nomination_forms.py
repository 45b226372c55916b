"""What residents type about good persons."""

from collections.abc import Sequence
from uuid import UUID

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.domain.nominations.nominee_rules import LONGEST_UNIT, Application, Witness
from app.entrypoints.forms import DateField, Form, IdField, at_most, required


class AmendForm(Form):
    """The deed and who can be called about it."""

    deed = TextAreaField("做了什么", [required("请写写做了什么")])
    deed_on = DateField("什么时候", [required("请选择日期")])
    witness_1 = StringField("证明人", [at_most(50)])
    witness_1_phone = StringField("证明人手机号", [at_most(20)])
    witness_2 = StringField("第二位证明人", [at_most(50)])
    witness_2_phone = StringField("第二位证明人手机号", [at_most(20)])

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """Those of whom something was written."""
        typed = (
            (self.witness_1.data or "", self.witness_1_phone.data or ""),
            (self.witness_2.data or "", self.witness_2_phone.data or ""),
        )
        return tuple(Witness(*one) for one in typed if any(part.strip() for part in one))

    def application(self, pictures: Sequence[UUID] = ()) -> Application:
        """As the room takes it; who it is about is known already."""
        return Application(
            name="",
            number="",
            unit="",
            age=None,
            place_id=None,
            lives_here=True,
            category="",
            deed=self.deed.data or "",
            deed_on=self.deed_on.data,
            witnesses=self.witnesses,
            pictures=pictures,
        )


OF_TEAM = "team:"


class NominateForm(AmendForm):
    """A good person, and what she did."""

    as_kind = SelectField("以什么身份推荐", default="person")
    as_name = StringField("单位名称", [at_most(LONGEST_UNIT)])
    name = StringField("姓名", [required("请填写姓名"), at_most(50)])
    number = StringField("志愿者编号", [at_most(20)])
    age = IntegerField("年龄", [Optional()])
    unit = StringField("单位或住处", [required("请填写单位或住处"), at_most(LONGEST_UNIT)])
    place_id = IdField("所在社区", [required("请选择社区")])
    lives_here = BooleanField("在本区居住或工作")
    category = SelectField("类别", [required("请选择类别")])

    def application(self, pictures: Sequence[UUID] = ()) -> Application:
        """As the room takes it."""
        chosen = self.as_kind.data or ""
        team = chosen.removeprefix(OF_TEAM) if chosen.startswith(OF_TEAM) else ""
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
            witnesses=self.witnesses,
            pictures=pictures,
            as_kind="team" if team else self.as_kind.data or "person",
            as_name=team or self.as_name.data or "",
        )

    def offer_capacities(self, teams: Sequence[str]) -> None:
        """For herself, about herself, for a team that she leads, for a unit."""
        self.as_kind.choices = [
            ("person", "我个人"),
            ("self", "推荐我自己"),
            *((f"{OF_TEAM}{one}", f"代表{one}") for one in teams),
            ("unit", "代表单位"),
        ]


class ConsentForm(Form):
    """What may be shown; the pressed button says yes or no."""

    show_name = BooleanField("可以写全名（不勾选则只写姓）")
    show_photos = BooleanField("可以公开照片")
