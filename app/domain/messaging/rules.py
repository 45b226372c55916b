"""When a message is tried again, and what the outbox forgets once it is done."""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LEASE = timedelta(minutes=3)
KEEPS_ANSWERS = timedelta(days=1)
KEEPS_HEARTBEATS = timedelta(days=1)
# Codes open doors: their words are wiped as soon as the message is sent or given up.
SECRET_KINDS = ("phone_code",)
# Rows that are answers in the chat, not notices: they are not shown in the inbox.
NOT_FOR_THE_INBOX = ("phone_code", "search_answer", "scene_code")

# Channels that are not in the console's list of messages: residents' own, and other systems' log.
NOT_FOR_STAFF = ("inbox", "webhook")

# Staff must know who comes in by their account; refusing messages about activities is no bar.
OF_DUTY = frozenset({"second_factor_reset", "new_browser"})
# Who does not follow the account is told these by SMS: not knowing would bring her there in vain.
IMPORTANT = frozenset(
    {
        *("moved_up", "place_to_confirm", "place_taken_back"),
        *("reminder", "activity_changed", "activity_cancelled"),
        *("order_progress", "complaint_progress"),
        *("booking_progress", "booking_reminder"),
        *("ticket_reminder", "ticket_event_changed", "ticket_event_cancelled"),
        *OF_DUTY,
    }
)
# What concerns a place one has or an act in one's name: by WeChat whatever else she refused.
NEEDED = IMPORTANT | {
    *("signed_up", "passed_over", "exchange_asked", "team_signed_up", "ticket_taken"),
    *("hours_unconfirmed", "hours_back_filled"),
}
INBOX_ONLY = frozenset(
    {
        *("waiting_listed", "position_changed", "exchange_over"),
        *("objection_answered", "redemption_ended", "certificate_issued"),
        *(
            "nomination_rejected",
            "clue_nominated",
            "clue_same",
            "clue_not_enough",
            "clue_kept",
            "nomination_joined",
            "case_objection_answered",
            "honour_above",
        ),
        "letter_unanswered",
        "qualification_granted",
        *("team_recognised", "team_asked", "team_joined", "team_welcomed", "team_declined"),
        "team_lead_taken",
    }
)


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many failed attempts: 30 s, 1 min, 2 min … up to an hour."""
    doublings = min(max(0, attempts - 1), 20)
    return min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))


def next_attempt(attempts: int, *, now: datetime, not_before: datetime | None) -> datetime:
    """The moment of the next attempt; never before the moment the other side named."""
    return max(now + wait_after(attempts), not_before or now)
