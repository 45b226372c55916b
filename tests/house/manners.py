"""Rules of the house about manners: names, sizes, settings, and words that have no place here."""

import ast
import re
from collections.abc import Iterator

from tests.house.source import Source, dotted

SETTING = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
FUNCTION_LINES = 40
FILE_LINES = 300
# What may be longer, with its reason: {"app/…/file.py": "…"} or {"app/…/file.py:function": "…"}.
MAY_BE_LONGER: dict[str, str] = {
    "scripts/haoren_verify.py": "one file that needs no other, for machines without the project",
}
EMPTY_NAMES = frozenset(
    ["util", "utils", "helper", "helpers", "manager", "managers", "data", "misc", "common"]
)
EMPTY_WORDS = re.compile(r"(?i)utils?$|helpers?$|manager$|^handle_|_handle_")
# The simulator is a program of its own, started beside the app with the same settings.
MAY_READ_THE_ENVIRONMENT = ("config.py", "wechat/simulator")
ENVIRONMENT = frozenset({"os.environ", "os.getenv", "os.environb"})
# Written in pieces, or this file would be the first to break the rule.
FORBIDDEN = {
    re.escape("../" + "shared"): "a path outside the project",
    r"(?<![\w.])/(?:work" + r"|root)/": "a path of one machine",
    "pypi" + r"\.org|npm" + r"js\.(?:org|com)": "a registry's address",
    r"\bissue" + r" #?\d": "a task's number",
}


def names_say_what_the_code_does(source: Source) -> Iterator[str]:
    """No utils, helpers, manager, data.py or handle_."""
    for part in source.parts:
        if part in EMPTY_NAMES:
            yield source.at(1, f"`{part}` says nothing. Name the file after what it does.")
    for node in source.nodes:
        named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if named and EMPTY_WORDS.search(node.name):
            yield source.at(node.lineno, f"`{node.name}` says nothing. Name what it does.")


def functions_stay_short(source: Source) -> Iterator[str]:
    """Functions mostly under 20 lines, never over 40."""
    for node in source.nodes:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        if lines > FUNCTION_LINES and f"{source.path}:{node.name}" not in MAY_BE_LONGER:
            yield source.at(
                node.lineno, f"{node.name} has {lines} lines. Give its steps names of their own."
            )


def files_stay_short(source: Source) -> Iterator[str]:
    """Files mostly under 200 lines, never over 300."""
    lines = len(source.text.splitlines())
    if lines > FILE_LINES and source.path not in MAY_BE_LONGER:
        yield source.at(1, f"{lines} lines. Find the two ideas in it and part them.")


def settings_are_read_once(source: Source) -> Iterator[str]:
    """Every setting once, typed, in config.py."""
    if source.is_under(*MAY_READ_THE_ENVIRONMENT):
        return
    cure = "Name it in config.py and take it from there."
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and dotted(node) in ENVIRONMENT:
            yield source.at(node.lineno, f"{dotted(node)}: only config.py reads settings. {cure}")
    for found in source.imports:
        if found.target in ENVIRONMENT:
            yield source.at(found.line, f"{found.target}: only config.py reads settings. {cure}")


def settings_are_named_once(source: Source) -> Iterator[str]:
    """One setting, one line of config.py that reads it."""
    if source.path != "config.py":
        return
    seen: set[str] = set()
    for node in source.nodes:
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = str(node.args[0].value)
            if SETTING.fullmatch(name) and name in seen:
                yield source.at(node.lineno, f"{name} is read a second time. Keep one of the two.")
            seen.add(name)


def texts_speak_of_the_project_only(source: Source) -> Iterator[str]:
    """Nothing about the place where the project was written."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        for pattern, what in FORBIDDEN.items():
            if re.search(pattern, line):
                yield source.at(number, f"{what} has no place here. Say it without.")


RULES = (
    names_say_what_the_code_does,
    functions_stay_short,
    files_stay_short,
    settings_are_read_once,
    settings_are_named_once,
)
TEXT_RULES = (texts_speak_of_the_project_only,)
