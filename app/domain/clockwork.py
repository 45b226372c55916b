"""When this moment comes, these happen: run by the worker, a few times a minute.

Every item decides by what stands in the database, not by when it was last asked: asked late, it
does once what is due; asked twice, it finds nothing left.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.activities import confirming, exchanges, publication, reminding, suggesting
from app.domain.attachments import keeping
from app.domain.attendance import closing, no_shows
from app.domain.audit import sealing
from app.domain.call_backs import drawing
from app.domain.certificates import groups
from app.domain.complaints import timing as complaints
from app.domain.coupons import ending as coupons_ending
from app.domain.coupons import seasons as coupon_seasons
from app.domain.culture import publication as culture
from app.domain.culture import suggesting as shows
from app.domain.facilities import timing as facilities
from app.domain.hours import weighing
from app.domain.messaging import answered, heartbeats
from app.domain.nominations import campaigns, public_notice, scoring, warning
from app.domain.nominations.clues import settling
from app.domain.nominations.consultation import reminding as consultation_reminding
from app.domain.nominations.polls import arranging, counting
from app.domain.orders import timing
from app.domain.people import invitations
from app.domain.places import merging, moving
from app.domain.qualifications import expiring as qualifications
from app.domain.recognised_units import reviewing
from app.domain.recognition import expiring, foretelling, redeeming, star_batches
from app.domain.webhooks import deliveries, pausing

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What one item did; `count` is None when it broke (the log says how)."""

    name: str
    count: int | None


def _close_missed(*, now: datetime) -> int:
    return closing.close_missed(now)


def _suggest(*, now: datetime) -> int:
    return suggesting.suggest(shows, now=now)


def _forget_loose_pictures(*, now: datetime) -> int:
    return keeping.forget_loose(now)


def _note_no_shows(*, now: datetime) -> int:
    return no_shows.note_no_shows(now)


ITEMS: tuple[tuple[str, Callable[..., int]], ...] = (
    ("activities start and end", publication.advance),
    ("events for audiences begin and end", culture.advance),
    ("who has a ticket is reminded", culture.remind),
    ("orders time out, begin and close", timing.advance),
    ("who is late with an order is reminded", timing.remind),
    ("contacts of old orders are forgotten", timing.forget_contacts),
    ("bookings nobody decided lapse", facilities.lapse),
    ("who has booked a facility is reminded", facilities.remind),
    ("contacts of old bookings are forgotten", facilities.forget_contacts),
    ("complaints go on or are closed", complaints.advance),
    ("who must answer complaints is warned", complaints.warn),
    ("words of old complaints are forgotten", complaints.forget_words),
    ("places nobody confirmed go on", confirming.pass_over),
    ("requests to exchange positions end", exchanges.expire),
    ("people are reminded of tomorrow", reminding.remind),
    ("people hear of new activities", _suggest),
    ("forgotten check-outs are closed", _close_missed),
    ("invitations nobody answered end", invitations.end_old),
    ("who never came is noted", _note_no_shows),
    ("records are held against the risk rules", weighing.weigh_due),
    ("last week's hours are drawn for call-backs", drawing.draw_due),
    ("call-backs nobody made end", drawing.lapse_due),
    ("people hear of points that soon run out", foretelling.foretell),
    ("who holds what runs out soon is told", qualifications.tell_expiring),
    ("who must review a recognised unit is told", reviewing.remind),
    ("what came late follows merged places", merging.follow_late),
    ("what came late follows moved points", moving.follow_late),
    ("points run out", expiring.run_out),
    ("pictures nobody used are forgotten", _forget_loose_pictures),
    ("notices of stars end", star_batches.end_notices),
    ("campaigns open and close", campaigns.advance),
    ("who must act on good persons is warned", warning.warn),
    ("experts' scoring begins and ends", scoring.turn_rounds),
    ("polls open and close", arranging.advance),
    ("ballots are forgotten", counting.forget_old),
    ("clues that led nowhere are forgotten", settling.forget_old),
    ("notices of good persons end", public_notice.end_notices),
    ("unanswered letters to authorities are told", consultation_reminding.remind),
    ("what nobody fetched goes back to the shelf", redeeming.expire),
    ("the ledger is sealed", sealing.seal_due),
    ("seasons of coupons open and end", coupon_seasons.advance),
    ("who holds coupons that end soon is told", coupons_ending.foretell),
    ("coupons end with their season", coupons_ending.expire),
    ("systems that fail for days are paused", pausing.pause_failing),
    ("old letters to systems are forgotten", deliveries.forget_old),
    ("groups whose certificates are printed are done", groups.finish),
    ("printed certificates nobody fetched are forgotten", groups.forget_papers),
    ("old answers are forgotten", answered.forget_old),
    ("silent workers are forgotten", heartbeats.forget_old),
)


def tick(now: datetime) -> list[Done]:
    """Do what is due, each item in a transaction of its own; one that breaks stops no other."""
    return [Done(name, _done(name, item, now)) for name, item in ITEMS]


def _done(name: str, item: Callable[..., int], now: datetime) -> int | None:
    try:
        return item(now=now)
    except Exception:
        log.exception("clockwork: %s broke", name)
        return None
