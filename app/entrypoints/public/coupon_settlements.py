"""A merchant's settlement by the code on its paper: whether it is true, and the paper itself.

Nobody's name stands here, nothing that staff wrote freely, and of the account its last figures.
"""

from io import BytesIO

from flask import jsonify, render_template, send_file
from flask.typing import ResponseReturnValue

from app.adapters import coupon_papers
from app.domain.audit import proofs
from app.domain.coupons import merchant_queries, on_paper
from app.domain.coupons.money import in_capitals
from app.domain.coupons.on_paper import SheetOnPaper
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.downloads import paper
from app.entrypoints.guard import open_to_all, settings
from app.entrypoints.limits import limiter
from app.entrypoints.public.door import door
from app.entrypoints.public.quiet import kept_quiet
from app.kernel.refusal import NotFound

MINUTELY = limiter.limit("60 per minute")
PAPERS_MINUTELY = limiter.limit("20 per minute")


@door.get("/coupon-settlements/<code>")
@MINUTELY
@open_to_all
def coupon_settlement(code: str) -> ResponseReturnValue:
    """What the paper must say; where its QR leads, and the merchant's phone."""
    found = on_paper.sheet_with(code)
    page = render_template(
        "public/coupon_settlement.html",
        found=found,
        sheet=found.sheet,
        capitals=in_capitals(found.sheet.face_fen),
        money=coupon_papers.money,
    )
    return kept_quiet(page)


@door.get("/coupon-settlements/<code>/paper")
@PAPERS_MINUTELY
@open_to_all
def public_settlement_paper(code: str) -> ResponseReturnValue:
    """The merchant's copy as a PDF."""
    found = on_paper.sheet_with(code)
    content = coupon_papers.pdf(found, **_said(found))
    return kept_quiet(paper(f"消费券结算单-{found.sheet.number}", content))


@door.get("/coupon-settlements/<code>/pictures")
@PAPERS_MINUTELY
@open_to_all
def settlement_pictures(code: str) -> ResponseReturnValue:
    """Its pages as pictures: WeChat on some phones opens no PDF."""
    found = on_paper.sheet_with(code)
    count = len(coupon_papers.pages(found, **_said(found)))
    return kept_quiet(
        render_template("public/coupon_settlement_pictures.html", found=found, count=count)
    )


@door.get("/coupon-settlements/<code>/pictures/<int:page>.png")
@MINUTELY
@open_to_all
def settlement_picture(code: str, page: int) -> ResponseReturnValue:
    """One page."""
    found = on_paper.sheet_with(code)
    pages = coupon_papers.pages(found, **_said(found))
    if not 1 <= page <= len(pages):
        raise NotFound
    return kept_quiet(send_file(BytesIO(pages[page - 1]), mimetype="image/png"))


@door.get("/coupon-settlements/<code>/proof.json")
@MINUTELY
@open_to_all
def settlement_proof(code: str) -> ResponseReturnValue:
    """That the ledger holds the fingerprint; `haoren_verify.py proof` checks it elsewhere."""
    found = on_paper.sheet_with(code)
    entry_id = found.proof.entry_id
    proof = proofs.proof_of(entry_id) if entry_id else None
    if proof is None:
        raise NotFound
    answer = kept_quiet(jsonify(proof))
    name = f"settlement-{found.sheet.number}.json"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


def _said(found: SheetOnPaper) -> dict[str, str]:
    tail = merchant_queries.merchant(found.sheet.merchant_id, EVERYWHERE).account_tail
    return {
        "unit_name": settings().unit_name,
        "account": f"尾号 {tail}" if tail else "",
        "reason": "",
        "public_url": settings().public_url,
    }
