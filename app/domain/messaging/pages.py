"""Addresses of the residents' pages that messages and the chat lead to."""

from uuid import UUID

ACTIVITIES = "/h5/activities"
REGISTER = "/h5/register"
MY_ACTIVITIES = "/h5/my/activities"
MY_HOURS = "/h5/my/hours"
MY_CARD = "/h5/my/card"


def activity(activity_id: UUID) -> str:
    """One activity, with its sign-up."""
    return f"{ACTIVITIES}/{activity_id}"


def hour_record(record_id: UUID) -> str:
    """The story of one hour record."""
    return f"{MY_HOURS}/{record_id}"
