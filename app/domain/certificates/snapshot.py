"""What a certificate says, written once: facts without any layout, and their hash.

Order 67, article 14 (time, content, recording unit; more at the person's wish) in the four blocks
of 民发〔2015〕149号: identity, service, issuer, other.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.activities.described import Described
from app.domain.audit import seals
from app.domain.certificates.rules import Wish
from app.domain.certificates.units import Unit
from app.domain.hours.certifiable import CertifiableHours
from app.domain.people.on_paper import PersonOnPaper
from app.kernel.calendar import local, local_date
from app.kernel.canonical import canonical

FORMAT = "haoren-certificate-1"
SALT_BYTES = 16


@dataclass(frozen=True)
class Section:
    """A further block that a room adds when it has something to say: pairs of label and value.

    `honours`: those it names, so that a revoked one is found on the certificates that print it.
    """

    title: str
    lines: tuple[tuple[str, str], ...]
    honours: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Ground:
    """What the words of a certificate rest on. `place_names`: of the recording units."""

    person: PersonOnPaper
    hours: Sequence[CertifiableHours]
    activities: Mapping[UUID, Described]
    place_names: Mapping[UUID, str]
    sections: Sequence[Section] = ()

    @property
    def honours(self) -> set[UUID]:
        return {one for section in self.sections for one in section.honours}

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.hours)

    @property
    def back_filled_minutes(self) -> int:
        return sum(one.minutes for one in self.hours if one.back_filled)


def drawn(
    ground: Ground,
    wish: Wish,
    unit: Unit,
    *,
    number: str,
    code: str,
    id_number: str | None,
    now: datetime,
) -> dict[str, Any]:
    """The whole content; `id_number` in full only when she wants it so."""
    first = min(one.service_date for one in ground.hours)
    return {
        "format": FORMAT,
        "salt": secrets.token_hex(SALT_BYTES),
        "number": number,
        "code": code,
        "issued_on": local_date(now).isoformat(),
        "issued_at": round(now.timestamp()),
        "person": {
            "name": ground.person.name,
            "number": ground.person.number,
            "id_number": id_number or ground.person.id_number,
        },
        "service": {
            "since": (wish.since or first).isoformat(),
            "until": wish.until.isoformat(),
            "minutes": ground.minutes,
            "back_filled_minutes": ground.back_filled_minutes,
            "count": len(ground.hours),
            "kinds": _kinds(ground),
            "units": sorted({ground.place_names[one.place_id] for one in ground.hours}),
            "rows": [_row(one, ground) for one in ground.hours] if wish.with_rows else None,
        },
        "unit": unit.as_facts(),
        "ledger": _last_seal(),
        "sections": [{"title": one.title, "lines": list(one.lines)} for one in ground.sections],
    }


def _last_seal() -> dict[str, Any] | None:
    """The newest seal of the ledger, so that the paper fixes it too; None before the first."""
    seal = seals.latest()
    return {"number": seal.number, "hash": seal.hash} if seal else None


def _kinds(ground: Ground) -> list[dict[str, Any]]:
    """Service by category, the most first."""
    sums: dict[str, list[int]] = {}
    for one in ground.hours:
        sums.setdefault(ground.activities[one.activity_id].category, []).append(one.minutes)
    found = [
        {"category": category, "count": len(each), "minutes": sum(each)}
        for category, each in sums.items()
    ]
    return sorted(found, key=lambda kind: (-kind["minutes"], kind["category"]))


def _row(one: CertifiableHours, ground: Ground) -> dict[str, Any]:
    what = ground.activities[one.activity_id]
    return {
        "date": one.service_date.isoformat(),
        "time": f"{local(one.counted_from):%H:%M}–{local(one.counted_until):%H:%M}",
        "title": what.title,
        "category": what.category,
        "venue": what.venue,
        "unit": ground.place_names[one.place_id],
        "minutes": one.minutes,
        "back_filled": one.back_filled,
    }


def written(facts: Mapping[str, Any]) -> str:
    """The content as it is kept and hashed; its salt keeps anybody from guessing the rest."""
    return canonical(facts).decode()
