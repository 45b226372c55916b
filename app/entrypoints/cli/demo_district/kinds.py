"""What a kind of activity is: everything of a plan but the place and the time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.access.queries import Staff
from app.domain.activities.plans import ActivityPlan, PositionPlan, SessionPlan
from app.domain.places.queries import PlaceView
from app.kernel.calendar import end_of_day, local_date

INDOORS = "室内活动，请注意台阶和地面湿滑；身体不适请及时告诉负责人。"
OUTDOORS = "户外活动，请根据天气增减衣物、注意防晒补水；来往车辆多，请走人行道。"


@dataclass(frozen=True)
class Job:
    """A position: what it is called, what one does there, how many are wanted."""

    name: str
    duties: str
    capacity: int
    youngest: int | None = None
    oldest: int | None = None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind. `venue` takes the short name of the place; `starts` are local hours of the day."""

    title: str
    work_type: str
    category: str
    targets: tuple[str, ...]
    content: str
    venue: str
    jobs: tuple[Job, ...]
    starts: tuple[float, ...]
    minutes: int
    risk_text: str = INDOORS
    risk_level: str = "none"
    insurance_number: str | None = None
    radius_metres: int | None = field(default=300)
    scene_code_allowed: bool = False
    cancel_deadline_hours: int = 24
    by_midnight: bool = False

    def plan(
        self,
        place: PlaceView,
        contact: Staff,
        starts: Sequence[datetime],
        *,
        recruits_from: datetime,
        title: str | None = None,
    ) -> ActivityPlan:
        """The form, filled in for a place and some moments."""
        jobs = [
            PositionPlan(job.name, job.capacity, job.duties, job.youngest, job.oldest, job.skills)
            for job in self.jobs
        ]
        return ActivityPlan(
            title=title or self.title,
            work_type=self.work_type,
            category=self.category,
            targets=self.targets,
            content=self.content,
            venue=self.venue.format(place=place.short_name),
            contact_name=contact.name,
            contact_phone=place.contact_phone,
            recruits_from=recruits_from,
            recruits_until=max(starts),
            sessions=[SessionPlan(start, self._ends_at(start), jobs) for start in starts],
            risk_level=self.risk_level,
            risk_text=self.risk_text,
            insurance_number=self.insurance_number,
            point=place.point,
            check_radius_metres=self.radius_metres,
            cancel_deadline_hours=self.cancel_deadline_hours,
            scene_code_allowed=self.scene_code_allowed,
        )

    def _ends_at(self, starts_at: datetime) -> datetime:
        ends_at = starts_at + timedelta(minutes=self.minutes)
        midnight = end_of_day(local_date(starts_at))
        return min(ends_at, midnight) if self.by_midnight else ends_at
