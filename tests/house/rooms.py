"""Rules of the house about rooms: their order, what is private to them, and who commits."""

import ast
from collections.abc import Iterator

from tests.house.source import Source, called_name, dotted

ORDER = (
    ("audit",),
    ("attachments",),
    ("places",),
    ("access",),
    ("recognised_units",),
    ("people",),
    ("messaging",),
    ("teams", "qualifications"),
    ("activities",),
    ("series",),
    ("orders", "nominations", "culture", "facilities"),
    ("coupons",),
    ("attendance",),
    ("hours",),
    ("recognition", "call_backs", "training", "complaints"),
    ("certificates",),
    ("webhooks",),
    (
        *("notices", "activity_notices", "staff_notices", "recognition_notices"),
        *("report_notices", "certificate_notices", "nomination_notices", "order_notices"),
        *("training_notices", "culture_notices", "complaint_notices"),
        *("coupon_notices", "series_notices", "booking_notices"),
    ),
    ("reactions", "clockwork"),
)
STEP = {room: step for step, rooms in enumerate(ORDER) for room in rooms}
NO_DATABASE = (
    *("sqlalchemy", "flask_sqlalchemy", "psycopg", "sqlite3"),
    *("app.kernel.database", "app.kernel.transaction", "app.kernel.paging", "app.kernel.rows"),
)
MAY_OPEN_TRANSACTIONS = ("app/kernel", "app/domain", "app/adapters")


def room_of(source: Source) -> str | None:
    """The room a file stands in: `hours` for app/domain/hours/rules.py, None outside the rooms."""
    if not source.is_under("app/domain") or source.path == "app/domain/__init__.py":
        return None
    return source.parts[2]


def rooms_stand_in_order(source: Source) -> Iterator[str]:
    """A room imports only rooms before it; rooms side by side do not import each other."""
    mine = room_of(source)
    if mine is None:
        return
    if mine not in STEP:
        yield source.at(1, f"the room {mine} has no place in the order. Give it one in the house.")
        return
    for found in source.imports:
        theirs = found.target.split(".")[2:3] if found.is_under("app.domain") else []
        if theirs and theirs[0] != mine and STEP.get(theirs[0], len(ORDER)) >= STEP[mine]:
            yield source.at(
                found.line,
                f"{mine} stands before or beside {theirs[0]}. Facts flow down by import; let "
                "consequences go up: emit an event and answer it in app/domain/reactions.py.",
            )


def models_belong_to_their_room(source: Source) -> Iterator[str]:
    """From outside a room: its actions, queries, events and errors, never its models."""
    mine = room_of(source)
    if not source.is_under("app"):
        return
    for found in source.imports:
        words = found.target.split(".")
        if found.is_under("app.domain") and words[3:4] == ["models"] and words[2] != mine:
            yield source.at(
                found.line,
                f"the models of {words[2]} are its own. Ask its queries, or add one.",
            )


def rules_know_no_database(source: Source) -> Iterator[str]:
    """rules.py decides from what it is given."""
    if room_of(source) is None or source.parts[-1] != "rules":
        return
    for found in source.imports:
        words = found.target.split(".")
        asks_rows = found.is_under("app.domain") and words[3:4] in (["models"], ["queries"])
        if asks_rows or found.is_under(*NO_DATABASE):
            yield source.at(
                found.line,
                "a rule decides from its arguments. Let the action read the rows and pass the "
                "facts in; a fact's type can live in rules.py itself.",
            )


def actions_commit(source: Source) -> Iterator[str]:
    """One action, one transaction: nothing but kernel's transaction() commits."""
    if not source.is_under("app") or source.is_under("app/kernel"):
        return
    for node in source.nodes:
        if isinstance(node, ast.Call) and called_name(node) == "commit":
            yield source.at(
                node.lineno,
                "only transaction() commits. Write `with transaction():` in the action.",
            )


def doors_open_no_transaction(source: Source) -> Iterator[str]:
    """The action opens transaction(); a door asks the action."""
    if not source.is_under("app") or source.is_under(*MAY_OPEN_TRANSACTIONS):
        return
    for found in source.imports:
        if found.is_under("app.kernel.transaction"):
            yield source.at(
                found.line, "a door opens no transaction. Make this one action in its room."
            )


def rooms_tell_their_story(source: Source) -> Iterator[str]:
    """A room's __init__.py tells its story in about five lines."""
    if room_of(source) is None or source.parts[3:] != ("__init__",):
        return
    story = ast.get_docstring(source.tree) or ""
    if len(story.split()) < 10 or len(story.splitlines()) > 10:
        yield source.at(1, "the docstring tells the room's story, in about five lines. Write it.")


def refusals_stand_in_errors(source: Source) -> Iterator[str]:
    """One class per reason, in errors.py."""
    if not source.is_under("app") or source.is_under("app/kernel") or source.parts[-1] == "errors":
        return
    for node in source.nodes:
        if isinstance(node, ast.ClassDef) and "Refusal" in map(dotted, node.bases):
            yield source.at(
                node.lineno, f"{node.name} is a refusal. Move it to the room's errors.py."
            )


RULES = (
    rooms_stand_in_order,
    models_belong_to_their_room,
    rules_know_no_database,
    actions_commit,
    doors_open_no_transaction,
    rooms_tell_their_story,
    refusals_stand_in_errors,
)
