"""A letter to an authority as a PDF, to be answered by hand, sealed and sent back."""

from datetime import date, datetime
from typing import Any

from app.adapters import papers
from app.domain.nominations.consultation.printing import LetterOnPaper
from app.kernel.calendar import local_date


def letter(found: LetterOnPaper, *, unit_name: str, phone: str, now: datetime) -> bytes:
    """The paper; `phone` is where the sender answers questions."""
    return papers.pdf("consultation_letter", shown(found, unit_name, phone, now), now=now)


def shown(found: LetterOnPaper, unit_name: str, phone: str, now: datetime) -> dict[str, Any]:
    """What the template shows."""
    one = found.letter
    labels = list(dict.fromkeys(label for line in one.lines for label, _ in line.shown))
    return {
        "unit": unit_name,
        "phone": phone,
        "number": one.number,
        "campaign": one.campaign,
        "addressee": one.addressee,
        "question": one.question,
        "due_on": _day(one.due_on),
        "sent_on": _day(local_date(now)),
        "with_id_numbers": found.with_id_numbers,
        "labels": labels,
        "rows": [
            {
                "facts": [dict(line.shown).get(label, "") for label in labels],
                "id_number": found.id_numbers.get(line.id, ""),
            }
            for line in one.lines
        ],
    }


def _day(day: date) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"
