"""The rules on the page docs/architecture.md, kept by every file. A failure names the cure."""

from collections.abc import Callable, Iterator

import pytest

from tests.house import floors, manners, rooms
from tests.house.source import Source, program_files, project_texts

Rule = Callable[[Source], Iterator[str]]
PROGRAM_RULES: tuple[Rule, ...] = (*floors.RULES, *rooms.RULES, *manners.RULES)


def breaches(rule: Rule, sources: tuple[Source, ...]) -> str:
    return "\n".join(sentence for source in sources for sentence in rule(source))


@pytest.mark.parametrize("rule", PROGRAM_RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps(rule: Rule) -> None:
    found = breaches(rule, program_files())
    assert not found, f"{rule.__doc__}\n{found}"


@pytest.mark.parametrize("rule", manners.TEXT_RULES, ids=lambda rule: rule.__name__)
def test_every_text_keeps(rule: Rule) -> None:
    found = breaches(rule, project_texts())
    assert not found, f"{rule.__doc__}\n{found}"


def test_the_rules_see_the_program() -> None:
    """A rule that looks at no files would pass for ever."""
    paths = {source.path for source in program_files()}
    assert "app/kernel/transaction.py" in paths
    assert any(path.startswith("wechat/") for path in paths)


def test_every_room_has_its_story() -> None:
    found = {source.parts[2] for source in program_files() if source.is_under("app/domain")}
    told = {s.parts[2] for s in program_files() if s.parts[:2] == ("app", "domain") and s.parts[3:]}
    files = {source.path for source in program_files()}
    silent = [room for room in told & found if f"app/domain/{room}/__init__.py" not in files]
    assert not silent, f"no __init__.py with the room's story: {silent}"
