"""What staff type to come in and to change their password."""

from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo

from app.entrypoints.forms import Form, at_most, required


class SignInForm(Form):
    """User name and password."""

    username = StringField("用户名", [required("请填写用户名"), at_most(40)])
    password = PasswordField("密码", [required("请填写密码")])


class PasswordForm(Form):
    """The old password once, the new one twice."""

    old = PasswordField("原密码", [required("请填写原密码")])
    new = PasswordField("新密码", [required("请填写新密码")])
    again = PasswordField(
        "再输一遍新密码",
        [required("请再输一遍新密码"), EqualTo("new", message="两次输入的新密码不一样")],
    )


class CodeForm(Form):
    """A code of the authenticator, or a recovery code."""

    code = StringField("验证码", [required("请填写验证码"), at_most(20)])


class EnrolForm(CodeForm):
    """The first code of a new authenticator; a replacement needs one of the old one, too."""

    current = StringField("原验证器的验证码或恢复码", [at_most(20)])
