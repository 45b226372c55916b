"""The word "no": one class a reason, each with the sentence the person will read."""

import re
from datetime import datetime
from typing import ClassVar

from app.kernel.calendar import local

LEADING_ZERO = re.compile(r"(?<!\d)0(?=\d[月日])")  # 8月5日, as people write it


class Refusal(Exception):
    """A rule said no. Rules return one, single actions raise it, batches collect it.

    `reason` is a sentence in Chinese with `{facts}`; moments among the facts are shown in local
    time. `next_step` says what the reader can do now. `status` is the HTTP status a door answers
    with.
    """

    reason: ClassVar[str] = "这项操作现在不能进行"
    next_step: ClassVar[str] = ""
    status: ClassVar[int] = 409

    def __init__(self, **facts: object) -> None:
        self.facts = {
            name: local(fact) if isinstance(fact, datetime) else fact
            for name, fact in facts.items()
        }
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """What the person reads."""
        return LEADING_ZERO.sub("", self.reason.format(**self.facts))

    @property
    def advice(self) -> str:
        """What the person can do next; may be empty."""
        return self.next_step.format(**self.facts)

    @property
    def code(self) -> str:
        """The class name as a stable word: `TooEarly` is `too_early`."""
        return code_of(type(self))

    def __reduce__(self) -> tuple[object, ...]:
        return (_again, (type(self), self.facts))


def _again(kind: type[Refusal], facts: dict[str, object]) -> Refusal:
    return kind(**facts)


def code_of(kind: type[Refusal]) -> str:
    """`TooEarly` is `too_early`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


class NotFound(Refusal):
    """What does not exist, or lies outside the asker's scope: the two are not told apart."""

    reason = "没有找到这项内容"
    next_step = "可能已被撤下，或不在您负责的范围内。请返回上一页重新选择。"
    status = 404


class BadInput(Refusal):
    """Input that a rule cannot accept; `field` names the form field, `problem` is the sentence."""

    reason = "{problem}"
    status = 422

    def __init__(self, *, field: str, problem: str) -> None:
        super().__init__(field=field, problem=problem)

    @property
    def field(self) -> str:
        """The form field the sentence belongs to."""
        return str(self.facts["field"])


class Unreadable(Refusal):
    """Something no database can keep: a NUL in a text, a number beyond all bounds."""

    reason = "填写的内容里有系统认不出的字符，或太大的数字"
    next_step = "请返回上一页，改好后重新提交。"
    status = 400
