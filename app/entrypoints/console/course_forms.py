"""What staff type about courses and qualifications."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.domain.qualifications import rules as qualifications
from app.domain.training.rules import (
    CHOICE_LONGEST,
    CHOICES_LEAST,
    CHOICES_MOST,
    FIXED_ONCE_SUBMITTED,
    LENGTHS,
    PASS_LEAST,
    QUESTION_LONGEST,
    REQUIRED_LEAST,
    TARGET_MOST,
    TRIES_MOST,
    WORDS_MOST,
    Settings,
)
from app.domain.training.vocabulary import COURSE_KINDS
from app.entrypoints.forms import Form, IdField, at_most, required

MOST = {name: most for name, _label, most in LENGTHS}


def _between(label: str, least: int, most: int) -> IntegerField:
    return IntegerField(
        label,
        [InputRequired("请填写数字"), NumberRange(least, most, f"请填 {least} 至 {most}")],
    )


class CourseForm(Form):
    """What a course asks for and gives."""

    kind = SelectField("培训种类", choices=[(one, one) for one in COURSE_KINDS])
    trainer = StringField("授课人", [required("请填写授课人"), at_most(MOST["trainer"])])
    organiser = StringField("举办单位", [required("请填写举办单位"), at_most(MOST["organiser"])])
    summary = TextAreaField(
        "主要内容", [required("请填写主要内容"), at_most(MOST["summary"])], render_kw={"rows": 3}
    )
    required_percent = _between("学够计划学时的百分之几算学时已满", REQUIRED_LEAST, 100)
    has_test = BooleanField("学完要通过测验")
    pass_percent = _between("答对百分之几算通过", PASS_LEAST, 100)
    tries_most = _between("每人可以答几次", 1, TRIES_MOST)
    qualification_id = IdField("结业后取得的资格")
    grants_by_rule = BooleanField("结业就自动取得（不勾选则由工作人员逐人授予）")

    def keep_what_is_fixed(self) -> None:
        """Leave out what the reviewer has looked at."""
        for name, _label in FIXED_ONCE_SUBMITTED:
            del self[name]

    def settings(self, old: Settings) -> Settings:
        """As the room takes it; what is left out stays as it was."""
        return Settings(
            **{
                name: getattr(self, name).data if name in self else getattr(old, name)
                for name in Settings.__dataclass_fields__
            }
        )


class QuestionForm(Form):
    """One question with its choices, a line each."""

    text = TextAreaField(
        "题目", [required("请写题目"), at_most(QUESTION_LONGEST)], render_kw={"rows": 2}
    )
    choices = TextAreaField(
        "选项",
        [required("请写选项"), at_most(CHOICES_MOST * (CHOICE_LONGEST + 2))],
        render_kw={"rows": CHOICES_MOST - CHOICES_LEAST + 1},
    )
    correct = StringField("正确选项", [required("请写正确选项的字母"), at_most(CHOICES_MOST)])

    @property
    def lines(self) -> list[str]:
        """The choices as typed, empty lines left out."""
        return [line.strip() for line in (self.choices.data or "").splitlines() if line.strip()]

    @property
    def letters(self) -> list[str]:
        """The letters of the correct ones."""
        return [one for one in (self.correct.data or "").upper() if not one.isspace()]


class MinutesForm(Form):
    """How long somebody was there, and how one knows."""

    minutes = IntegerField("学时（分钟）", [InputRequired("请填写分钟数")])
    reason = TextAreaField("依据", [required("请写明依据"), at_most(WORDS_MOST)])


class TargetForm(Form):
    """How many courses of a kind are meant to be held in a year."""

    kind = SelectField("培训种类", choices=[(one, one) for one in COURSE_KINDS])
    courses = _between("计划办几期", 0, TARGET_MOST)


class QualificationForm(Form):
    """What somebody can hold."""

    place_id = IdField("设立单位", [required("请选择单位")])
    name = StringField("资格名称", [required("请填写名称"), at_most(qualifications.NAME_MOST)])
    about = TextAreaField(
        "说明",
        [required("请写明能做什么、怎样取得"), at_most(qualifications.ABOUT_MOST)],
        render_kw={"rows": 3},
    )
    valid_months = IntegerField(
        "有效期（月）",
        [Optional(), NumberRange(1, qualifications.MONTHS_MOST, "请填 1 至 120 个月")],
    )


class GrantForm(Form):
    """To whom, and on what basis."""

    number = StringField("志愿者编号", [required("请填写志愿者编号"), at_most(20)])
    basis = TextAreaField(
        "授予的依据", [required("请写明依据"), at_most(qualifications.WORDS_MOST)]
    )


class RevokeForm(Form):
    """Why it counts no longer."""

    reason = TextAreaField("理由", [required("请写明理由"), at_most(qualifications.WORDS_MOST)])
