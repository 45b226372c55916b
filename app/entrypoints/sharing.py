"""What an activity looks like when somebody passes it on. Nobody is rewarded for it."""

from flask import url_for

from app.domain.activities.views import ActivityView
from app.domain.culture.views import EventView, ProgrammeView
from app.domain.nominations.campaign_queries import CampaignView
from app.domain.nominations.roll import PublicPerson
from app.domain.places.queries import PlaceView
from app.entrypoints.display import show_timespan
from app.entrypoints.guard import settings

SHARED_STATES = ("published", "running", "ended")


def share_card(activity: ActivityView) -> dict[str, str] | None:
    """Title, description, link and picture; None when it should not be passed on."""
    if activity.state not in SHARED_STATES:
        return None
    root = settings().public_url
    when = show_timespan(activity.starts_at, activity.ends_at)
    return {
        "title": activity.title,
        "desc": f"{when}，{activity.venue}。{activity.place.name}邀您参加。",
        "link": root + url_for("resident.activity", activity_id=activity.id),
        "imgUrl": root + url_for("public.share_image", activity_id=activity.id),
    }


def campaign_card(found: CampaignView) -> dict[str, str]:
    """A campaign, passed on."""
    root = settings().public_url
    return {
        "title": found.title,
        "desc": "身边有好人，请您来推荐。谁都可以推荐，也可以推荐自己。",
        "link": root + url_for("public.campaign", campaign_id=found.id),
        "imgUrl": root + url_for("public.campaign_image", campaign_id=found.id),
    }


def roll_card() -> dict[str, str]:
    """The honour roll, passed on."""
    root = settings().public_url
    return {
        "title": "好人榜",
        "desc": f"身边的好人，身边的故事。{settings().unit_name}",
        "link": root + url_for("public.honours"),
        "imgUrl": root + url_for("public.honours_image"),
    }


def honour_card(person: PublicPerson) -> dict[str, str]:
    """A good person's story, passed on."""
    root = settings().public_url
    return {
        "title": f"{person.name}：{person.headline}",
        "desc": f"{person.category} · {person.campaign}",
        "link": root + url_for("public.honour", nomination_id=person.id),
        "imgUrl": root + url_for("public.honour_image", nomination_id=person.id),
    }


def place_card(found: PlaceView) -> dict[str, str]:
    """A place, passed on."""
    root = settings().public_url
    return {
        "title": found.name,
        "desc": "，".join(one for one in (found.kind_title, found.address) if one),
        "link": root + url_for("public.place", place_id=found.id),
        "imgUrl": root + url_for("public.place_image", place_id=found.id),
    }


def event_card(event: EventView) -> dict[str, str] | None:
    """An event for an audience, passed on; None when it should not be."""
    if not event.shared:
        return None
    root = settings().public_url
    when = show_timespan(event.starts_at, event.ends_at)
    how = "免费领票" if event.by_ticket else "不用领票，直接来"
    return {
        "title": event.title,
        "desc": f"{when}，{event.venue}。{how}。",
        "link": root + url_for("resident.culture_event", event_id=event.id),
        "imgUrl": root + url_for("public.culture_image", event_id=event.id),
    }


def programme_card(found: ProgrammeView) -> dict[str, str]:
    """A programme of culture, passed on."""
    root = settings().public_url
    return {
        "title": found.title,
        "desc": f"{found.place.short_name}{found.kind}，欢迎全家来看。",
        "link": root + url_for("resident.programme", programme_id=found.id),
        "imgUrl": root + url_for("public.programme_image", programme_id=found.id),
    }
