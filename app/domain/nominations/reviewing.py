"""Review a case at its level: pass it on, return it, reject it; write what the public will read."""

from datetime import datetime
from uuid import UUID

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.nominations import errors, part_rules, rules
from app.domain.nominations.holding import (
    held_case,
    move,
    nominators_of,
    note,
    tell,
)
from app.domain.nominations.models import Campaign, Nomination
from app.domain.nominations.nominee_rules import LONGEST_DEED
from app.domain.nominations.parts import part_of
from app.domain.nominations.public_words import why_not_public, why_not_this_wording
from app.domain.nominations.rules import (
    CAMPAIGN_TITLES,
    LONGEST_HEADLINE,
    UNDER_REVIEW,
    CampaignState,
    Decision,
)
from app.domain.nominations.scoring import why_not_yet
from app.kernel.refusal import BadInput, Refusal
from app.kernel.transaction import transaction


def pass_on(staff: Staff, nomination_id: UUID, words: str, *, now: datetime) -> None:
    """The level agrees: the next one takes it, or the case has passed. Words are optional."""
    with transaction():
        case, campaign = _to_decide(staff, nomination_id)
        following = rules.level_after(case.level, campaign.levels)
        decision = Decision.PASS if following else Decision.PASS_LAST
        move(case, decision)
        note(staff.actor, case, decision, now=now, words=words.strip()[: rules.LONGEST_WORDS])
        if following:
            case.level = following
            case.due_on, case.waits_since = rules.review_due(now), now


def send_back(staff: Staff, nomination_id: UUID, missing: str, *, now: datetime) -> None:
    """Back to who named her, with what is missing."""
    refusal = rules.why_not_these_words(missing, field="words", what="缺什么材料")
    if refusal:
        raise refusal
    with transaction():
        case, campaign = _to_review(staff, nomination_id)
        move(case, Decision.RETURN)
        note(staff.actor, case, Decision.RETURN, now=now, words=missing.strip())
        case.due_on, case.waits_since = rules.review_due(now), now
        told = nominators_of(case.id)
        tell("nomination_returned", case, campaign, told, now=now, reason=missing.strip())


def reject(staff: Staff, nomination_id: UUID, reason: str, *, now: datetime) -> None:
    """The case ends here, with a reason that the nominators read."""
    refusal = rules.why_not_these_words(reason, field="words", what="不通过的理由")
    if refusal:
        raise refusal
    with transaction():
        case, campaign = _to_decide(staff, nomination_id)
        move(case, Decision.REJECT)
        note(staff.actor, case, Decision.REJECT, now=now, words=reason.strip())
        told = nominators_of(case.id)
        tell("nomination_rejected", case, campaign, told, now=now, reason=reason.strip())


def write_story(
    staff: Staff, nomination_id: UUID, headline: str, story: str, *, now: datetime
) -> None:
    """What the public will read; refuses whatever may never be public."""
    refusal = why_not_this_story(headline, story)
    if refusal:
        raise refusal
    with transaction():
        case, campaign = held_case(nomination_id)
        staff.require(Permission.NOMINATIONS_REVIEW, case.place_path)
        approved = bool(campaign.approval_number)
        for text, field in ((headline, "headline"), (story, "story")):
            refusal = why_not_this_wording(text, field=field, approved=approved)
            if refusal:
                raise refusal
        refusal = part_rules.why_not_written_by(part_of(staff, case))
        if refusal:
            raise refusal
        move(case, Decision.WRITE)
        case.headline, case.story = headline.strip(), story.strip()
        note(staff.actor, case, Decision.WRITE, now=now)


def why_not_this_story(headline: str, story: str) -> Refusal | None:
    """Both are written, fit, and hold nothing private."""
    if not headline.strip() or len(headline.strip()) > LONGEST_HEADLINE:
        return BadInput(field="headline", problem=f"请写一句话事迹，最多 {LONGEST_HEADLINE} 个字")
    if not story.strip() or len(story.strip()) > LONGEST_DEED:
        return BadInput(field="story", problem=f"请写公开的事迹，最多 {LONGEST_DEED} 个字")
    return why_not_public(headline, field="headline") or why_not_public(story, field="story")


def leave_out(staff: Staff, nomination_id: UUID, reason: str, *, now: datetime) -> None:
    """Passed, and not among so many this time; the nominators read why."""
    refusal = rules.why_not_these_words(reason, field="reason", what="理由")
    if refusal:
        raise refusal
    with transaction():
        case, campaign = held_case(nomination_id)
        staff.require(Permission.CAMPAIGNS_MANAGE, case.place_path)
        refusal = part_rules.why_not_touched_by(part_of(staff, case))
        if refusal:
            raise refusal
        move(case, Decision.LEAVE_OUT)
        note(staff.actor, case, Decision.LEAVE_OUT, now=now, words=reason.strip())
        told = nominators_of(case.id)
        tell("nomination_rejected", case, campaign, told, now=now, reason=reason.strip())


def _to_decide(staff: Staff, nomination_id: UUID) -> tuple[Nomination, Campaign]:
    """What needs the experts' opinion where there are any; a return does not wait for it."""
    case, campaign = _to_review(staff, nomination_id)
    refusal = why_not_yet(case)
    if refusal:
        raise refusal
    return case, campaign


def _to_review(staff: Staff, nomination_id: UUID) -> tuple[Nomination, Campaign]:
    case, campaign = held_case(nomination_id)
    staff.require(Permission.NOMINATIONS_REVIEW, case.place_path)
    state = CampaignState(campaign.state)
    if state not in UNDER_REVIEW:
        raise errors.CampaignNotNow(standing=CAMPAIGN_TITLES[state])
    refusal = part_rules.why_not_reviewed_by(
        part_of(staff, case), her_level=staff.place.level, level=case.level
    )
    if refusal:
        raise refusal
    return case, campaign
