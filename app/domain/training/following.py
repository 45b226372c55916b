"""A plan of the work type 培训 is a course: it has its row from the first draft on."""

from sqlalchemy import insert, select

from app.domain.activities import schedules
from app.domain.activities.events import ActivityPlanned
from app.domain.activities.vocabulary import TRAINING
from app.domain.places import queries as places
from app.domain.training.models import Course, CourseQuestion
from app.domain.training.rules import LENGTHS, PASS_PERCENT, REQUIRED_PERCENT, TRIES
from app.domain.training.vocabulary import COURSE_KINDS
from app.kernel.database import session
from app.kernel.ids import new_id

SUMMARY_MOST = next(most for name, _label, most in LENGTHS if name == "summary")
_COPIED = (
    *("kind", "trainer", "organiser", "summary", "required_percent", "has_test", "pass_percent"),
    *("tries_most", "qualification_id", "grants_by_rule"),
)


def follow_plan(event: ActivityPlanned) -> None:
    """Make the course of a new plan, like the one it was copied from; inside that action."""
    if event.work_type != TRAINING or session.get(Course, event.activity_id) is not None:
        return
    source = session.get(Course, event.copied_from) if event.copied_from else None
    if source is None:
        session.add(_usual(event))
        session.flush()
        return
    facts = {name: getattr(source, name) for name in _COPIED}
    session.add(Course(id=event.activity_id, place_id=event.place_id, **facts))
    session.flush()
    _copy_questions(source, event)


def _usual(event: ActivityPlanned) -> Course:
    planned = schedules.schedules([event.activity_id])[event.activity_id]
    return Course(
        id=event.activity_id,
        place_id=event.place_id,
        kind=COURSE_KINDS[0],
        trainer="",
        organiser=places.place(event.place_id).name[:50],
        summary=planned.content[:SUMMARY_MOST],
        required_percent=REQUIRED_PERCENT,
        has_test=False,
        pass_percent=PASS_PERCENT,
        tries_most=TRIES,
        grants_by_rule=True,
    )


def _copy_questions(source: Course, event: ActivityPlanned) -> None:
    questions = session.scalars(
        select(CourseQuestion)
        .where(CourseQuestion.course_id == source.id)
        .order_by(CourseQuestion.id)
    ).all()
    if questions:
        # Questions stand in the order of their ids; of one moment those are not in order.
        ids = sorted(new_id() for _ in questions)
        rows = [
            {
                "id": made,
                "course_id": event.activity_id,
                "text": one.text,
                "choices": one.choices,
                "correct": one.correct,
            }
            for made, one in zip(ids, questions, strict=True)
        ]
        session.execute(insert(CourseQuestion), rows)
