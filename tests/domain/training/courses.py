"""A course on its day, with somebody at its door."""

from dataclasses import dataclass
from datetime import timedelta

from app.domain.attendance.check_in import take_scan
from app.domain.training.models import Course, CourseQuestion, TrainingRecord
from app.kernel.database import session
from app.kernel.ids import new_id
from tests import world
from tests.domain.attendance.at_the_door import ENDS, STARTS, Door, a_door

MINUTE = timedelta(minutes=1)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


@dataclass
class CourseDay:
    """A course of two hours from noon."""

    door: Door
    course: Course

    def attend(self, *, left_early: timedelta = timedelta()) -> None:
        """Scan in and out."""
        take_scan(self.door.scan("in", STARTS), now=STARTS)
        leaves = ENDS - left_early
        take_scan(self.door.scan("out", leaves), now=leaves)
        session.expire_all()

    @property
    def record(self) -> TrainingRecord:
        return session.query(TrainingRecord).filter_by(course_id=self.course.id).one()


def a_course_day(**facts: object) -> CourseDay:
    """`facts` are columns of the course."""
    door = a_door(work_type="培训", title="急救培训")
    return CourseDay(door, world.a_course(door.activity, **facts))


def questions(course: Course, *correct: str) -> list[CourseQuestion]:
    """Questions of three choices; `correct` are the letters of each."""
    ids = sorted(new_id() for _ in correct)  # of one moment: made in order only when sorted
    return [
        world.saved(
            CourseQuestion(
                id=ids[number - 1],
                course_id=course.id,
                text=f"第 {number} 题",
                choices=["甲", "乙", "丙"],
                correct=list(letters),
            )
        )
        for number, letters in enumerate(correct, start=1)
    ]
