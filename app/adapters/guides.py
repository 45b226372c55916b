"""The guides in docs/ as blocks a page can show: the Markdown they use, and nothing of HTML.

What is written comes out as text; a page that escapes it shows it as it is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

DOCS = Path(__file__).parents[2] / "docs"
GUIDES: Mapping[str, str] = MappingProxyType(
    {"run-a-campaign": "run-a-campaign.zh-CN.md", "operations": "operations.zh-CN.md"}
)
Run = tuple[str, str]  # how it is said ("", "strong", "code"), and what
_RUNS = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<link>[^\]]+)\]\([^)]*\)")
_ITEM = re.compile(r"(?P<indent> *)(?:[-*]|(?P<number>\d+)\.) +(?P<text>.*)")
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass
class Item:
    """One line of a list, with the lines below it."""

    runs: list[Run]
    below: list[list[Run]] = field(default_factory=list)


@dataclass
class Block:
    """`kind`: h2 | h3 | p | ul | ol | table | pre. A table's first row is its head."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    rows: list[list[list[Run]]] = field(default_factory=list)
    text: str = ""


@dataclass(frozen=True)
class Guide:
    """One page of docs/."""

    title: str
    blocks: Sequence[Block]


@cache
def guide(name: str) -> Guide | None:
    """A guide by its name; None where there is none."""
    path = DOCS / GUIDES[name] if name in GUIDES else None
    if path is None or not path.is_file():
        return None
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    return Guide(first.lstrip("# ").strip(), tuple(blocks(rest)))


def blocks(text: str) -> Iterator[Block]:
    """What stands between empty lines; a fence may hold such lines."""
    fenced = text.split("```")
    for number, part in enumerate(fenced):
        if number % 2:
            yield Block("pre", text=part.partition("\n")[2].rstrip("\n"))
            continue
        for lines in re.split(r"\n\s*\n", part):
            if lines.strip():
                yield from _block(lines.strip("\n").splitlines())


def _block(lines: list[str]) -> Iterator[Block]:
    first = lines[0]
    if first.startswith("#"):
        yield Block("h3" if first.startswith("###") else "h2", runs_of(first.lstrip("# ")))
        if lines[1:]:
            yield from _block(lines[1:])
    elif first.startswith("|"):
        yield Block("table", rows=[_cells(one) for one in lines if not set(one) <= set("|-: ")])
    elif _ITEM.fullmatch(first):
        yield _list(lines)
    else:
        yield Block("p", runs_of("".join(lines)))


def _cells(line: str) -> list[list[Run]]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return [runs_of(one.replace("\\|", "|").strip()) for one in _CELLS.split(inner)]


def _list(lines: list[str]) -> Block:
    found = Block("ul")
    last: list[Run] = []
    for line in lines:
        item = _ITEM.fullmatch(line)
        if item is None:
            last += runs_of(line.strip())
            continue
        last = runs_of(item["text"])
        if item["indent"] and found.items:
            found.items[-1].below.append(last)
        else:
            found.kind = "ol" if item["number"] else found.kind
            found.items.append(Item(last))
    return found


def runs_of(text: str) -> list[Run]:
    """A line in pieces; a link is its words."""
    found, at = list[Run](), 0
    for match in _RUNS.finditer(text):
        found.append(("", text[at : match.start()]))
        kind = match.lastgroup or ""
        found.append(("" if kind == "link" else kind, match[kind]))
        at = match.end()
    found.append(("", text[at:]))
    return [one for one in found if one[1]]
