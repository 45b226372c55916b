"""Who acts: a member of staff, a volunteer, or the system by itself."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The author of a decision, as the trail names her; a visitor is nobody we know."""

    kind: Literal["staff", "volunteer", "system", "visitor", "authority"]
    id: UUID | None
    name: str


SYSTEM = Actor("system", None, "系统")
