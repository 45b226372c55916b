"""Certificates on paper: a snapshot as a PDF, the same bytes each time."""

import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image, ImageChops, ImageStat

from app.adapters import papers, qr_images
from app.domain.attachments import queries as attachments
from app.domain.certificates import queries as certificates
from app.domain.messaging.words import hours_in_words

SEAL_PIXELS = 500  # 42 mm at 300 dots an inch
# Paper is not quite white; 16 steps of ink keep the file small.
_STRENGTH = [0 if value < 40 else min(255, value * 5 // 4) & 0xF0 for value in range(256)]
_DARK = [255 if value > 128 else 0 for value in range(256)]


def pdf_of(certificate_id: UUID, *, public_url: str) -> bytes:
    """The paper of a certificate; refuses when what it said was forgotten."""
    return pdf(certificates.content(certificate_id), public_url=public_url)


def pages_of(certificate_id: UUID, *, public_url: str) -> list[bytes]:
    """The same pages as PNG, for phones that show no PDF."""
    return _pages(json.dumps(certificates.content(certificate_id)), public_url)


@lru_cache(maxsize=4)
def _pages(written: str, public_url: str) -> list[bytes]:
    """Kept for a moment: a phone asks for one page after the other."""
    facts = json.loads(written)
    seen = shown(facts, public_url)
    return papers.pictures("certificate", seen, now=issued_at(facts), ppi=120)


def pdf(facts: Mapping[str, Any], *, public_url: str) -> bytes:
    """The paper of what a snapshot says."""
    return papers.pdf("certificate", shown(facts, public_url), now=issued_at(facts))


def issued_at(facts: Mapping[str, Any]) -> datetime:
    """The paper is dated as it was issued, whenever it is printed."""
    return datetime.fromtimestamp(facts["issued_at"], tz=UTC)


def shown(facts: Mapping[str, Any], public_url: str) -> dict[str, Any]:
    """What the template shows: the snapshot with its numbers in words, QR and seal."""
    number, code = facts["shown"]["number"], facts["shown"]["code"]
    service = facts["service"]
    address = f"{public_url}/certificates/{number}/{code}"
    return {
        "number": number,
        "code": code,
        "qr": qr_images.svg(address),
        "address": f"{public_url}/certificates",
        "ledger_address": f"{public_url}/ledger",
        "issued_on": _day(facts["issued_on"]),
        "person": facts["person"],
        "service": {
            **service,
            "since": _day(service["since"]),
            "until": _day(service["until"]),
            "hours": hours_in_words(service["minutes"]),
            "total": _decimal(service["minutes"]),
            "back_filled": hours_in_words(service["back_filled_minutes"])
            if service["back_filled_minutes"]
            else None,
            "kinds": [
                {**kind, "hours": hours_in_words(kind["minutes"])} for kind in service["kinds"]
            ],
            "rows": [
                {**row, "date": row["date"].replace("-", "."), "hours": _decimal(row["minutes"])}
                for row in service["rows"] or []
            ],
        },
        "unit": facts["unit"],
        "seal": _seal(facts["unit"]["seal"]),
        "ledger": facts["ledger"],
        "sections": facts["sections"],
    }


def _seal(attachment_id: str | None) -> str | None:
    if attachment_id is None:
        return None
    content = attachments.picture(UUID(attachment_id)).content
    picture = b64encode(inked(content)).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><image '
        f'width="100" height="100" href="data:image/png;base64,{picture}"/></svg>'
    )


@lru_cache(maxsize=16)
def inked(content: bytes) -> bytes:
    """A picture of a seal as ink: the white paper around it is taken away, words show through."""
    with Image.open(BytesIO(content)) as opened:
        opened.thumbnail((SEAL_PIXELS, SEAL_PIXELS))
        seal = opened.convert("RGB")
    red, green, blue = seal.split()
    # How much ink there is: what the darkest of the three colours lacks to white.
    ink = ImageChops.invert(ImageChops.darker(ImageChops.darker(red, green), blue))
    strong = ink.point(_STRENGTH)
    # One colour throughout, the average of the ink: small in the file, and no grey halo.
    colour = tuple(round(each) for each in ImageStat.Stat(seal, mask=ink.point(_DARK)).mean)
    stamped = Image.new("RGBA", seal.size, colour)
    stamped.putalpha(strong)
    drawn = BytesIO()
    stamped.save(drawn, format="PNG", optimize=True)
    return drawn.getvalue()


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year} 年 {day.month} 月 {day.day} 日"


def _decimal(minutes: int) -> str:
    """Hours with at most two places: Order 67 counts in hours."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")
