"""The residents' door: pages inside WeChat to find, join, attend and look back."""

from app.entrypoints.resident import (  # noqa: F401 - each registers its views
    account,
    activities,
    calendar,
    card,
    certificates,
    check_in,
    clues,
    consents,
    exchanges,
    family,
    family_sign_ups,
    finding,
    guardians_words,
    hours,
    invitations,
    leading,
    me,
    nominations,
    phone_codes,
    points,
    profile,
    rankings,
    register,
    reports,
    rewards,
    sign_in,
    sign_in_by_phone,
    sign_ups,
    stars,
    teams,
    voting,
    whose_page,
)
from app.entrypoints.resident.door import door

__all__ = ["door"]
