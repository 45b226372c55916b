"""Which page a complaint came from, and what that page is about."""

import re
from uuid import UUID

from flask import request, url_for

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# Words and ids only: never a link's code, by which anybody could open what it leads to.
_KEPT = re.compile(rf"(?:/(?:{_ID}|[a-z][a-z0-9-]{{0,24}}))*/?")
_LONGEST = 120
_PRIVATE = ("/h5/invitations", "/h5/exchanges", "/complaints/", "/orders/", "/calendar")
_ABOUT = (
    (re.compile(rf"/(?:h5/)?(?:family/)?activities/({_ID})(?:/.*)?"), "activity"),
    (re.compile(rf"/h5/courses/({_ID})(?:/.*)?"), "activity"),
    (re.compile(rf"/h5/sign-ups/({_ID})(?:/.*)?"), "sign_up"),
    (re.compile(rf"/(?:hours|h5/notices)/({_ID})(?:/.*)?"), "session"),
    (re.compile(rf"/h5/hours/({_ID})(?:/.*)?"), "hours"),
    (re.compile(rf"/h5/teams/({_ID})(?:/.*)?"), "team"),
    (re.compile(rf"/h5/(?:team-)?orders/({_ID})(?:/.*)?"), "order"),
    (re.compile(rf"/(?:h5/)?(?:culture/)?(?:programmes/|culture/)({_ID})(?:/.*)?"), "culture"),
    (re.compile(rf"/h5/tickets/({_ID})(?:/.*)?"), "ticket"),
    (re.compile(rf"/h5/coupons/({_ID})(?:/.*)?"), "coupon"),
    (re.compile(rf"/h5/my-coupons/({_ID})(?:/.*)?"), "my_coupon"),
    (re.compile(rf"/places/({_ID})(?:/.*)?"), "place"),
    (re.compile(r"/h5/hours/?"), "hours"),
    (re.compile(r"/h5/teams/?"), "team"),
    (re.compile(r"/h5/(?:orders|services)(?:/.*)?"), "order"),
    (re.compile(r"/(?:h5/)?culture/?|/h5/tickets/?"), "culture"),
    (re.compile(r"/h5/(?:my-)?coupons/?|/merchant/"), "coupon"),
    (re.compile(r"/h5/not-me/[a-z]+"), "not_me"),
    (re.compile(r"/h5/(?:profile|consents|account|family)(?:/.*)?|/privacy"), "privacy"),
)


def complain_url() -> str:
    """Where one says what is wrong with the page one is on."""
    return url_for("resident.complain", page=kept_page(request.path) or None)


def kept_page(asked: str) -> str:
    """A path of ours as it is remembered; empty where it could open something."""
    path = asked.partition("?")[0].partition("#")[0]
    if len(path) > _LONGEST or not _KEPT.fullmatch(path) or path.startswith(_PRIVATE):
        return ""
    return path


def about(page: str) -> tuple[str, UUID | None]:
    """What a page is about: a kind, with the thing's id where there is one; empty: nothing."""
    for pattern, kind in _ABOUT:
        found = pattern.fullmatch(page)
        if found:
            return kind, UUID(found.group(1)) if pattern.groups else None
    return "", None
