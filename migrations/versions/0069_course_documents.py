"""Handouts of courses as PDF."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        _key("course_document", "course_id", "course"),
        _key("course_document", "added_by_id", "staff_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_document")),
        sa.UniqueConstraint("course_id", "sha256", name=op.f("uq_course_document_course_id_sha256")),
    )
    op.create_table(
        "course_document_content",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _key("course_document_content", "document_id", "course_document"),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_course_document_content")),
    )


def downgrade() -> None:
    op.drop_table("course_document_content")
    op.drop_table("course_document")


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
