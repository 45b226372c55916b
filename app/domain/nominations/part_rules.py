"""What somebody's part in a case lets her do, and what not. Source: docs/rules.md, N-08, N-15."""

from dataclasses import dataclass, replace

from app.domain.nominations import errors
from app.domain.nominations.vocabulary import LEVELS, RANKS
from app.kernel.refusal import Refusal


@dataclass(frozen=True)
class Part:
    """What a member of staff has had to do with a case so far."""

    nominated: bool
    is_nominee: bool
    reviewed_at: frozenset[str]
    relation: str = ""  # in words; empty where there is none
    visited: bool = False
    scored: bool = False  # as an expert

    @property
    def untouched(self) -> bool:
        """Whether she had no part in it whatever."""
        return self == Part(nominated=False, is_nominee=False, reviewed_at=frozenset())


def why_not_touched_by(part: Part) -> Refusal | None:
    """Who named the person, is the person or is related to her, decides nothing in her case."""
    if part.nominated or part.is_nominee:
        return errors.OwnCase()
    return errors.Related(relation=part.relation) if part.relation else None


def why_not_written_by(part: Part) -> Refusal | None:
    """Who named her may write down what she said and what the public reads; kin may not."""
    return why_not_touched_by(replace(part, nominated=False))


def why_not_reviewed_by(part: Part, *, her_level: str, level: str) -> Refusal | None:
    """Nobody reviews a case she has another part in, or from below its level."""
    refusal = why_not_touched_by(part)
    if refusal:
        return refusal
    if part.scored:
        return errors.ScoredBefore()
    if RANKS[her_level] < RANKS[level]:
        return errors.NotYourLevel(level=LEVELS[level])
    return errors.ReviewedBefore() if part.reviewed_at - {level} else None


def why_not_scored_by(part: Part) -> Refusal | None:
    """An expert scores what she has no other part in; who decided on it does not score it."""
    refusal = why_not_touched_by(part)
    return refusal or (errors.ReviewedBefore() if part.reviewed_at else None)


def why_not_answered_by(part: Part) -> Refusal | None:
    """An objection is answered by someone who had no part in the case."""
    return None if part.untouched else errors.Involved()
