"""What a check of the ledger found."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something that does not hold. `kind`: altered removed inserted reordered seal guard table."""

    kind: str
    sentence: str


@dataclass
class Checked:
    """How far a check has come."""

    seals: int = 0
    entries: int = 0
