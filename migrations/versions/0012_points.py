"""Points: a ledger that is only added to, its accounts and its rules."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recognition_switch",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["staff_member.id"], name=op.f("fk_recognition_switch_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_recognition_switch_place_id")
        ),
        sa.PrimaryKeyConstraint("place_id", "what", name=op.f("pk_recognition_switch")),
    )
    op.create_table(
        "point_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("per_hour", sa.Integer(), nullable=False),
        sa.Column("most_per_activity", sa.Integer(), nullable=True),
        sa.Column("most_per_day", sa.Integer(), nullable=True),
        sa.Column("lasts_months", sa.Integer(), nullable=True),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_point_rule_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_rule")),
    )
    op.create_index(op.f("ix_point_rule_valid_from"), "point_rule", ["valid_from"])
    op.create_table(
        "point_account",
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_point_account_balance_not_negative")),
        sa.CheckConstraint("owed >= 0", name=op.f("ck_point_account_owed_not_negative")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_point_account_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("volunteer_id", name=op.f("pk_point_account")),
    )
    op.create_table(
        "point_expiry_run",
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("through", name=op.f("pk_point_expiry_run")),
    )
    _ledger()


def _ledger() -> None:
    op.create_table(
        "point_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("owed", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("service_date", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("capped", sa.Boolean(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "points <> 0 OR owed <> 0", name=op.f("ck_point_entry_moves_something")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_point_entry_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["hour_record.id"], name=op.f("fk_point_entry_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_point_entry_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["point_rule.id"], name=op.f("fk_point_entry_rule_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_point_entry")),
        sa.UniqueConstraint("record_id", "kind", name=op.f("uq_point_entry_record_id_kind")),
    )
    op.create_index(
        op.f("ix_point_entry_volunteer_id_at"), "point_entry", ["volunteer_id", "at"]
    )
    _never_changed()


def _never_changed() -> None:
    """Rows of the ledger are added, and no program changes one by mistake."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER point_entry_is_never_changed BEFORE UPDATE ON point_entry "
            "BEGIN SELECT RAISE(ABORT, 'point_entry is only added to'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION point_entry_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'point_entry is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER point_entry_is_never_changed BEFORE UPDATE ON point_entry "
        "FOR EACH ROW EXECUTE FUNCTION point_entry_is_never_changed()"
    )


def downgrade() -> None:
    op.drop_table("point_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION point_entry_is_never_changed()")
    op.drop_table("point_expiry_run")
    op.drop_table("point_account")
    op.drop_table("point_rule")
    op.drop_table("recognition_switch")
