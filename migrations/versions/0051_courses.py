"""Courses: what an activity of the work type 培训 has more, and what people have learned."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _courses()
    _records()
    _targets()


def _courses() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("trainer", sa.String(50), nullable=False),
        sa.Column("organiser", sa.String(50), nullable=False),
        sa.Column("summary", sa.String(100), nullable=False),
        sa.Column("required_percent", sa.Integer(), nullable=False),
        sa.Column("has_test", sa.Boolean(), nullable=False),
        sa.Column("pass_percent", sa.Integer(), nullable=False),
        sa.Column("tries_most", sa.Integer(), nullable=False),
        sa.Column("qualification_id", sa.Uuid(), nullable=True),
        sa.Column("grants_by_rule", sa.Boolean(), nullable=False),
        sa.CheckConstraint("pass_percent BETWEEN 1 AND 100", name=op.f("ck_course_some_right")),
        sa.CheckConstraint("required_percent BETWEEN 1 AND 100", name=op.f("ck_course_some_of_it")),
        sa.CheckConstraint("tries_most > 0", name=op.f("ck_course_some_tries")),
        sa.ForeignKeyConstraint(["id"], ["activity.id"], name=op.f("fk_course_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_course_place_id")),
        sa.ForeignKeyConstraint(
            ["qualification_id"], ["qualification.id"], name=op.f("fk_course_qualification_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )
    op.create_index(op.f("ix_course_place_id"), "course", ["place_id"])
    op.create_index(op.f("ix_course_qualification_id"), "course", ["qualification_id"])
    op.create_table(
        "course_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("choices", JSON, nullable=False),
        sa.Column("correct", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_question_course_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_question")),
    )
    op.create_index(op.f("ix_course_question_course_id_id"), "course_question", ["course_id", "id"])
    op.create_table(
        "course_material",
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_course_material_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_course_material_course_id")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_course_material")),
    )
    op.create_index(op.f("ix_course_material_course_id"), "course_material", ["course_id"])


def _records() -> None:
    op.create_table(
        "training_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("best_percent", sa.Integer(), nullable=True),
        sa.Column("completed_at", MOMENT, nullable=True),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_training_record_no_less_than_nothing")),
        sa.ForeignKeyConstraint(
            ["course_id"], ["course.id"], name=op.f("fk_training_record_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_training_record_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record")),
        sa.UniqueConstraint(
            "course_id", "volunteer_id", name=op.f("uq_training_record_course_id_volunteer_id")
        ),
    )
    op.create_index(op.f("ix_training_record_volunteer_id"), "training_record", ["volunteer_id"])
    op.create_table(
        "training_stay",
        sa.Column("attendance_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("missed_check_out", sa.Boolean(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(200), nullable=True),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_training_stay_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["staff_member.id"], name=op.f("fk_training_stay_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["training_record.id"], name=op.f("fk_training_stay_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["activity_session.id"], name=op.f("fk_training_stay_session_id")
        ),
        sa.PrimaryKeyConstraint("attendance_id", name=op.f("pk_training_stay")),
    )
    op.create_index(op.f("ix_training_stay_record_id"), "training_stay", ["record_id"])
    op.create_table(
        "course_try",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["training_record.id"], name=op.f("fk_course_try_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_try")),
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_course_try_record_id_number")),
    )


def _targets() -> None:
    op.create_table(
        "training_target",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("courses", sa.Integer(), nullable=False),
        sa.CheckConstraint("courses > 0", name=op.f("ck_training_target_some_courses")),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_training_target_place_id")
        ),
        sa.PrimaryKeyConstraint("place_id", "year", "kind", name=op.f("pk_training_target")),
    )


def downgrade() -> None:
    for name in (
        *("training_target", "course_try", "training_stay", "training_record"),
        *("course_material", "course_question", "course"),
    ):
        op.drop_table(name)
