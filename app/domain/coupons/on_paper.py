"""A confirmed sheet as it is printed, with what proves that it still says what was confirmed.

No resident stands on it: a redemption has a number of its own. Its fingerprint is over the sheet's
rows and goes into the ledger when it is confirmed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from app.domain.audit import proofs
from app.domain.audit import queries as audit
from app.domain.coupons import errors
from app.domain.coupons.codes import redemption_number
from app.domain.coupons.kinds import kind_facts
from app.domain.coupons.models import CouponKind, CouponSeason
from app.domain.coupons.money_models import CouponRedemption, CouponSettlement, SettlementLine
from app.domain.coupons.rules import ON_PAPER
from app.domain.coupons.settlement_queries import SettlementView, settlement
from app.domain.places.scope import EVERYWHERE
from app.kernel.canonical import digest, moment
from app.kernel.crypto import read_signed_id, signed_code
from app.kernel.database import session
from app.kernel.refusal import NotFound

FORMAT = "haoren-coupon-settlement-1"
CONFIRMED = "coupon_settlement.confirm"
_PURPOSE = "coupon settlement"

Row = tuple[SettlementLine, CouponRedemption, CouponKind, CouponSeason]


@dataclass(frozen=True)
class OfAKind:
    """How much of a sheet is of one kind; below 0 where it corrects another."""

    title: str
    terms: str
    count: int
    face_fen: int
    spent_fen: int


@dataclass(frozen=True)
class OnPaper:
    """One redemption; `number` is the same on the merchant's phone and in the console."""

    number: str
    at: datetime
    title: str
    face_fen: int
    spent_fen: int


@dataclass(frozen=True)
class Proof:
    """The fingerprint of the rows now, the one confirmed, and where the ledger holds that.

    All but `now` is None for a sheet that was confirmed before fingerprints were kept.
    """

    now: str
    confirmed: str | None
    entry_id: UUID | None
    seal_number: int | None

    @property
    def holds(self) -> bool:
        """Whether the sheet still says what was confirmed."""
        return self.confirmed in (None, self.now)


@dataclass(frozen=True)
class SheetOnPaper:
    """All that a sheet's paper says, but for the account it is paid to."""

    sheet: SettlementView
    code: str
    seasons: tuple[str, ...]
    kinds: tuple[OfAKind, ...]
    rows: tuple[OnPaper, ...]
    proof: Proof


def code_of(settlement_id: UUID) -> str:
    """What opens a sheet's public page: it stands on the paper and cannot be guessed."""
    return signed_code(settlement_id.bytes, purpose=_PURPOSE)


def sheet_with(code: str) -> SheetOnPaper:
    """The sheet a code opens; raises NotFound for any other text."""
    settlement_id = read_signed_id(code, purpose=_PURPOSE)
    if settlement_id is None:
        raise NotFound
    return sheet_on_paper(settlement_id)


def sheet_on_paper(settlement_id: UUID) -> SheetOnPaper:
    """Everything but whose the coupons were; refuses NotConfirmedYet."""
    sheet = settlement(settlement_id, EVERYWHERE)
    if sheet.state not in ON_PAPER:
        raise errors.NotConfirmedYet
    found = _rows(settlement_id)
    kinds = {kind.id: kind for _, _, kind, _ in found}
    return SheetOnPaper(
        sheet=sheet,
        code=code_of(settlement_id),
        seasons=tuple(dict.fromkeys(f"{one.title}（{one.organiser}）" for *_, one in found)),
        kinds=tuple(
            _summed(kind, [line for line, used, *_ in found if used.kind_id == kind.id])
            for kind in kinds.values()
        ),
        rows=tuple(
            OnPaper(redemption_number(used.id), used.at, kind.title, line.face_fen, line.spent_fen)
            for line, used, kind, _ in found
        ),
        proof=_proof(settlement_id, found),
    )


def fingerprint(settlement_id: UUID) -> str:
    """SHA-256 of what a sheet is made of, in hex: it changes with any amount, line or day."""
    return _fingerprint(settlement_id, _rows(settlement_id))


def _rows(settlement_id: UUID) -> Sequence[Row]:
    """In the order they were redeemed; of one that corrects, what it takes back."""
    corrects = session.get_one(CouponSettlement, settlement_id).corrects_id is not None
    query = (
        select(SettlementLine, CouponRedemption, CouponKind, CouponSeason)
        .join(CouponRedemption, CouponRedemption.id == SettlementLine.redemption_id)
        .join(CouponKind, CouponKind.id == CouponRedemption.kind_id)
        .join(CouponSeason, CouponSeason.id == CouponRedemption.season_id)
        .where(SettlementLine.settlement_id == settlement_id, SettlementLine.opposing.is_(corrects))
        .order_by(CouponRedemption.at, CouponRedemption.id)
    )
    return session.execute(query).all()


def _summed(kind: CouponKind, lines: Iterable[SettlementLine]) -> OfAKind:
    rows = list(lines)
    return OfAKind(
        title=kind.title,
        terms=kind_facts(kind).terms,
        count=sum(-1 if one.opposing else 1 for one in rows),
        face_fen=sum(one.face_fen for one in rows),
        spent_fen=sum(one.spent_fen for one in rows),
    )


def _fingerprint(settlement_id: UUID, rows: Iterable[Row]) -> str:
    sheet = session.get_one(CouponSettlement, settlement_id)
    return digest(
        {
            "format": FORMAT,
            "id": str(sheet.id),
            "merchant": str(sheet.merchant_id),
            "corrects": str(sheet.corrects_id) if sheet.corrects_id else None,
            "days": [sheet.first_day.isoformat(), sheet.last_day.isoformat()],
            "sums": [sheet.count, sheet.face_fen, sheet.spent_fen],
            "lines": [
                [str(used.id), moment(used.at), line.face_fen, line.spent_fen]
                for line, used, *_ in rows
            ],
        }
    )


def _proof(settlement_id: UUID, rows: Iterable[Row]) -> Proof:
    now = _fingerprint(settlement_id, rows)
    story = audit.story_of("coupon_settlement", settlement_id)
    entry = next((one for one in story if one.action == CONFIRMED), None)
    confirmed = entry.facts.get("sha256") if entry else None
    if entry is None or confirmed is None:
        return Proof(now, None, None, None)
    return Proof(now, confirmed, entry.id, proofs.seals_of([entry.id]).get(entry.id))
