"""Rules of the house about floors: which way imports may go, and who may touch what."""

import ast
from collections.abc import Iterator

from tests.house.source import Source, dotted

FLOORS = ("app.kernel", "app.domain", "app.adapters", "app.entrypoints")
MAY_IMPORT_WECHAT = (
    *("app/adapters", "app/entrypoints/wechat"),
    "app/entrypoints/resident/sign_in.py",
)
DOORS = frozenset(("resident", "console", "public", "api", "wechat", "cli"))
OURS = ("app", "config", "tests", "scripts", "migrations", "benchmarks")
OUTSIDE_WORLD = (
    *("flask", "werkzeug", "wtforms", "granian", "wechat", "wechatpy"),
    *("requests", "httpx", "urllib3", "aiohttp", "urllib.request", "http.client", "socket"),
)
PRESENT_MOMENT = frozenset(
    (
        *("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "clock.now"),
        *("time.time", "time.time_ns", "time.localtime", "time.gmtime"),
        *("func.now", "func.current_timestamp"),
    )
)
DURATION = frozenset(("time.monotonic", "time.monotonic_ns", "time.perf_counter"))
# The second one puts the time into ids so that they sort; nothing is decided by it.
MAY_READ_THE_TIME = ("app/kernel/clock.py", "app/kernel/ids.py")
# An import inside a function hides a knot in the house. Each exception needs its reason here.
MAY_IMPORT_INSIDE_FUNCTIONS: dict[str, str] = {}


def imports_go_down(source: Source) -> Iterator[str]:
    """kernel ← domain ← adapters ← entrypoints ← app/__init__."""
    mine = next((n for n, floor in enumerate(FLOORS) if is_on(source, floor)), None)
    for found in source.imports:
        if not found.is_under("app") or not source.is_under("app"):
            continue
        theirs = next((n for n, floor in enumerate(FLOORS) if found.is_under(floor)), len(FLOORS))
        if mine is not None and theirs > mine:
            yield source.at(
                found.line,
                f"{found.target} is on a floor above. Hand it in as an argument, emit an event, "
                "or move what is shared down.",
            )


def is_on(source: Source, floor: str) -> bool:
    return source.is_under(floor.replace(".", "/"))


def settings_are_handed_down(source: Source) -> Iterator[str]:
    """The kernel and the domain get their settings as arguments."""
    if source.is_under("app/kernel", "app/domain"):
        for found in source.imports:
            if found.is_under("config"):
                yield source.at(
                    found.line, "config is read above. Take the value you need as an argument."
                )


def wechat_knows_nothing_of_ours(source: Source) -> Iterator[str]:
    """wechat/ imports nothing of ours; nor does the protocol import its simulator."""
    if not source.is_under("wechat"):
        return
    for found in source.imports:
        if found.is_under(*OURS):
            yield source.at(
                found.line, f"{found.target} is ours. Let the caller hand in what wechat/ needs."
            )
        if found.is_under("wechat.simulator") and not source.is_under("wechat/simulator"):
            yield source.at(
                found.line, "the protocol must work without the simulator. Move this into it."
            )


def few_import_wechat(source: Source) -> Iterator[str]:
    """Only adapters/, entrypoints/wechat and the resident's sign-in speak WeChat."""
    if source.is_under("wechat", *MAY_IMPORT_WECHAT):
        return
    for found in source.imports:
        if found.is_under("wechat", "wechatpy"):
            yield source.at(
                found.line, "only adapters/ and the WeChat doors speak WeChat. Ask an adapter."
            )


def domain_stays_inside(source: Source) -> Iterator[str]:
    """domain/ never imports flask, an HTTP client or wechat."""
    if not source.is_under("app/domain"):
        return
    for found in source.imports:
        root = found.target.partition(".")[0]
        if found.is_under(*OUTSIDE_WORLD) or root.startswith("flask_"):
            yield source.at(
                found.line,
                f"the domain does not know {found.target}. Return facts and let a door show them, "
                "or put a row into the outbox and let an adapter send it.",
            )


def one_place_reads_the_clock(source: Source) -> Iterator[str]:
    """The domain is told the time (`now=`); the rest of the app asks kernel.clock."""
    in_domain = source.is_under("app/domain")
    if not source.is_under("app") or source.path in MAY_READ_THE_TIME:
        return
    cure = "take `now` as an argument" if in_domain else "ask app.kernel.clock"
    if in_domain:
        for found in source.imports:
            if found.is_under("app.kernel.clock"):
                yield source.at(found.line, f"the domain never reads the clock: {cure}.")
    refused = PRESENT_MOMENT | DURATION if in_domain else PRESENT_MOMENT - {"clock.now"}
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and last_two(dotted(node)) in refused:
            yield source.at(node.lineno, f"{dotted(node)} reads the clock: {cure}.")
    for found in source.imports:
        if last_two(found.target) in refused and found.target.startswith(("time.", "datetime.")):
            yield source.at(found.line, f"{found.target} reads the clock: {cure}.")


def last_two(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def doors_stay_apart(source: Source) -> Iterator[str]:
    """Doors never import each other."""
    if not source.is_under("app/entrypoints") or len(source.parts) < 4:
        return
    for found in source.imports:
        words = found.target.split(".")
        names_a_door = found.is_under("app.entrypoints") and len(words) > 2
        if names_a_door and words[2] != source.parts[2] and words[2] in DOORS:
            yield source.at(
                found.line,
                f"the door {source.parts[2]}/ imports the door {words[2]}/. Move the rule into its "
                "room, and what only doors share beside them, into app/entrypoints/<name>.py.",
            )


def imports_are_absolute(source: Source) -> Iterator[str]:
    """No relative imports."""
    for found in source.imports:
        if found.relative:
            yield source.at(found.line, "relative import. Write the whole path from app or wechat.")


def imports_stand_at_the_top(source: Source) -> Iterator[str]:
    """No imports inside functions."""
    for found in source.imports:
        if found.in_function and source.path not in MAY_IMPORT_INSIDE_FUNCTIONS:
            yield source.at(
                found.line,
                f"{found.target} is imported inside a function. Move it to the top; if that makes "
                "a circle, the two files are in the wrong order.",
            )


RULES = (
    imports_go_down,
    settings_are_handed_down,
    wechat_knows_nothing_of_ours,
    few_import_wechat,
    domain_stays_inside,
    one_place_reads_the_clock,
    doors_stay_apart,
    imports_are_absolute,
    imports_stand_at_the_top,
)
