"""Good persons: relations, visits, evidence of objections, and who was asked to answer them."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

STAFF = "staff_member.id"


def upgrade() -> None:
    _relations()
    _visits()
    _objections()


def _relations() -> None:
    name = "nomination_relation"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(length=60), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        _key(name, "nomination_id", "nomination.id"),
        _key(name, "staff_id", STAFF),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint(
            "nomination_id", "staff_id", name=op.f(f"uq_{name}_nomination_id_staff_id")
        ),
    )


def _visits() -> None:
    name = "nomination_visit"
    op.create_table(
        name,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("met", sa.String(length=100), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        _key(name, "nomination_id", "nomination.id"),
        _key(name, "by_id", STAFF),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_nomination_id"), name, ["nomination_id"])
    _pictures("nomination_visit_picture", "visit_id", "nomination_visit.id")


def _objections() -> None:
    _pictures("nomination_objection_picture", "objection_id", "nomination_objection.id")
    name = "nomination_objection_answerer"
    op.create_table(
        name,
        sa.Column("objection_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        _key(name, "objection_id", "nomination_objection.id"),
        _key(name, "staff_id", STAFF),
        _key(name, "asked_by_id", STAFF),
        sa.PrimaryKeyConstraint("objection_id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_staff_id"), name, ["staff_id"])


def _pictures(name: str, of: str, target: str) -> None:
    op.create_table(
        name,
        sa.Column(of, sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        _key(name, of, target),
        _key(name, "attachment_id", "attachment.id"),
        sa.PrimaryKeyConstraint(of, "attachment_id", name=op.f(f"pk_{name}")),
    )


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    for name in (
        *("nomination_objection_answerer", "nomination_objection_picture"),
        *("nomination_visit_picture", "nomination_visit", "nomination_relation"),
    ):
        op.drop_table(name)
