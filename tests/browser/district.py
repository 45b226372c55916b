"""The demo district on a Monday morning, and which of its things each page is opened with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, create_engine, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.domain.access.models import StaffMember
from app.domain.activities.models import (
    Activity,
    ActivitySession,
    Position,
    PositionExchange,
    SignUp,
)
from app.domain.attendance.models import Attendance
from app.domain.call_backs.models import CallBack
from app.domain.certificates.models import Certificate, CertificateGroup, CertificateUnit
from app.domain.complaints.linking import link_code as complaint_code
from app.domain.complaints.models import Complaint
from app.domain.coupons.models import Coupon, CouponKind, CouponSeason
from app.domain.coupons.money_models import CouponRedemption, CouponSettlement
from app.domain.coupons.on_paper import code_of
from app.domain.culture.models import (
    CultureEvent,
    CultureProgramme,
    CultureTicket,
    HeadCount,
)
from app.domain.facilities.models import Booking, Facility
from app.domain.hours.models import BackFill, CheckOutRequest, HourRecord
from app.domain.hours.reports.models import HourCorrection, HourReport
from app.domain.messaging.models import OutboxMessage
from app.domain.nominations.clues.models import Clue
from app.domain.nominations.consultation.models import (
    ConsultationLetter,
    ConsultationLine,
    ConsultedAuthority,
)
from app.domain.nominations.models import Campaign, Nomination, NominationObjection
from app.domain.nominations.polls.models import BallotExclusion, Poll, PollCandidate
from app.domain.nominations.upward.models import UpwardRecommendation
from app.domain.orders.linking import link_code
from app.domain.orders.models import ServiceItem, ServiceOrder
from app.domain.people.models import Denial, Invitation, Volunteer
from app.domain.places.models import Place, PlaceMerging
from app.domain.qualifications.models import QualificationGrant
from app.domain.recognised_units.models import RecognisedUnit
from app.domain.recognition.models import Redemption, RewardItem, StarBatch, StarCandidate
from app.domain.teams.joining import invitation_code
from app.domain.teams.models import Team
from app.domain.training.models import Course, TrainingRecord, TrainingStay
from app.domain.webhooks.models import WebhookEndpoint
from tests.stories.house import House

MORNING = datetime(2026, 11, 23, 2, 10, tzinfo=UTC)  # Monday, 10:10 in Shanghai
LI_MING = "13800001002"  # the phone that knows the district
CLERK = "yangguang"


@contextmanager
def demo_house(folder: Path) -> Iterator[House]:
    """A house that runs over the demo district."""
    house = House(f"sqlite:///{folder / 'haoren.sqlite3'}", folder)
    house.clock_file.write_text(str(round(MORNING.timestamp() - datetime.now(UTC).timestamp())))
    house.run("db", "upgrade")
    house.run("demo", "load")
    with house:
        yield house


class District:
    """Ids of things in the states that pages need."""

    def __init__(self, house: House) -> None:
        self.engine = create_engine(house.environment["DATABASE_URL"])

    def close(self) -> None:
        """Let the database go."""
        self.engine.dispose()

    def first(self, wanted: Select[tuple[UUID]]) -> UUID:
        """The id of the first that fits."""
        with Session(self.engine) as session:
            found = session.scalars(wanted.limit(1)).first()
        said = wanted.compile(self.engine)
        assert found is not None, f"nothing in the demo district fits {said} {said.params}"
        return found

    def activity(self, state: str, *, here: bool = False) -> UUID:
        """An activity in the state; `here`: at the clerk's own station."""
        wanted = select(Activity.id).where(Activity.state == state)
        return self.first(self._here(wanted, Activity.place_id) if here else wanted)

    def _here(
        self, wanted: Select[tuple[UUID]], place_id: "InstrumentedAttribute[UUID]"
    ) -> Select[tuple[UUID]]:
        return wanted.join(StaffMember, StaffMember.place_id == place_id).where(
            StaffMember.username == CLERK
        )

    def session(self, state: str, *, here: bool = False) -> UUID:
        """A session of an activity in the state."""
        wanted = select(ActivitySession.id).join(Activity).where(Activity.state == state)
        return self.first(self._here(wanted, Activity.place_id) if here else wanted)

    def position(self) -> tuple[UUID, UUID]:
        """An activity that takes people, and the position with room in it."""
        free = (Position.taken < Position.capacity) & (ActivitySession.starts_at > MORNING)
        recruiting = (Activity.recruits_from <= MORNING) & (Activity.recruits_until > MORNING)
        wanted = select(Position.id).join(ActivitySession).join(Activity)
        mine = select(SignUp.activity_id).join(Volunteer).where(Volunteer.phone == LI_MING)
        found = self.first(
            wanted.where(
                Activity.state == "published", free, recruiting, Activity.id.not_in(mine)
            ).order_by(Activity.starts_at.desc())
        )
        its = select(ActivitySession.activity_id).join(Position).where(Position.id == found)
        return self.first(its), found

    def record(self, state: str) -> UUID:
        """An hour record in the state."""
        return self.first(select(HourRecord.id).where(HourRecord.state == state))

    def flagged_record(self) -> UUID:
        """A record that waits and has to be looked at."""
        return self.first(
            select(HourRecord.id).where(HourRecord.state == "pending", HourRecord.open_flags > 0)
        )

    def call_back(self, state: str) -> UUID:
        """A call-back in the state, of any station."""
        return self.first(select(CallBack.id).where(CallBack.state == state))

    def back_fill(self, state: str) -> UUID:
        """Hours typed in at the clerk's station, in the state."""
        return self.first(select(BackFill.id).where(BackFill.state == state))

    def back_filled_record(self) -> UUID:
        """A record no scan stands behind."""
        return self.first(select(HourRecord.id).where(HourRecord.back_fill_id.is_not(None)))

    def back_filled_session(self) -> UUID:
        """The session it was typed in for: its days to do so are not over."""
        return self.first(select(BackFill.session_id))

    def not_asked_about(self) -> UUID:
        """A record whose check-out nobody has said anything about."""
        asked = select(CheckOutRequest.record_id)
        return self.first(select(HourRecord.id).where(HourRecord.id.not_in(asked)))

    def asked_about(self) -> UUID:
        """A record with a request about its check-out."""
        return self.first(select(CheckOutRequest.record_id))

    def invitation(self) -> UUID:
        """An invitation that waits for its answer."""
        return self.first(select(Invitation.id).where(Invitation.state == "invited"))

    def his_child(self) -> UUID:
        """Somebody in the care of the phone's owner."""
        wanted = select(Volunteer.id).where(Volunteer.phone == LI_MING)
        return self.first(wanted.where(Volunteer.source == "guardian"))

    def many_sessions(self) -> UUID:
        """The service desk of a whole day: 48 sessions."""
        found = select(ActivitySession.activity_id).group_by(ActivitySession.activity_id)
        return self.first(found.order_by(func.count().desc()))

    def his_record(self, state: str) -> UUID:
        """One of the hours of the phone's owner."""
        wanted = select(HourRecord.id).join(Volunteer, Volunteer.id == HourRecord.volunteer_id)
        return self.first(wanted.where(Volunteer.phone == LI_MING, HourRecord.state == state))

    def his_sign_up(self, state: str) -> UUID:
        """One of his sign-ups that are still to come."""
        wanted = select(SignUp.id).join(Volunteer).where(Volunteer.phone == LI_MING)
        return self.first(wanted.where(SignUp.state == state, SignUp.starts_at > MORNING))

    def his_attendance(self) -> UUID:
        """A time he was there."""
        wanted = select(Attendance.id).join(Volunteer, Volunteer.id == Attendance.volunteer_id)
        return self.first(wanted.where(Volunteer.phone == LI_MING, Attendance.out_at.is_not(None)))

    def his_session(self) -> UUID:
        """The session of that time."""
        its = select(Attendance.session_id).where(Attendance.id == self.his_attendance())
        return self.first(its)

    def place(self, level: str) -> UUID:
        """A place of the level."""
        open_ones = (Place.level == level, Place.closed_at.is_(None))
        return self.first(select(Place.id).where(*open_ones))

    def described_place(self) -> UUID:
        """The clerk's station, whose page says all there is to say."""
        return self.first(select(StaffMember.place_id).where(StaffMember.username == CLERK))

    def person(self, state: str = "active") -> UUID:
        """A volunteer of the state."""
        wanted = select(Volunteer.id).where(Volunteer.state == state)
        return self.first(wanted.order_by(Volunteer.registered_at))

    def coupon_season(self) -> UUID:
        """The season that runs."""
        return self.first(select(CouponSeason.id))

    def coupon_kind(self) -> UUID:
        """A kind of which he may have one more."""
        return self.first(select(CouponKind.id).where(CouponKind.limit_each > 1))

    def his_coupon(self, state: str) -> UUID:
        """One of the phone's owner's, who took the first of each kind."""
        return self.first(select(Coupon.id).where(Coupon.state == state).order_by(Coupon.taken_at))

    def merchant(self) -> UUID:
        """A merchant with redemptions."""
        return self.first(select(CouponRedemption.merchant_id))

    def used_coupon(self) -> UUID:
        """A redemption."""
        return self.first(select(CouponRedemption.id))

    def coupon_sheet(self, state: str) -> UUID:
        """A settlement."""
        return self.first(select(CouponSettlement.id).where(CouponSettlement.state == state))

    def settlement_code(self) -> str:
        """What stands on the paper of one that was paid."""
        return code_of(self.coupon_sheet("paid"))

    def reward(self) -> UUID:
        """Something on the shelf that he can pay for."""
        return self.first(select(RewardItem.id).order_by(RewardItem.price))

    def redemption(self, state: str) -> UUID:
        """One of his redemptions."""
        return self.first(select(Redemption.id).where(Redemption.state == state))

    def report(self) -> UUID:
        """A report about hours that waits."""
        return self.first(select(HourReport.id).where(HourReport.state == "open"))

    def correction(self) -> UUID:
        """A correction that waits."""
        return self.first(select(HourCorrection.id).where(HourCorrection.state == "waiting"))

    def session_in_notice(self) -> UUID:
        """The session of which a line was reported."""
        return self.first(select(HourReport.session_id))

    def his_certificate(self) -> UUID:
        """The paper he made himself."""
        wanted = select(Certificate.id).join(Volunteer, Volunteer.id == Certificate.volunteer_id)
        return self.first(
            wanted.where(Volunteer.phone == LI_MING, Certificate.issued_by_id.is_(None))
        )

    def certificate_group(self) -> UUID:
        """A class's papers, in the making or made."""
        return self.first(select(CertificateGroup.id))

    def certificate_unit(self) -> UUID:
        """The place that has a seal."""
        return self.first(select(CertificateUnit.place_id))

    def course(self, state: str) -> UUID:
        """A course in the state."""
        wanted = select(Course.id).join(Activity, Activity.id == Course.id)
        return self.first(wanted.where(Activity.state == state))

    def series(self, state: str) -> UUID:
        """A series with activities in the state."""
        wanted = select(Activity.series_id).where(Activity.series_id.is_not(None))
        return self.first(wanted.where(Activity.state == state).order_by(Activity.id))

    def one_of_series(self, state: str) -> UUID:
        """An activity of a series that is ahead, not its first."""
        wanted = select(Activity.id).where(Activity.series_id.is_not(None))
        return self.first(wanted.where(Activity.state == state).order_by(Activity.id.desc()))

    def session_of_series(self) -> UUID:
        """The session of that one."""
        wanted = select(ActivitySession.id).where(
            ActivitySession.activity_id == self.one_of_series("published")
        )
        return self.first(wanted)

    def his_course(self) -> UUID:
        """The one he attended, whose test is before him."""
        return self.first(select(TrainingRecord.course_id).where(TrainingRecord.minutes > 0))

    def training_stay(self) -> UUID:
        """Somebody's stay at it."""
        return self.first(select(TrainingStay.attendance_id))

    def qualification(self) -> UUID:
        """One that a course leads to."""
        return self.first(select(Course.qualification_id).where(Course.has_test))

    def qualification_grant(self) -> UUID:
        """Somebody holds one."""
        return self.first(select(QualificationGrant.id).where(QualificationGrant.state == "held"))

    def merging_from_to(self) -> dict[str, object]:
        """Two stations without a proposal, the one to be merged into the other."""
        pending = select(PlaceMerging.closed_id)
        stations = select(Place.id).where(
            Place.level == "station", Place.closed_at.is_(None), Place.id.not_in(pending)
        )
        first = self.first(stations.order_by(Place.path))
        return {"place_id": first, "into": self.first(stations.order_by(Place.path.desc()))}

    def place_merging(self) -> UUID:
        """A proposal that waits for a second person."""
        return self.first(select(PlaceMerging.id).where(PlaceMerging.state == "proposed"))

    def merged_place(self) -> UUID:
        """A station that was merged into another one."""
        return self.first(select(Place.id).where(Place.merged_into_id.is_not(None)))

    def closed_point(self) -> UUID:
        """A point that has closed."""
        closed = (Place.level == "point", Place.closed_at.is_not(None))
        return self.first(select(Place.id).where(*closed))

    def unit(self, state: str, kind: str = "campus") -> UUID:
        """A recognised unit of the state."""
        wanted = select(RecognisedUnit.id).order_by(RecognisedUnit.number)
        return self.first(wanted.where(RecognisedUnit.state == state, RecognisedUnit.kind == kind))

    def campaign(self, state: str) -> UUID:
        """A campaign of the state."""
        return self.first(select(Campaign.id).where(Campaign.state == state))

    def clue(self) -> UUID:
        """A line about somebody good that waits at the clerk's station."""
        wanted = select(Clue.id).join(StaffMember, StaffMember.place_id == Clue.place_id)
        return self.first(wanted.where(Clue.state == "waiting", StaffMember.username == CLERK))

    def poll_campaign(self, state: str) -> UUID:
        """The campaign whose poll is in the state."""
        return self.first(select(Poll.campaign_id).where(Poll.state == state))

    def poll_candidate(self) -> UUID:
        """One who stands in the poll that is open."""
        wanted = select(PollCandidate.nomination_id).join(Poll, Poll.id == PollCandidate.poll_id)
        return self.first(wanted.where(Poll.state == "open"))

    def ballot_exclusion(self) -> UUID:
        """Ballots that somebody wants left out."""
        return self.first(select(BallotExclusion.id))

    def case(self, state: str) -> UUID:
        """A good person's case in the state, the first that is due."""
        wanted = select(Nomination.id).where(
            Nomination.state == state, Nomination.level != "office"
        )
        return self.first(wanted.order_by(Nomination.due_on, Nomination.id))

    def letter(self, kind: str) -> UUID:
        """A letter to an authority of the kind."""
        query = select(ConsultationLetter.id).join(
            ConsultedAuthority, ConsultedAuthority.id == ConsultationLetter.authority_id
        )
        return self.first(query.where(ConsultedAuthority.kind == kind))

    def recommendation(self, outcome: str | None) -> UUID:
        """Somebody recommended upward, with this answer."""
        return self.first(
            select(UpwardRecommendation.id).where(
                UpwardRecommendation.outcome.is_not_distinct_from(outcome)
            )
        )

    def consultation_line(self) -> UUID:
        """Somebody about whom an authority has not answered."""
        return self.first(
            select(ConsultationLine.id).where(
                ConsultationLine.verdict.is_(None), ConsultationLine.letter_id.is_not(None)
            )
        )

    def his_nomination(self) -> UUID:
        """The one he made, which came back with what is missing."""
        return self.first(select(Nomination.id).where(Nomination.state == "returned"))

    def case_to_score(self) -> UUID:
        """One at the office, where experts score first."""
        return self.first(
            select(Nomination.id).where(
                Nomination.state == "in_review", Nomination.level == "office"
            )
        )

    def case_objection(self) -> UUID:
        """An objection to a person in notice."""
        return self.first(select(NominationObjection.id))

    def star_batch(self) -> UUID:
        """The batch in public notice."""
        return self.first(select(StarBatch.id))

    def star_candidate(self) -> UUID:
        """Somebody on its list."""
        return self.first(select(StarCandidate.id))

    def him(self) -> UUID:
        """The phone's owner."""
        return self.first(select(Volunteer.id).where(Volunteer.phone == LI_MING))

    def member(self) -> UUID:
        """The clerk."""
        return self.first(select(StaffMember.id).where(StaffMember.username == CLERK))

    def team(self, state: str = "recognised") -> UUID:
        """A team in the state; where it can be, one that he leads."""
        wanted = select(Team.id).outerjoin(Volunteer, Volunteer.id == Team.leader_id)
        return self.first(
            wanted.where(Team.state == state).order_by((Volunteer.phone == LI_MING).desc(), Team.id)
        )

    def team_invitation(self) -> str:
        """The code by which another leader invites him."""
        leader = select(Team.leader_id).join(Volunteer, Volunteer.id == Team.leader_id)
        leader_id = self.first(
            leader.where(Team.state == "recognised", Volunteer.phone != LI_MING).order_by(Team.id)
        )
        team_id = self.first(select(Team.id).where(Team.leader_id == leader_id))
        return invitation_code(team_id, leader_id, now=MORNING)

    def exchange_asked(self) -> UUID:
        """A request to exchange positions that waits for his answer."""
        wanted = select(PositionExchange.id).where(PositionExchange.state == "asked")
        return self.first(wanted.where(PositionExchange.other_id == self.his_exchange_place()))

    def his_exchange_place(self) -> UUID:
        """His place at one of two positions, which somebody asked for."""
        asked = select(SignUp.id).join(PositionExchange, PositionExchange.other_id == SignUp.id)
        his = asked.join(Volunteer, Volunteer.id == SignUp.volunteer_id)
        return self.first(his.where(Volunteer.phone == LI_MING))

    def message(self) -> UUID:
        """A message in the outbox."""
        told = select(OutboxMessage.id).where(OutboxMessage.channel.not_in(["webhook", "inbox"]))
        return self.first(told.order_by(OutboxMessage.created_at.desc()))

    def endpoint(self) -> UUID:
        """A system that is told what happens."""
        return self.first(select(WebhookEndpoint.id))

    def delivery(self) -> UUID:
        """A letter to it."""
        return self.first(select(OutboxMessage.id).where(OutboxMessage.channel == "webhook"))

    def culture_event(self, title: str) -> UUID:
        """An event for an audience, by a part of its title."""
        wanted = select(CultureEvent.id).where(CultureEvent.title.contains(title))
        return self.first(wanted.order_by(CultureEvent.starts_at.desc()))

    def programme(self, kind: str) -> UUID:
        """A programme of culture."""
        return self.first(select(CultureProgramme.id).where(CultureProgramme.kind == kind))

    def his_ticket(self) -> UUID:
        """What the phone's owner goes to see."""
        wanted = select(CultureTicket.id).join(
            Volunteer, Volunteer.id == CultureTicket.volunteer_id
        )
        return self.first(wanted.where(Volunteer.phone == LI_MING))

    def head_count(self, kind: str) -> UUID:
        """The last head count of a kind."""
        wanted = select(HeadCount.id).where(HeadCount.kind == kind)
        return self.first(wanted.order_by(HeadCount.replaces_id.is_(None), HeadCount.id.desc()))

    def facility(self, name: str) -> UUID:
        """A facility of the phone's owner's community or above."""
        return self.first(select(Facility.id).where(Facility.name == name))

    def booking(self, state: str, source: str = "own") -> UUID:
        """A booking of a facility in the state."""
        return self.first(
            select(Booking.id).where(Booking.state == state, Booking.source == source)
        )

    def his_booking(self, state: str) -> UUID:
        """What the phone's owner booked."""
        wanted = select(Booking.id).join(Volunteer, Volunteer.id == Booking.volunteer_id)
        return self.first(wanted.where(Volunteer.phone == LI_MING, Booking.state == state))

    def order(self, state: str) -> UUID:
        """A service order in the state."""
        return self.first(select(ServiceOrder.id).where(ServiceOrder.state == state))

    def his_order(self, state: str) -> UUID:
        """What the phone's owner asked for."""
        wanted = select(ServiceOrder.id).join(Volunteer, Volunteer.id == ServiceOrder.requester_id)
        return self.first(wanted.where(Volunteer.phone == LI_MING, ServiceOrder.state == state))

    def his_teams_order(self, state: str) -> UUID:
        """An order of the team he leads."""
        wanted = select(ServiceOrder.id).join(Team, Team.id == ServiceOrder.team_id)
        led = wanted.join(Volunteer, Volunteer.id == Team.leader_id)
        return self.first(led.where(Volunteer.phone == LI_MING, ServiceOrder.state == state))

    def complaint(self, state: str) -> UUID:
        """A complaint in the state."""
        at_hand = Complaint.subject.not_in(
            ("person", "privacy", "not_me")
        )  # else settled, or at the centre
        return self.first(select(Complaint.id).where(Complaint.state == state, at_hand))

    def his_complaint(self, state: str) -> UUID:
        """What the phone's owner said."""
        wanted = select(Complaint.id).join(Volunteer, Volunteer.id == Complaint.complainant_id)
        return self.first(wanted.where(Volunteer.phone == LI_MING, Complaint.state == state))

    def denial(self) -> UUID:
        """Somebody said that an account is not hers."""
        return self.first(select(Denial.id).where(Denial.settled_at.is_(None)))

    def complaint_link(self) -> str:
        """The link of a visitor's."""
        return complaint_code(self.first(select(Complaint.id).where(Complaint.by_visitor)))

    def order_link(self) -> str:
        """The link of an order taken by telephone that is under way."""
        wanted = select(ServiceOrder.id).where(
            ServiceOrder.requester_id.is_(None), ServiceOrder.state == "in_service"
        )
        return link_code(self.first(wanted))

    def service(self) -> UUID:
        """A line of the menu."""
        return self.first(select(ServiceItem.id).where(ServiceItem.active.is_(True)))
