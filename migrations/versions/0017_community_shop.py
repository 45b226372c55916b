"""The community shop: items, redemptions and settlements; entries of the ledger name theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reward_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("description", sa.String(length=200), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("stocked", sa.Integer(), nullable=False),
        sa.Column("limit_each", sa.Integer(), nullable=True),
        sa.Column("open_from", sa.Date(), nullable=False),
        sa.Column("open_until", sa.Date(), nullable=True),
        sa.Column("on_shelf", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_reward_item_price_positive")),
        sa.CheckConstraint('"left" >= 0', name=op.f("ck_reward_item_left_not_negative")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_reward_item_place_id")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_reward_item_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_item")),
    )
    op.create_index(op.f("ix_reward_item_place_id"), "reward_item", ["place_id"])
    op.create_table(
        "reward_settlement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("through", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_reward_settlement_place_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["staff_member.id"], name=op.f("fk_reward_settlement_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_settlement")),
    )
    op.create_index(op.f("ix_reward_settlement_place_id"), "reward_settlement", ["place_id"])
    _redemptions()
    _entries_name_theirs()


def _redemptions() -> None:
    op.create_table(
        "redemption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pick_up_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_by_id", sa.Uuid(), nullable=True),
        sa.Column("way", sa.String(length=10), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("settlement_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_redemption_volunteer_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["reward_item.id"], name=op.f("fk_redemption_item_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_redemption_place_id")),
        sa.ForeignKeyConstraint(
            ["handed_over_by_id"], ["staff_member.id"], name=op.f("fk_redemption_handed_over_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"], ["reward_settlement.id"], name=op.f("fk_redemption_settlement_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption")),
        sa.UniqueConstraint("number", name=op.f("uq_redemption_number")),
        sa.UniqueConstraint(
            "volunteer_id", "nonce", name=op.f("uq_redemption_volunteer_id_nonce")
        ),
    )
    op.create_index(op.f("ix_redemption_item_id"), "redemption", ["item_id"])
    for columns in (
        ["volunteer_id", "item_id"],
        ["place_id", "state", "handed_over_at"],
        ["state", "pick_up_by"],
    ):
        op.create_index(op.f(f"ix_redemption_{'_'.join(columns)}"), "redemption", columns)


def _entries_name_theirs() -> None:
    """Added in place: building the table anew would lose the trigger that guards it."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE point_entry ADD COLUMN redemption_id CHAR(32) "
            "CONSTRAINT fk_point_entry_redemption_id REFERENCES redemption (id)"
        )
    else:
        op.add_column("point_entry", sa.Column("redemption_id", sa.Uuid(), nullable=True))
        op.create_foreign_key(
            op.f("fk_point_entry_redemption_id"),
            "point_entry",
            "redemption",
            ["redemption_id"],
            ["id"],
        )
    op.create_index(
        "uq_point_entry_redemption_id_kind", "point_entry", ["redemption_id", "kind"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_point_entry_redemption_id_kind", "point_entry")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("fk_point_entry_redemption_id"), "point_entry")
        op.drop_column("point_entry", "redemption_id")
    else:
        with op.batch_alter_table("point_entry") as table:
            table.drop_column("redemption_id")
        op.execute(
            "CREATE TRIGGER point_entry_is_never_changed BEFORE UPDATE ON point_entry "
            "BEGIN SELECT RAISE(ABORT, 'point_entry is only added to'); END"
        )
    for table_name in ("redemption", "reward_settlement", "reward_item"):
        op.drop_table(table_name)
