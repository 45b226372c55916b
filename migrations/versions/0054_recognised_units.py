"""Recognised units, the decisions on them and the papers these rest on."""

import sqlalchemy as sa
from alembic import op

from app.kernel.append_only import giving_up, guarding

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STEPS = "recognised_unit_step"


def upgrade() -> None:
    _units()
    _steps()
    op.create_table(
        "recognised_unit_paper",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_recognised_unit_paper_attachment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["step_id"], [f"{STEPS}.id"], name=op.f("fk_recognised_unit_paper_step_id")
        ),
        sa.PrimaryKeyConstraint("step_id", "attachment_id", name=op.f("pk_recognised_unit_paper")),
    )
    for statement in guarding(op.get_bind().dialect.name, STEPS):
        op.execute(statement)


def _units() -> None:
    op.create_table(
        "recognised_unit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("awarded_by", sa.String(60), nullable=False),
        sa.Column("document", sa.String(60), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("contact_name", sa.String(50), nullable=False),
        sa.Column("contact_phone", sa.String(20), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("consent", sa.String(200), nullable=False),
        sa.Column("told_for", sa.Date(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state in ('standing','warned','withdrawn')", name=op.f("ck_recognised_unit_state")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_recognised_unit_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognised_unit")),
        sa.UniqueConstraint("number", name=op.f("uq_recognised_unit_number")),
    )
    op.create_index(op.f("ix_recognised_unit_place_id_kind"), "recognised_unit", ["place_id", "kind"])
    op.create_index(
        op.f("ix_recognised_unit_state_review_due_on"),
        "recognised_unit",
        ["state", "review_due_on"],
    )


def _steps() -> None:
    op.create_table(
        STEPS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("level", sa.String(10), nullable=False),
        sa.Column("awarded_by", sa.String(60), nullable=False),
        sa.Column("document", sa.String(60), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("review_due_on", sa.Date(), nullable=True),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name=op.f("fk_recognised_unit_step_staff_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["recognised_unit.id"], name=op.f("fk_recognised_unit_step_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognised_unit_step")),
    )
    op.create_index(op.f("ix_recognised_unit_step_unit_id_at"), STEPS, ["unit_id", "at"])


def downgrade() -> None:
    for statement in giving_up(op.get_bind().dialect.name, STEPS):
        op.execute(statement)
    for table in ("recognised_unit_paper", STEPS, "recognised_unit"):
        op.drop_table(table)
