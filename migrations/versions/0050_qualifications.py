"""Qualifications, who holds them, and positions that ask for one."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
HELD = sa.text("state = 'held'")
UNTOLD = sa.text("state = 'held' AND told_at IS NULL AND ends_at IS NOT NULL")
KEY = "fk_activity_position_qualification_id"


def upgrade() -> None:
    _qualifications()
    _grants()
    if op.get_bind().dialect.name == "sqlite":
        # In one step: to make the table anew would have to let go of the sign-ups that name it.
        op.execute(
            "ALTER TABLE activity_position ADD COLUMN qualification_id CHAR(32)"
            f" CONSTRAINT {KEY} REFERENCES qualification (id)"
        )
        return
    op.add_column("activity_position", sa.Column("qualification_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f(KEY), "activity_position", "qualification", ["qualification_id"], ["id"]
    )


def _qualifications() -> None:
    op.create_table(
        "qualification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.CheckConstraint("valid_months > 0", name=op.f("ck_qualification_some_months")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_qualification_created_by_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_qualification_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    op.create_index(op.f("ix_qualification_place_id"), "qualification", ["place_id"])


def _grants() -> None:
    op.create_table(
        "qualification_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("qualification_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=True),
        sa.Column("basis", sa.String(200), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("course_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoke_reason", sa.String(200), nullable=True),
        sa.Column("told_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["course_id"], ["activity.id"], name=op.f("fk_qualification_grant_course_id")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by_id"],
            ["staff_member.id"],
            name=op.f("fk_qualification_grant_granted_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"],
            ["qualification.id"],
            name=op.f("fk_qualification_grant_qualification_id"),
        ),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"],
            ["staff_member.id"],
            name=op.f("fk_qualification_grant_revoked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_qualification_grant_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification_grant")),
    )
    op.create_index(
        "ix_qualification_grant_untold",
        "qualification_grant",
        ["ends_at"],
        sqlite_where=UNTOLD,
        postgresql_where=UNTOLD,
    )
    op.create_index(
        op.f("ix_qualification_grant_volunteer_id"), "qualification_grant", ["volunteer_id"]
    )
    op.create_index(
        "uq_qualification_grant_held",
        "qualification_grant",
        ["qualification_id", "volunteer_id"],
        unique=True,
        sqlite_where=HELD,
        postgresql_where=HELD,
    )


def downgrade() -> None:
    op.drop_column("activity_position", "qualification_id")  # its key goes with it
    op.drop_table("qualification_grant")
    op.drop_table("qualification")
