"""Kinds, levels, what may be decided when, and how a unit stands. Sources: docs/rules.md, Units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.recognised_units import errors
from app.kernel.refusal import BadInput, Refusal

NAME_LENGTH = (2, 60)
WORDS_MOST = 60
CONSENT_MOST = 200
CONTACT_MOST, PHONE_MOST = 50, 20
REASON_LENGTH = (2, 200)
TOLD_BEFORE = timedelta(days=60)
EARLIEST = date(1980, 1, 1)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "unit": "文明单位",
        "village": "文明村镇",
        "community": "文明社区",
        "campus": "文明校园",
        "household": "文明家庭",
    }
)
LEVELS: Mapping[str, str] = MappingProxyType(
    {"national": "全国", "provincial": "省级", "city": "市级", "district": "区级"}
)
RANK: Mapping[str, int] = MappingProxyType(
    {level: rank for rank, level in enumerate(reversed(list(LEVELS)))}
)


class State(StrEnum):
    """How a unit stands."""

    STANDING = "standing"
    WARNED = "warned"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The state in Chinese."""
        return STATE_TITLES[self]


class Decision(StrEnum):
    """What can be decided about a unit."""

    RECOGNISE = "recognise"
    KEEP = "keep"
    RAISE = "raise"
    WARN = "warn"
    RENAME = "rename"
    CORRECT = "correct"
    WITHDRAW = "withdraw"

    @property
    def title(self) -> str:  # type: ignore[override]  # a label, not title case
        """The decision in Chinese."""
        return DECISION_TITLES[self]


STATE_TITLES: Mapping[State, str] = MappingProxyType(
    {State.STANDING: "保持称号", State.WARNED: "警示中", State.WITHDRAWN: "已撤销"}
)
DECISION_TITLES: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.RECOGNISE: "认定",
        Decision.KEEP: "复查保留",
        Decision.RAISE: "升级",
        Decision.WARN: "警示",
        Decision.RENAME: "更名",
        Decision.CORRECT: "更正登记",
        Decision.WITHDRAW: "撤销称号",
    }
)
NEEDS_REASON = (Decision.WARN, Decision.WITHDRAW, Decision.CORRECT)
_S, _D = State, Decision
NEXT: Mapping[tuple[State, Decision], State] = MappingProxyType(
    {
        (_S.STANDING, _D.KEEP): _S.STANDING,
        (_S.STANDING, _D.RAISE): _S.STANDING,
        (_S.STANDING, _D.WARN): _S.WARNED,
        (_S.STANDING, _D.RENAME): _S.STANDING,
        (_S.STANDING, _D.CORRECT): _S.STANDING,
        (_S.STANDING, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.WARNED, _D.KEEP): _S.STANDING,
        (_S.WARNED, _D.RENAME): _S.WARNED,
        (_S.WARNED, _D.CORRECT): _S.WARNED,
        (_S.WARNED, _D.WITHDRAW): _S.WITHDRAWN,
        (_S.WITHDRAWN, _D.RECOGNISE): _S.STANDING,
    }
)


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One decision's facts. `on`: its day. What it does not touch stays empty."""

    on: date
    name: str = ""
    level: str = ""
    awarded_by: str = ""
    document: str = ""
    reason: str = ""
    review_due_on: date | None = None

    def trimmed(self) -> "Decided":
        """The same without spaces around what was typed."""
        texts = (self.name, self.level, self.awarded_by, self.document, self.reason)
        name, level, awarded_by, document, reason = (text.strip() for text in texts)
        return Decided(
            on=self.on,
            name=name,
            level=level,
            awarded_by=awarded_by,
            document=document,
            reason=reason,
            review_due_on=self.review_due_on,
        )


@dataclass(frozen=True)
class Standing:
    """How a unit stands. `since`: the day its level was given; `latest`: of the last decision."""

    name: str
    level: str
    state: State
    since: date
    awarded_by: str
    document: str
    review_due_on: date | None
    latest: date


def standing(steps: Sequence[tuple[Decision, Decided]]) -> Standing:
    """What follows from a unit's decisions in their order; the first one recognises it."""
    now = _recognised(steps[0][1])
    for decision, facts in steps[1:]:
        now = after(now, decision, facts)
    return now


