"""Name a good person; who is named twice in a campaign is one case with both voices."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attachments import keeping
from app.domain.audit.actors import Actor
from app.domain.nominations import errors, nominee_rules, rules
from app.domain.nominations.finding_nominee import (
    Nominee,
    case_there,
    nominee_of,
    refuse_holder,
)
from app.domain.nominations.holding import held_campaign, held_case, move, note, tell
from app.domain.nominations.models import (
    Campaign,
    Nomination,
    NominationDraft,
    NominationPicture,
    NominationVoice,
    NominationWitness,
)
from app.domain.nominations.nominee_rules import Application, Conditions
from app.domain.nominations.rules import TITLES, CampaignState, Decision, State
from app.domain.nominations.vocabulary import SPEAKS_FOR
from app.domain.people.queries import VolunteerView
from app.domain.people.rules import clean_phone
from app.domain.places import queries as places
from app.domain.teams import queries as teams
from app.kernel.calendar import local_date
from app.kernel.database import session
from app.kernel.ids import new_id
from app.kernel.refusal import BadInput, NotFound
from app.kernel.transaction import transaction


@dataclass(frozen=True)
class Nominated:
    """`joined`: somebody else had named this person before; `again`: she herself had."""

    id: UUID
    joined: bool = False
    again: bool = False


def nominate(
    by: VolunteerView, campaign_id: UUID, application: Application, *, now: datetime
) -> Nominated:
    """A resident names somebody, or herself; her draft is gone, its photos stay.

    Sent twice is the first answer.
    """
    actor = Actor("volunteer", by.id, by.name)
    application = _as_she_speaks(by, application)
    with transaction():
        done = named_by(actor, campaign_id, application, now=now)
        draft = session.scalars(
            select(NominationDraft).where(
                NominationDraft.campaign_id == campaign_id, NominationDraft.volunteer_id == by.id
            )
        ).one_or_none()
        if draft is not None:
            _hang_pictures(done.id, actor, "", [UUID(one) for one in draft.pictures])
            session.execute(delete(NominationDraft).where(NominationDraft.id == draft.id))
    return done


def _as_she_speaks(by: VolunteerView, application: Application) -> Application:
    """Who names herself is she who is signed in; a team is one that she leads."""
    if application.as_kind == "self" or application.number.strip() == by.number:
        return replace(application, as_kind="self", name=by.name, number=by.number, as_name="")
    if application.as_kind == "team":
        led = {one.name for one in teams.led_by(by.id)}
        if application.as_name not in led:
            raise BadInput(field="as_name", problem="请选择您担任队长的团队")
    return application


def nominate_for(
    staff: Staff, campaign_id: UUID, application: Application, *, now: datetime
) -> Nominated:
    """A member of staff writes down what somebody came to say, or names somebody herself."""
    if application.place_id is None:
        raise BadInput(field="place_id", problem="请选择社区")
    staff.require(Permission.NOMINATIONS_ENTER, places.place(application.place_id).path)
    with transaction():
        pictures = keeping.attach(staff.actor, application.pictures, now=now)
        done = named_by(staff.actor, campaign_id, application, now=now)
        _hang_pictures(done.id, staff.actor, application.for_name, pictures)
    return done


def named_by(by: Actor, campaign_id: UUID, application: Application, *, now: datetime) -> Nominated:
    """Name somebody within an action; who is there already is joined."""
    campaign = held_campaign(campaign_id)
    if campaign.state != CampaignState.OPEN.value or not (
        campaign.opens_at <= now < campaign.closes_at
    ):
        raise errors.NotTakingNominations
    today = local_date(now)
    refusal = nominee_rules.why_not_filled_in(application, today=today)
    if refusal:
        raise refusal
    nominee = nominee_of(application, now=now)
    refusal = nominee_rules.why_not_this_nominee(
        application, conditions_of(campaign), age=nominee.age, today=today
    )
    if refusal:
        raise refusal
    there = case_there(campaign.id, nominee)
    if there is not None:
        return _joined(by, there, application, now=now)
    refuse_holder(campaign, nominee)
    row = _new_case(campaign, nominee, application.category, now=now)
    session.add(row)
    session.flush()
    _speak(by, row, application, now=now)
    note(by, row, Decision.JOIN, now=now)
    if nominee.volunteer is not None and by.id != nominee.volunteer.id:
        tell("nomination_consent", row, campaign, [nominee.volunteer.id], now=now)
    return Nominated(row.id)


def conditions_of(campaign: Campaign) -> Conditions:
    """Who may be nominated in this campaign."""
    return Conditions(
        tuple(campaign.categories),
        campaign.least_age,
        campaign.most_age,
        campaign.residents_only,
        campaign.deed_within_years,
    )


def _new_case(campaign: Campaign, nominee: Nominee, category: str, *, now: datetime) -> Nomination:
    return Nomination(
        id=new_id(),
        campaign_id=campaign.id,
        place_id=nominee.place_id,
        place_path=places.place(nominee.place_id).path,
        person_key=nominee.key,
        volunteer_id=nominee.volunteer.id if nominee.volunteer else None,
        name=nominee.name,
        unit=nominee.unit,
        age=nominee.age,
        category=category,
        state=State.IN_REVIEW.value,
        level=campaign.levels[0],
        due_on=rules.review_due(now),
        waits_since=now,
        made_at=now,
        consent="asked" if nominee.volunteer else "missing",
    )


def _joined(by: Actor, case: Nomination, application: Application, *, now: datetime) -> Nominated:
    spoken = session.scalar(
        select(NominationVoice.id).where(
            NominationVoice.nomination_id == case.id,
            NominationVoice.by_kind == by.kind,
            NominationVoice.by_id == by.id,
            NominationVoice.for_name == application.for_name,
        )
    )
    if spoken is not None:
        return Nominated(case.id, again=True)
    if rules.why_not(State(case.state), Decision.JOIN):
        raise errors.AlreadyDecided(standing=TITLES[State(case.state)])
    _speak(by, case, application, now=now)
    note(by, case, Decision.JOIN, now=now)
    return Nominated(case.id, joined=True)


def _speak(by: Actor, case: Nomination, application: Application, *, now: datetime) -> None:
    voice = NominationVoice(
        id=new_id(),
        nomination_id=case.id,
        by_kind=by.kind,
        by_id=by.id,
        for_name=application.for_name,
        as_kind=application.as_kind,
        as_name=application.as_name.strip() if application.as_kind in SPEAKS_FOR else "",
        deed=application.deed.strip(),
        deed_on=application.deed_on,
        said_at=now,
    )
    session.add(voice)
    session.flush()
    _add_witnesses(voice, application)


def _add_witnesses(voice: NominationVoice, application: Application) -> None:
    session.add_all(
        NominationWitness(
            id=new_id(), voice_id=voice.id, name=one.name, phone=clean_phone(one.phone)
        )
        for one in application.witnesses
    )


def _voice(nomination_id: UUID, by: Actor, for_name: str) -> NominationVoice:
    found = session.scalars(
        select(NominationVoice).where(
            NominationVoice.nomination_id == nomination_id,
            NominationVoice.by_kind == by.kind,
            NominationVoice.by_id == by.id,
            NominationVoice.for_name == for_name,
        )
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def _hang_pictures(nomination_id: UUID, by: Actor, for_name: str, pictures: list[UUID]) -> None:
    voice = _voice(nomination_id, by, for_name)
    session.flush()
    there = set(
        session.scalars(
            select(NominationPicture.attachment_id).where(NominationPicture.voice_id == voice.id)
        )
    )
    session.add_all(
        NominationPicture(voice_id=voice.id, attachment_id=one)
        for one in pictures
        if one not in there
    )


def amend(
    by: VolunteerView, nomination_id: UUID, application: Application, *, now: datetime
) -> None:
    """A nominator adds what was missing; the case goes back to the level that asked."""
    actor = Actor("volunteer", by.id, by.name)
    refusal = nominee_rules.why_not_this_deed(
        application.deed, application.deed_on, today=local_date(now)
    ) or nominee_rules.why_not_these_witnesses(application.witnesses)
    if refusal:
        raise refusal
    with transaction():
        case, campaign = held_case(nomination_id)
        voice = _voice(case.id, actor, "")
        refusal = nominee_rules.why_not_so_long_ago(
            application.deed_on, campaign.deed_within_years, today=local_date(now)
        )
        if refusal:
            raise refusal
        move(case, Decision.AMEND)
        voice.deed = application.deed.strip()
        voice.deed_on = application.deed_on or voice.deed_on
        session.execute(delete(NominationWitness).where(NominationWitness.voice_id == voice.id))
        _add_witnesses(voice, application)
        _hang_pictures(case.id, actor, "", keeping.attach(actor, application.pictures, now=now))
        case.due_on, case.waits_since = rules.review_due(now), now
        note(actor, case, Decision.AMEND, now=now)
