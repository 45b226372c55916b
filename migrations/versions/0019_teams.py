"""Teams, who belongs to them, and places taken for their members."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ALIVE = sa.text("state IN ('asked','member')")


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=True),
        sa.Column("next_leader_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_reason", sa.String(length=200), nullable=True),
        sa.Column("founded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("founded_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        *(
            sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_team_{column}"))
            for column, target in (
                ("place_id", "place.id"),
                ("leader_id", "volunteer.id"),
                ("next_leader_id", "volunteer.id"),
                ("founded_by_id", "staff_member.id"),
                ("decided_by_id", "staff_member.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index(op.f("ix_team_place_id_state"), "team", ["place_id", "state"])
    op.create_index(op.f("ix_team_leader_id"), "team", ["leader_id"])
    op.create_index(op.f("ix_team_next_leader_id"), "team", ["next_leader_id"])
    op.create_table(
        "team_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leader_may_sign_up_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_team_member_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_member")),
    )
    op.create_index(op.f("ix_team_member_volunteer_id"), "team_member", ["volunteer_id"])
    op.create_index(
        "uq_team_member_alive",
        "team_member",
        ["team_id", "volunteer_id"],
        unique=True,
        sqlite_where=ALIVE,
        postgresql_where=ALIVE,
    )
    with op.batch_alter_table("sign_up") as batch_op:
        batch_op.add_column(sa.Column("team_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("taken_by_leader", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_foreign_key(op.f("fk_sign_up_team_id"), "team", ["team_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("sign_up") as batch_op:
        batch_op.drop_constraint(op.f("fk_sign_up_team_id"), type_="foreignkey")
        batch_op.drop_column("taken_by_leader")
        batch_op.drop_column("team_id")
    op.drop_table("team_member")
    op.drop_table("team")
