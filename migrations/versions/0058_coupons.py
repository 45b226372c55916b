"""Coupons of a season: merchants and their phones, seasons and kinds, what people take and use."""

import sqlalchemy as sa
from alembic import op

from app.kernel.append_only import guarding

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    *("merchant", "merchant_device", "coupon_season", "coupon_kind", "coupon_kind_merchant"),
    *("coupon", "coupon_redemption", "coupon_refused_scan"),
    *("coupon_settlement", "coupon_settlement_line"),
)
ONLY_ADDED = ("coupon_redemption", "coupon_refused_scan", "coupon_settlement_line")


def upgrade() -> None:
    for make in (
        *(_merchant, _merchant_device, _coupon_season, _coupon_kind, _coupon_kind_merchant),
        *(_coupon, _coupon_redemption, _coupon_refused_scan),
        *(_coupon_settlement, _coupon_settlement_line),
    ):
        make()
    for table in ONLY_ADDED:
        for statement in guarding(op.get_bind().dialect.name, table):
            op.execute(statement)


def _merchant() -> None:
    op.create_table(
        "merchant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(length=100), nullable=False),
        sa.Column("contact_name", sa.String(length=50), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("account_name", sa.String(length=60), nullable=False),
        sa.Column("account_number", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=True),
        sa.Column("closes_at", sa.Time(), nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("stopped_reason", sa.String(length=200), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_merchant_created_by_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_merchant_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant")),
    )
    op.create_index(op.f("ix_merchant_place_id"), "merchant", ["place_id"], unique=False)


def _merchant_device() -> None:
    op.create_table(
        "merchant_device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_merchant_device_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_merchant_device_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_merchant_device_token_hash")),
    )
    op.create_index(
        op.f("ix_merchant_device_merchant_id"), "merchant_device", ["merchant_id"], unique=False
    )


def _coupon_season() -> None:
    op.create_table(
        "coupon_season",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("organiser", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("take_from", MOMENT, nullable=False),
        sa.Column("take_until", MOMENT, nullable=False),
        sa.Column("use_from", MOMENT, nullable=False),
        sa.Column("use_until", MOMENT, nullable=False),
        sa.Column("budget_fen", sa.Integer(), nullable=False),
        sa.Column("committed_fen", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("told_of_end_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "committed_fen <= budget_fen", name=op.f("ck_coupon_season_within_budget")
        ),
        sa.CheckConstraint(
            "committed_fen >= 0", name=op.f("ck_coupon_season_committed_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["staff_member.id"], name=op.f("fk_coupon_season_created_by_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_coupon_season_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_season")),
    )
    op.create_index(op.f("ix_coupon_season_place_id"), "coupon_season", ["place_id"], unique=False)
    op.create_index(op.f("ix_coupon_season_state"), "coupon_season", ["state"], unique=False)


def _coupon_kind() -> None:
    op.create_table(
        "coupon_kind",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("season_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=30), nullable=False),
        sa.Column("face_fen", sa.Integer(), nullable=False),
        sa.Column("minimum_fen", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("limit_each", sa.Integer(), nullable=False),
        sa.Column("take_from", MOMENT, nullable=False),
        sa.Column("take_until", MOMENT, nullable=False),
        sa.CheckConstraint("face_fen > 0", name=op.f("ck_coupon_kind_face_positive")),
        sa.CheckConstraint(
            "minimum_fen >= face_fen", name=op.f("ck_coupon_kind_never_more_than_the_bill")
        ),
        sa.CheckConstraint(
            "taken >= 0 AND taken <= total", name=op.f("ck_coupon_kind_no_more_than_there_are")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["coupon_season.id"], name=op.f("fk_coupon_kind_season_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_kind")),
    )
    op.create_index(op.f("ix_coupon_kind_season_id"), "coupon_kind", ["season_id"], unique=False)


def _coupon_kind_merchant() -> None:
    op.create_table(
        "coupon_kind_merchant",
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["coupon_kind.id"], name=op.f("fk_coupon_kind_merchant_kind_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_coupon_kind_merchant_merchant_id")
        ),
        sa.PrimaryKeyConstraint("kind_id", "merchant_id", name=op.f("pk_coupon_kind_merchant")),
    )
    op.create_index(
        op.f("ix_coupon_kind_merchant_merchant_id"),
        "coupon_kind_merchant",
        ["merchant_id"],
        unique=False,
    )


def _coupon() -> None:
    op.create_table(
        "coupon",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("season_id", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("face_fen", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("phone_mark", sa.String(length=32), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.CheckConstraint("ordinal > 0", name=op.f("ck_coupon_counted_from_one")),
        sa.ForeignKeyConstraint(["kind_id"], ["coupon_kind.id"], name=op.f("fk_coupon_kind_id")),
        sa.ForeignKeyConstraint(
            ["season_id"], ["coupon_season.id"], name=op.f("fk_coupon_season_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_coupon_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
        sa.UniqueConstraint(
            "volunteer_id",
            "kind_id",
            "ordinal",
            name=op.f("uq_coupon_volunteer_id_kind_id_ordinal"),
        ),
        sa.UniqueConstraint("volunteer_id", "nonce", name=op.f("uq_coupon_volunteer_id_nonce")),
    )
    op.create_index(op.f("ix_coupon_kind_id_state"), "coupon", ["kind_id", "state"], unique=False)
    op.create_index(op.f("ix_coupon_phone_mark"), "coupon", ["phone_mark"], unique=False)
    op.create_index(
        op.f("ix_coupon_season_id_state"), "coupon", ["season_id", "state"], unique=False
    )


def _coupon_redemption() -> None:
    op.create_table(
        "coupon_redemption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coupon_id", sa.Uuid(), nullable=False),
        sa.Column("season_id", sa.Uuid(), nullable=False),
        sa.Column("kind_id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opposing", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("face_fen", sa.Integer(), nullable=False),
        sa.Column("spent_fen", sa.Integer(), nullable=False),
        sa.Column("nonce", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "(face_fen < 0) = opposing", name=op.f("ck_coupon_redemption_opposing_is_below_zero")
        ),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_redemption_coupon_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["merchant_device.id"], name=op.f("fk_coupon_redemption_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["coupon_kind.id"], name=op.f("fk_coupon_redemption_kind_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_coupon_redemption_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["season_id"], ["coupon_season.id"], name=op.f("fk_coupon_redemption_season_id")
        ),
        sa.ForeignKeyConstraint(
            ["volunteer_id"], ["volunteer.id"], name=op.f("fk_coupon_redemption_volunteer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_redemption")),
        sa.UniqueConstraint(
            "coupon_id",
            "turn",
            "opposing",
            name=op.f("uq_coupon_redemption_coupon_id_turn_opposing"),
        ),
        sa.UniqueConstraint(
            "device_id", "nonce", name=op.f("uq_coupon_redemption_device_id_nonce")
        ),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_coupon_redemption_merchant_id_at"),
        "coupon_redemption",
        ["merchant_id", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_coupon_redemption_season_id_at"),
        "coupon_redemption",
        ["season_id", "at"],
        unique=False,
    )


def _coupon_refused_scan() -> None:
    op.create_table(
        "coupon_refused_scan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("coupon_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_refused_scan_coupon_id")
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["merchant_device.id"], name=op.f("fk_coupon_refused_scan_device_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_coupon_refused_scan_merchant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_refused_scan")),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_coupon_refused_scan_merchant_id_at"),
        "coupon_refused_scan",
        ["merchant_id", "at"],
        unique=False,
    )


def _coupon_settlement() -> None:
    op.create_table(
        "coupon_settlement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("merchant_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("face_fen", sa.Integer(), nullable=False),
        sa.Column("spent_fen", sa.Integer(), nullable=False),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", MOMENT, nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("voucher", sa.String(length=40), nullable=True),
        sa.Column("paid_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"],
            ["staff_member.id"],
            name=op.f("fk_coupon_settlement_confirmed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["coupon_settlement.id"], name=op.f("fk_coupon_settlement_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["merchant.id"], name=op.f("fk_coupon_settlement_merchant_id")
        ),
        sa.ForeignKeyConstraint(
            ["paid_by_id"], ["staff_member.id"], name=op.f("fk_coupon_settlement_paid_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"],
            ["staff_member.id"],
            name=op.f("fk_coupon_settlement_prepared_by_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_settlement")),
    )
    op.create_index(
        op.f("ix_coupon_settlement_merchant_id"), "coupon_settlement", ["merchant_id"], unique=False
    )
    op.create_index(
        op.f("ix_coupon_settlement_state_prepared_at"),
        "coupon_settlement",
        ["state", "prepared_at"],
        unique=False,
    )


def _coupon_settlement_line() -> None:
    op.create_table(
        "coupon_settlement_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("settlement_id", sa.Uuid(), nullable=False),
        sa.Column("redemption_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opposing", sa.Boolean(), nullable=False),
        sa.Column("face_fen", sa.Integer(), nullable=False),
        sa.Column("spent_fen", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(face_fen < 0) = opposing",
            name=op.f("ck_coupon_settlement_line_opposing_is_below_zero"),
        ),
        sa.ForeignKeyConstraint(
            ["redemption_id"],
            ["coupon_redemption.id"],
            name=op.f("fk_coupon_settlement_line_redemption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["settlement_id"],
            ["coupon_settlement.id"],
            name=op.f("fk_coupon_settlement_line_settlement_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_settlement_line")),
        sa.UniqueConstraint(
            "redemption_id",
            "turn",
            "opposing",
            name=op.f("uq_coupon_settlement_line_redemption_id_turn_opposing"),
        ),
        info={"append_only": True},
    )
    op.create_index(
        op.f("ix_coupon_settlement_line_settlement_id"),
        "coupon_settlement_line",
        ["settlement_id"],
        unique=False,
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
