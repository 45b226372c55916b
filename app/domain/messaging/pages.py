"""Addresses of the residents' pages that messages and the chat lead to. A test opens each door."""

from uuid import UUID

ACTIVITIES = "/h5/"
REGISTER = "/h5/register"
MY_ACTIVITIES = "/h5/sign-ups"
MY_HOURS = "/h5/hours"
MY_CARD = "/h5/card"
STAFF_ACCOUNT = "/console/account/second-factor"
MY_STARS = "/h5/stars"
MY_POINTS = "/h5/points"
MY_REPORTS = "/h5/reports"
COUPONS = "/h5/coupons"
MY_COUPONS = "/h5/my-coupons"
MY_CERTIFICATES = "/h5/certificates"
MY_NOMINATIONS = "/h5/nominations"
CLUES = "/h5/clues"
CULTURE = "/h5/culture"
MY_TICKETS = "/h5/tickets"
STAFF_CASES = "/console/cases"
SUGGESTIONS = "/h5/suggestions"
STAFF_ORDERS = "/console/orders"
STAFF_COMPLAINTS = "/console/complaints"
MY_COMPLAINTS = "/h5/complaints"
COMPLAIN = "/h5/complaints/new"
MY_ORDERS = "/h5/orders"
SERVICES = "/h5/services"
MY_BOOKINGS = "/h5/bookings"
PLACES = "/places"
MY_TRAINING = "/h5/training"
STAFF_UNITS = "/console/units"
# Pages on which a guardian acts for her children without switching to one of them.
FOR_THE_WHOLE_FAMILY = ("/h5/activities/", "/h5/exchanges/", "/h5/nominations/")


def register_for(url: str) -> str:
    """Registering, on the way to another page."""
    return f"{REGISTER}?next={url}"


def about(child_id: UUID, url: str) -> str:
    """A page as a child's guardian is led to it: it asks her to switch to the child first."""
    if not url.startswith("/h5/") or url.startswith(FOR_THE_WHOLE_FAMILY):
        return url
    return f"{url}{'&' if '?' in url else '?'}for={child_id}"


def activity(activity_id: UUID) -> str:
    """One activity, with its sign-up."""
    return f"/h5/activities/{activity_id}"


def activity_for_all(activity_id: UUID) -> str:
    """The same in any browser, signed in or not."""
    return f"/activities/{activity_id}"


def invitation(invitation_id: UUID) -> str:
    """An invitation to become a volunteer, with its answers."""
    return f"/h5/invitations/{invitation_id}"


def hour_record(record_id: UUID) -> str:
    """The story of one hour record."""
    return f"{MY_HOURS}/{record_id}"


def position(activity_id: UUID, position_id: UUID) -> str:
    """The sign-up for one position."""
    return f"/h5/activities/{activity_id}/positions/{position_id}"


def team(team_id: UUID) -> str:
    """A team, with what one can do about it."""
    return f"/h5/teams/{team_id}"


def exchange(exchange_id: UUID) -> str:
    """A request to exchange positions, with its answers."""
    return f"/h5/exchanges/{exchange_id}"


def sign_up(sign_up_id: UUID) -> str:
    """One's own sign-up, with what is left to do."""
    return f"{MY_ACTIVITIES}/{sign_up_id}"


def certificate(certificate_id: UUID) -> str:
    """One's own certificate: how it stands, and its paper."""
    return f"{MY_CERTIFICATES}/{certificate_id}"


def nomination_consent(nomination_id: UUID) -> str:
    """Where somebody says whether she wants to be named a good person."""
    return f"{MY_NOMINATIONS}/{nomination_id}/consent"


def nomination(nomination_id: UUID) -> str:
    """A nomination one has made, with what is missing."""
    return f"{MY_NOMINATIONS}/{nomination_id}"


def order(order_id: UUID) -> str:
    """One's own service order: how it stands."""
    return f"/h5/orders/{order_id}"


def booking(booking_id: UUID) -> str:
    """One's own booking of a facility: how it stands."""
    return f"{MY_BOOKINGS}/{booking_id}"


def staff_activity(activity_id: UUID) -> str:
    """An activity at the desk."""
    return f"/console/activities/{activity_id}"


def team_order(order_id: UUID) -> str:
    """An order as a team's leader sees it, with its answers."""
    return f"/h5/team-orders/{order_id}"


def order_link(code: str) -> str:
    """The same order for who has no account."""
    return f"/orders/{code}"


def complaint(complaint_id: UUID) -> str:
    """What one has said, and how it stands."""
    return f"{MY_COMPLAINTS}/{complaint_id}"


def complaint_link(code: str) -> str:
    """The same for who has no account."""
    return f"/complaints/{code}"


def campaign(campaign_id: UUID) -> str:
    """A campaign's page for everybody; while it lasts, its notice."""
    return f"/campaigns/{campaign_id}"


def qualification(qualification_id: UUID) -> str:
    """A qualification, how one stands, and the next courses that lead to it."""
    return f"/h5/qualifications/{qualification_id}"


def culture_event_for_all(event_id: UUID) -> str:
    """An event for audiences in any browser, signed in or not."""
    return f"/culture/{event_id}"


def culture_ticket(ticket_id: UUID) -> str:
    """One's own ticket, with its code."""
    return f"{MY_TICKETS}/{ticket_id}"


def redemption(redemption_id: UUID) -> str:
    """One's own redemption, with its code."""
    return f"/h5/redemptions/{redemption_id}"


def not_me(code: str) -> str:
    """Where a member of staff says that a sign-in was not hers."""
    return f"/console/not-me/{code}"
