"""Service orders: the menu, orders with their history, and each time a team served one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _menu()
    _orders()
    _rounds()
    _history()


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _menu() -> None:
    op.create_table(
        "service_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(30), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("work_type", sa.String(30), nullable=False),
        sa.Column("content", sa.String(500), nullable=False),
        sa.Column("at_home", sa.Boolean(), nullable=False),
        sa.Column("venue", sa.String(60), nullable=False),
        sa.Column("when_text", sa.String(60), nullable=False),
        sa.Column("for_whom", JSON, nullable=False),
        sa.Column("least_age", sa.Integer(), nullable=True),
        sa.Column("lead_days", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        _key("service_item", "place_id", "place"),
        _key("service_item", "team_id", "team"),
        _key("service_item", "picture_id", "attachment"),
        _key("service_item", "made_by_id", "staff_member"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_item")),
    )
    _index("service_item", "place_id", "active")


def _orders() -> None:
    op.create_table(
        "service_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("place_path", sa.String(60), nullable=False),
        sa.Column("source", sa.String(8), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(30), nullable=False),
        sa.Column("category", sa.String(20), nullable=False),
        sa.Column("work_type", sa.String(30), nullable=False),
        sa.Column("group", sa.String(20), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("wanted_on", sa.Date(), nullable=False),
        sa.Column("wanted_part", sa.String(8), nullable=False),
        sa.Column("at_home", sa.Boolean(), nullable=False),
        sa.Column("requester_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "phone")),
        sa.Column("phone_index", sa.String(64), nullable=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("address", "wish")),
        sa.Column("consent_way", sa.String(10), nullable=False),
        sa.Column("consent_at", MOMENT, nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("waits_since", MOMENT, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("verifier_id", sa.Uuid(), nullable=True),
        sa.Column("brief", sa.String(200), nullable=False),
        sa.Column("dispatcher_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("call_state", sa.String(12), nullable=False),
        sa.Column("call_tries", sa.Integer(), nullable=False),
        sa.Column("called_by_id", sa.Uuid(), nullable=True),
        sa.Column("called_at", MOMENT, nullable=True),
        sa.Column("call_words", sa.String(200), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_service_order_some_people")),
        _key("service_order", "place_id", "place"),
        _key("service_order", "item_id", "service_item"),
        _key("service_order", "requester_id", "volunteer"),
        *(
            _key("service_order", column, "staff_member")
            for column in ("taken_by_id", "verifier_id", "dispatcher_id", "called_by_id")
        ),
        _key("service_order", "team_id", "team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_order")),
        sa.UniqueConstraint("number", name=op.f("uq_service_order_number")),
    )
    _index("service_order", "state", "due_at")
    _index("service_order", "team_id", "state")
    for column in ("place_path", "requester_id", "phone_index"):
        _index("service_order", column)


def _rounds() -> None:
    op.create_table(
        "service_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_by_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_at", MOMENT, nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("given_back_at", MOMENT, nullable=True),
        sa.Column("result", sa.String(500), nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("rating_words", sa.String(200), nullable=False),
        sa.Column("rated_way", sa.String(6), nullable=True),
        sa.Column("rated_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "stars IS NULL OR stars BETWEEN 1 AND 5", name=op.f("ck_service_round_one_to_five")
        ),
        _key("service_round", "order_id", "service_order"),
        _key("service_round", "team_id", "team"),
        _key("service_round", "accepted_by_id", "volunteer"),
        _key("service_round", "activity_id", "activity"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_round")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_service_round_activity_id")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_service_round_order_id_number")),
    )
    op.create_table(
        "service_round_picture",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        _key("service_round_picture", "round_id", "service_round"),
        _key("service_round_picture", "attachment_id", "attachment"),
        sa.PrimaryKeyConstraint(
            "round_id", "attachment_id", name=op.f("pk_service_round_picture")
        ),
    )


def _history() -> None:
    op.create_table(
        "service_order_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("by_kind", sa.String(16), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.String(12), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(200), nullable=False),
        _key("service_order_step", "order_id", "service_order"),
        _key("service_order_step", "team_id", "team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_order_step")),
    )
    _index("service_order_step", "order_id")


def downgrade() -> None:
    for table in (
        *("service_order_step", "service_round_picture", "service_round"),
        *("service_order", "service_item"),
    ):
        op.drop_table(table)
