"""The blueprint of the residents' door, and what all its pages share."""

from typing import Any
from uuid import UUID

from flask import Blueprint, g, request, session, url_for

from app.domain.access.errors import NotAllowed
from app.domain.people import families
from app.domain.people.queries import VolunteerView
from app.entrypoints.complaint_pages import complain_url
from app.entrypoints.guard import current_resident, safe_next, settings

LARGE_TYPE_COOKIE = "large_type"
ACTS_FOR = "acts_for"  # in the cookie: the child for whom a guardian acts now

door = Blueprint("resident", __name__)


def own() -> VolunteerView:
    """The registered resident who asks; only inside views that need one."""
    found = current_resident().volunteer
    if found is None:
        raise NotAllowed
    return found


def volunteer() -> VolunteerView:
    """Whom the page is about: she who asks, or the child she has switched to."""
    return acted_for() or own()


def acted_for() -> VolunteerView | None:
    """The child that a guardian has switched to; None for everybody else, at no cost."""
    chosen, person = session.get(ACTS_FOR), current_resident().volunteer
    if not chosen or person is None:
        return None
    if "acted_for" not in g:
        g.acted_for = families.acted_for(person, UUID(chosen))
    found: VolunteerView | None = g.acted_for
    return found


def home() -> str:
    """Where one goes when nothing else is said."""
    return url_for("resident.home")


def wanted_next() -> str:
    """The page that was asked for before signing in or registering got in the way."""
    return safe_next(request.args.get("next"), "")


def asked_page() -> int:
    """The page of a list, from the address."""
    return request.args.get("page", 1, type=int)


def large_type() -> bool:
    """Large type: as chosen on this device, else as kept with the person."""
    chosen = request.cookies.get(LARGE_TYPE_COOKIE)
    if chosen is not None:
        return chosen == "1"
    person = current_resident().volunteer
    return person is not None and person.large_type


@door.context_processor
def _on_every_page() -> dict[str, Any]:
    person = current_resident().volunteer
    return {
        "navigation": [
            _tab("活动", "activity", "home"),
            _tab("扫一扫", "scan", "scan"),
            _tab("我的", "me", "me"),
        ],
        "current": person,
        "acted_for": acted_for(),
        "care": large_type(),
        "care_url": url_for("resident.large_type"),
        "home_url": home(),
        "privacy_url": url_for("public.privacy"),
        "complain_url": complain_url(),
        "unit_name": settings().unit_name,
        "icp_number": settings().icp_number,
    }


def _tab(label: str, icon: str, view: str) -> dict[str, Any]:
    here = (request.endpoint or "").removeprefix("resident.")
    return {
        "label": label,
        "url": url_for(f"resident.{view}"),
        "icon": icon,
        "active": here in UNDER_TAB[view],
    }


UNDER_TAB = {
    "home": {
        *("home", "near", "activity", "sign_up", "family_sign_ups", "guardians_word"),
        *("culture", "programme", "culture_event", "take_ticket"),
    },
    "scan": {"scan", "check_in", "check_in_now", "checked_in", "family_checked_in"},
    "me": {
        *(
            "me",
            "card",
            "hours",
            "hour_story",
            "say_when_left",
            "sign_ups",
            "my_sign_up",
            "confirm_place",
            "cancel_sign_up",
            "change_position",
            "change_position_now",
            "exchange_request",
            "calendar",
        ),
        *(
            "points",
            *("rewards", "reward", "redemptions", "redemption", "cancel_redemption"),
            *("stars", "object_to_star", "rankings"),
            *("reports", "report_hours"),
            "messages",
            "profile",
            "change_phone",
            "account",
            "unbind",
            "sign_out_everywhere",
        ),
        *("leave", "consents", "suggestions"),
        *("nominations", "nominate", "nomination", "nomination_consent"),
        *("vote", "candidate", "clues"),
        *("teams", "team", "new_team", "team_invitation", "team_sign_up"),
        *("my_complaints", "my_complaint", "complain", "reply_to_question", "rate_answer"),
        "reopen_complaint",
        *("coupons", "coupon_kind", "my_coupons", "my_coupon"),
        *("services", "order_service", "order_freely", "my_orders", "my_order"),
        *("amend_my_order", "rate_my_order", "team_orders", "team_order", "accept_order"),
        *("decline_order", "release_order", "look_at_contact", "finish_order"),
        *("my_tickets", "ticket"),
        *("training", "qualification", "course_test"),
        *("facility", "book_facility", "my_bookings", "my_booking"),
        *("family", "new_child", "withdraw_guardians_consent", "guardian_terms"),
    },
}
