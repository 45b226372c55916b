"""What became of a clue; it carries all that its followers need."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

ClueKind = Literal["clue_nominated", "clue_same", "clue_not_enough", "clue_kept"]


@dataclass(frozen=True)
class ClueNews:
    """Its giver is told; `about` is the campaign, `words` what the clerk says."""

    kind: ClueKind
    volunteer_id: UUID
    text: str
    now: datetime
    about: str = ""
    words: str = ""
