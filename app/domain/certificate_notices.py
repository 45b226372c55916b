"""What people are told of their certificates: issued by staff, outdated, revoked."""

from datetime import datetime, timedelta

from app.domain.certificates.events import (
    CertificateFacts,
    CertificateRevoked,
    CertificatesIssued,
    CertificatesOutdated,
)
from app.domain.messaging import pages
from app.domain.messaging.telling import Notice, tell
from app.domain.messaging.words import words

WORTH_SENDING = timedelta(days=3)


def certificates_issued(event: CertificatesIssued) -> None:
    """Staff have issued one for her: she knows of every paper about her."""
    tell([_about(one, "issued", event.now) for one in event.certificates], now=event.now)


def certificates_outdated(event: CertificatesOutdated) -> None:
    """Hours it counted were revoked; she can have a new one."""
    tell([_about(one, "outdated", event.now) for one in event.certificates], now=event.now)


def certificate_revoked(event: CertificateRevoked) -> None:
    """It is void, and she reads why."""
    tell([_about(event.certificate, "revoked", event.now)], now=event.now)


def _about(one: CertificateFacts, what: str, now: datetime) -> Notice:
    kind, reason = f"certificate_{what}", one.reason or ""
    title, body = words(kind, number=one.number, unit=one.unit_name, reason=reason)
    return Notice(
        kind=kind,
        volunteer_id=one.volunteer_id,
        title=title,
        body=body,
        values=(one.number, one.unit_name, reason),
        url=pages.certificate(one.certificate_id),
        expires_at=now + WORTH_SENDING,
        dedupe_key=f"{kind}:{one.certificate_id.hex}:{round(now.timestamp())}",
    )
