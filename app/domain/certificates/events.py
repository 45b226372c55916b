"""What has happened to certificates."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class CertificateFacts:
    """One certificate, with what those who tell its person need; `reason` is None when issued."""

    certificate_id: UUID
    volunteer_id: UUID
    number: str
    unit_name: str
    reason: str | None = None


@dataclass(frozen=True)
class CertificatesIssued:
    """By staff, for these people."""

    certificates: tuple[CertificateFacts, ...]
    now: datetime


@dataclass(frozen=True)
class CertificatesOutdated:
    """Hours they counted were revoked."""

    certificates: tuple[CertificateFacts, ...]
    now: datetime


@dataclass(frozen=True)
class CertificateRevoked:
    certificate: CertificateFacts
    now: datetime
