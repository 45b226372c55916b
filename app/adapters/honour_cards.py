"""A good person's card to save and pass on: photo, one line, name, and a code to the story."""

import json
from base64 import b64encode
from functools import lru_cache
from io import BytesIO
from uuid import UUID

from PIL import Image

from app.adapters import papers, qr_images
from app.domain.attachments.queries import picture
from app.domain.nominations.roll import PublicPerson
from app.kernel.calendar import local_date

PHOTO_SIDE = 900
KEPT_CARDS = 64


def card(person: PublicPerson, above: list[str], *, address: str, unit_name: str) -> bytes:
    """A PNG of 900 by 1,200, with nothing that the story's page does not show."""
    day = local_date(person.conferred_at) if person.conferred_at else None
    facts = {
        "category": person.category,
        "headline": person.headline,
        "name": person.name,
        "of": "，".join(one for one in (person.unit, person.community) if one),
        "above": above,
        "campaign": person.campaign,
        "day": f"{day.year} 年 {day.month} 月 {day.day} 日" if day else "",
        "unit": unit_name,
        "address": address,
        "photo": str(person.pictures[0]) if person.pictures else "",
        "at": person.conferred_at.timestamp() if person.conferred_at else 0,
    }
    return _drawn(json.dumps(facts, ensure_ascii=False, sort_keys=True))


@lru_cache(maxsize=KEPT_CARDS)
def _drawn(written: str) -> bytes:
    """Kept: a story that is passed on is asked for by everybody who sees it."""
    facts = json.loads(written)
    shown = {
        **facts,
        "code": qr_images.svg(facts["address"]),
        "photo": _photo(UUID(facts["photo"])) if facts["photo"] else "",
    }
    [page] = papers.pictures("honour_card", shown, now=papers.moment(facts["at"]))
    return page


def _photo(attachment_id: UUID) -> str:
    """The photo cut to the card's shape, as an SVG that typst takes from text."""
    with Image.open(BytesIO(picture(attachment_id).content)) as opened:
        photo = opened.convert("RGB")
    photo.thumbnail((PHOTO_SIDE * 2, PHOTO_SIDE * 2))
    wide, high = photo.size
    wanted = min(high, round(wide * 3 / 4))
    across = min(wide, round(wanted * 4 / 3))
    left, top = (wide - across) // 2, (high - wanted) // 3
    content = BytesIO()
    photo.crop((left, top, left + across, top + wanted)).save(content, "JPEG", quality=85)
    picture_text = b64encode(content.getvalue()).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><image width="400" '
        f'height="300" href="data:image/jpeg;base64,{picture_text}"/></svg>'
    )
