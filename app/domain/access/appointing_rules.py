"""Whom one appoints: what must be said of her."""

import re

from app.kernel.refusal import BadInput, Refusal

_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{2,39}")
_PHONE = re.compile(r"[0-9]{7,12}")
_NAME_LENGTH = (2, 50)


def why_not_these_facts(*, name: str, username: str, phone: str) -> Refusal | None:
    """Whom one appoints has a name, a user name to type and a phone to be called at."""
    shortest, longest = _NAME_LENGTH
    if not shortest <= len(name) <= longest:
        return BadInput(field="name", problem="请填写姓名（2 到 50 个字）")
    if not _USERNAME.fullmatch(username):
        return BadInput(
            field="username",
            problem="用户名以字母开头，3 到 40 位，可用小写字母、数字、点、横线和下划线",
        )
    if not _PHONE.fullmatch(phone):
        return BadInput(field="phone", problem="请填写联系电话")
    return None
