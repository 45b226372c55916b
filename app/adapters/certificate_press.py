"""Prints what groups wait for, one paper after the other: memory stays that of one."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from app.adapters import certificate_papers
from app.domain.certificates import groups
from app.domain.certificates.errors import PaperGone
from app.domain.messaging import credentials

LEASE = timedelta(minutes=2)
SECONDS_AT_A_TIME = 2.0
AT_ONCE = 50


def print_some(public_url: str, *, now: Callable[[], datetime]) -> int:
    """Issue and print for two seconds, so that letters are not kept waiting; how many papers.

    One worker at a time does it.
    """
    began = now()
    if not groups.waiting():
        return 0
    if not credentials.claim("certificates", now=began, lease=LEASE):
        return 0
    try:
        groups.issue_some(now=began)
        return _print(public_url, now, until=time.monotonic() + SECONDS_AT_A_TIME)
    finally:
        credentials.release("certificates", until=began)


def _print(public_url: str, now: Callable[[], datetime], *, until: float) -> int:
    printed = 0
    for certificate_id in groups.unprinted(AT_ONCE):
        try:
            content = certificate_papers.pdf_of(certificate_id, public_url=public_url)
        except PaperGone:
            content = None
        groups.keep_paper(certificate_id, content, now=now())
        printed += content is not None
        if time.monotonic() > until:
            break
    return printed
