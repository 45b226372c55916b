"""Staff take papers away: kept in the trail, with whose and how many."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.audit import trail
from app.domain.certificates import group_queries, queries
from app.domain.certificates.group_queries import GroupView
from app.domain.certificates.queries import CertificateView
from app.domain.places import queries as places
from app.kernel.transaction import transaction


def take_paper(staff: Staff, certificate_id: UUID, *, now: datetime) -> CertificateView:
    """One certificate's paper, for its person."""
    one = queries.certificate(certificate_id, staff.scope)
    staff.require(Permission.CERTIFICATES_ISSUE, places.place(one.place_id).path)
    queries.content(one.id)  # refuses before anything is written
    with transaction():
        trail.record(
            staff.actor,
            "certificate.print",
            "certificate",
            one.id,
            now=now,
            place_id=one.place_id,
            number=one.number,
        )
    return one


def take_papers(
    staff: Staff, group_id: UUID, *, now: datetime
) -> tuple[GroupView, Iterator[tuple[str, bytes]]]:
    """A done group with (volunteer number, PDF) of each, one in memory at a time."""
    view = group_queries.group(group_id, staff.scope)
    staff.require(Permission.CERTIFICATES_ISSUE, staff.place.path)
    papers = group_queries.papers_of(view)
    with transaction():
        trail.record(
            staff.actor,
            "certificate.print_group",
            "certificate_group",
            view.id,
            now=now,
            place_id=view.place_id,
            name=view.name,
            count=view.printed,
        )
    return view, papers