def after(now: Standing, decision: Decision, facts: Decided) -> Standing:
    """How it stands once this is decided, too."""
    if decision is Decision.RECOGNISE:
        return _recognised(facts, name=now.name)
    gives = decision in (Decision.RAISE, Decision.CORRECT)
    since = {Decision.RAISE: facts.on, Decision.CORRECT: facts.on}.get(decision, now.since)
    renews = decision in (Decision.KEEP, Decision.RAISE, Decision.CORRECT)
    return Standing(
        name=facts.name or now.name,
        level=(facts.level if gives else "") or now.level,
        state=NEXT[(now.state, decision)],
        since=since,
        awarded_by=(facts.awarded_by if gives else "") or now.awarded_by,
        document=facts.document if gives else now.document,
        review_due_on=facts.review_due_on if renews else now.review_due_on,
        latest=max(now.latest, facts.on),
    )


def _recognised(facts: Decided, name: str = "") -> Standing:
    return Standing(
        name=facts.name or name,
        level=facts.level,
        state=State.STANDING,
        since=facts.on,
        awarded_by=facts.awarded_by,
        document=facts.document,
        review_due_on=facts.review_due_on,
        latest=facts.on,
    )


def why_not_decide(
    now: Standing, decision: Decision, facts: Decided, *, today: date
) -> Refusal | None:
    """The state allows it, and its facts can be read later."""
    if (now.state, decision) not in NEXT:
        return errors.DecisionNotNow(name=now.name, state=now.state.title, decision=decision.title)
    if decision is not Decision.CORRECT and facts.on < now.latest:
        return BadInput(field="on", problem=f"日期不能早于上一次决定（{now.latest}）")
    if decision is Decision.RAISE and RANK.get(facts.level, -1) <= RANK[now.level]:
        return BadInput(field="level", problem=f"请选择比{LEVELS[now.level]}更高的级别")
    if decision is Decision.RENAME and facts.name in ("", now.name):
        return BadInput(field="name", problem="请填写新的名称")
    if decision in NEEDS_REASON:
        shortest, longest = REASON_LENGTH
        if not shortest <= len(facts.reason) <= longest:
            return BadInput(field="reason", problem=f"请写明原因（{shortest} 到 {longest} 个字）")
    if decision is Decision.KEEP and facts.review_due_on is None:
        return BadInput(field="review_due_on", problem="请填写下次复查的日期")
    return why_not_these_facts(decision, facts, today=today)


def why_not_these_facts(decision: Decision, facts: Decided, *, today: date) -> Refusal | None:
    """Days make sense, the name and the level are there where they are given."""
    if not EARLIEST <= facts.on <= today:
        return BadInput(field="on", problem="日期应在 1980 年以后，且不能晚于今天")
    if facts.review_due_on is not None and facts.review_due_on <= facts.on:
        return BadInput(field="review_due_on", problem="下次复查的日期要晚于决定日期")
    shortest, longest = NAME_LENGTH
    if facts.name and not shortest <= len(facts.name) <= longest:
        return BadInput(field="name", problem=f"名称需要 {shortest} 到 {longest} 个字")
    if decision in (Decision.RECOGNISE, Decision.RAISE, Decision.CORRECT):
        if facts.level not in LEVELS:
            return BadInput(field="level", problem="请选择级别")
        if not facts.awarded_by:
            return BadInput(field="awarded_by", problem="请填写由谁认定（发文单位）")
    for field, text in (("awarded_by", facts.awarded_by), ("document", facts.document)):
        if len(text) > WORDS_MOST:
            return BadInput(field=field, problem=f"最多 {WORDS_MOST} 个字")
    return None


def why_not_this_unit(kind: str, name: str) -> Refusal | None:
    """A new one has a kind and a name."""
    if kind not in KINDS:
        return BadInput(field="kind", problem="请选择类别")
    shortest, longest = NAME_LENGTH
    if not shortest <= len(name) <= longest:
        return BadInput(field="name", problem=f"名称需要 {shortest} 到 {longest} 个字")
    return None


def why_not_public(kind: str, is_public: bool, consent: str) -> Refusal | None:
    """A household stands on the public list only where it is noted that it agreed."""
    if kind == "household" and is_public and len(consent.strip()) < REASON_LENGTH[0]:
        problem = "公开文明家庭要先征得家庭同意，请写明谁在什么时候同意的"
        return BadInput(field="consent", problem=problem)
    return None
