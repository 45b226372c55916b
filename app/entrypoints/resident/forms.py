"""The forms residents fill in: few fields, plain words."""

from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, Regexp

from app.domain.hours.rules import LONGEST_REASON
from app.domain.people import consents
from app.domain.people.free_time import FREE_TIMES
from app.domain.people.rules import NAME_LENGTH
from app.domain.people.vocabulary import RELATIONS, SERVICE_CATEGORIES, SKILLS
from app.domain.places import queries as places
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.forms import Form, IdField, at_most, required

Choices = dict[str, list[tuple[str, str]]]
RELATION_CHOICES = [("", "请选择"), *((one, one) for one in RELATIONS)]
SIX_DIGITS = Regexp(r"^\s*\d{6}\s*$", message="请填写短信里的 6 位数字")


class PhoneForm(Form):
    """A phone, proven by a code."""

    phone = TelField("手机号", [required("请填写手机号"), at_most(20)])
    code = StringField("验证码", [required("请填写短信验证码"), SIX_DIGITS])


class RegistrationForm(PhoneForm):
    """The six fields of becoming a volunteer."""

    name = StringField("姓名", [required("请填写姓名"), at_most(NAME_LENGTH[1])])
    community_id = IdField("所在社区", [required("请选择所在的社区")])
    born = StringField("出生日期或身份证号", [required("请填写出生日期或身份证号"), at_most(24)])
    categories = SelectMultipleField("想参加的服务", choices=list(SERVICE_CATEGORIES))
    consent = BooleanField("同意须知", [required("请阅读须知，同意后打勾")])
    consent_version = HiddenField(default=consents.VERSION)

    def offer_communities(self) -> None:
        """The choice of places, under their offices."""
        self.community_id.choices = [SelectChoice("", "请选择"), *_grouped(communities())]


class InvitationForm(PhoneForm):
    """What is missing from an invitation; the name is known, the phone must be proven."""

    community_id = IdField("所在社区", [required("请选择所在的社区")])
    born = StringField("出生日期或身份证号", [required("请填写出生日期或身份证号"), at_most(24)])
    consent = BooleanField("同意须知", [required("请阅读须知，同意后打勾")])
    consent_version = HiddenField(default=consents.VERSION)

    def offer_communities(self) -> None:
        """The choice of places, under their offices."""
        self.community_id.choices = [SelectChoice("", "请选择"), *_grouped(communities())]


class ChildForm(Form):
    """A child, as her guardian registers her."""

    name = StringField("孩子的姓名", [required("请填写孩子的姓名"), at_most(NAME_LENGTH[1])])
    born = StringField(
        "孩子的出生日期或身份证号", [required("请填写出生日期或身份证号"), at_most(24)]
    )
    relation = SelectField("您是孩子的", choices=RELATION_CHOICES)
    community_id = IdField("所在社区", [required("请选择所在的社区")])
    consent = BooleanField("同意", [required("请阅读监护人同意书，同意后打勾")])
    consent_version = HiddenField(default=consents.GUARDIAN_VERSION)

    def offer_communities(self) -> None:
        """The choice of places, under their offices."""
        self.community_id.choices = [SelectChoice("", "请选择"), *_grouped(communities())]


class GuardianForm(ChildForm, PhoneForm):
    """The same from a guardian who is no volunteer: her name, and her phone with its code."""

    guardian_name = StringField("您的姓名", [required("请填写您的姓名"), at_most(NAME_LENGTH[1])])


class GuardiansWordForm(Form):
    """How the guardian of a minor gives her word: by a code to her phone, or by coming along."""

    way = RadioField(
        "监护人怎样同意",
        choices=[("phone_code", "监护人同意，用短信验证码确认"), ("accompanies", "监护人到场陪同")],
        default="phone_code",
    )
    guardian_name = StringField(
        "监护人姓名", [required("请填写监护人姓名"), at_most(NAME_LENGTH[1])]
    )
    relation = SelectField("监护人是您的", choices=RELATION_CHOICES)
    phone = TelField("监护人手机号", [required("请填写监护人手机号"), at_most(20)])
    code = StringField("验证码", [Optional(), SIX_DIGITS])


class RequestedWordForm(Form):
    """The guardian's own answer to a minor's request."""

    relation = SelectField("您是孩子的", choices=RELATION_CHOICES)
    accompanies = BooleanField("我会到场陪同")


class ProfileForm(Form):
    """What a volunteer likes and can, when she has time, and where she lives."""

    community_id = IdField("所在社区", [required("请选择所在的社区")])
    categories = SelectMultipleField("想参加的服务", choices=list(SERVICE_CATEGORIES))
    skills = SelectMultipleField("我的特长", choices=list(SKILLS))
    free_times = SelectMultipleField("空闲时间", choices=list(FREE_TIMES))

    def offer_communities(self) -> None:
        """The choice of places, under their offices."""
        self.community_id.choices = _grouped(communities())


class AppealForm(Form):
    """Why a rejected record should be looked at again."""

    text = TextAreaField("申诉理由", [required("请写明理由"), at_most(LONGEST_REASON)])


class LeftForm(Form):
    """When she left, who forgot to check out."""

    left_at = TimeField("您几点离开的？", [required("请填写离开的时间")])
    note = TextAreaField("当时的情况", [required("请简单说说当时的情况"), at_most(LONGEST_REASON)])


class CancelForm(Form):
    """Why a place is given back; may be left empty."""

    reason = TextAreaField("不能参加的原因", [Optional(), at_most(100)])


def communities(*, whole_offices: bool = False) -> Choices:
    """Stations under the names of their offices; with `whole_offices`, each office as well."""
    groups: Choices = {}
    office = ""
    for place in places.tree(EVERYWHERE):
        if place.level == "office":
            office = place.short_name
            groups[office] = [(str(place.id), f"{office}（全部）")] if whole_offices else []
        elif place.level == "station":
            groups.setdefault(office, []).append((str(place.id), place.short_name))
    return {name: group for name, group in groups.items() if group}


def _grouped(groups: Choices) -> list[SelectChoice]:
    return [
        SelectChoice(value, words, optgroup=office)
        for office, options in groups.items()
        for value, words in options
    ]
