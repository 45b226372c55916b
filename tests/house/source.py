"""How the rules of the house see a file: its path, its text, and what it imports."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Import:
    """One imported name, written in full: `from app.kernel import ids` is `app.kernel.ids`."""

    line: int
    target: str
    relative: bool
    in_function: bool

    def is_under(self, *modules: str) -> bool:
        return any(f"{self.target}.".startswith(f"{module}.") for module in modules)


@dataclass(frozen=True)
class Source:
    """One file, by its path from the top of the project."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The path without its ending: `app/domain/hours/rules.py` is app, domain, hours, rules."""
        return tuple(self.path.removesuffix(".py").split("/"))

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(imports_of(self.tree))

    def is_under(self, *folders: str) -> bool:
        return any(f"{self.path}/".startswith(f"{folder}/") for folder in folders)

    def at(self, line: int, sentence: str) -> str:
        return f"{self.path}:{line}: {sentence}"


def imports_of(node: ast.AST, *, in_function: bool = False) -> Iterator[Import]:
    """Every import below a node, those inside functions and those by name included."""
    for child in ast.iter_child_nodes(node):
        inside = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if isinstance(child, ast.Import):
            for name in child.names:
                yield Import(child.lineno, name.name, relative=False, in_function=inside)
        elif isinstance(child, ast.ImportFrom):
            for name in child.names:
                target = f"{child.module}.{name.name}" if child.module else name.name
                yield Import(child.lineno, target, child.level > 0, inside)
        elif isinstance(child, ast.Call) and (target := imported_by_name(child)):
            yield Import(child.lineno, target.lstrip("."), target[0] == ".", inside)
        yield from imports_of(child, in_function=inside)


def imported_by_name(call: ast.Call) -> str:
    """The module of `import_module("…")`, or nothing."""
    if called_name(call) not in {"import_module", "__import__"} or not call.args:
        return ""
    return str(call.args[0].value) if isinstance(call.args[0], ast.Constant) else ""


def called_name(call: ast.Call) -> str:
    """The last word of what is called: `commit` for `db.session.commit()`."""
    return dotted(call.func).rpartition(".")[2]


def dotted(node: ast.AST) -> str:
    """`a.b.c` as written; what is not a name shows as a star."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "*"


@cache
def program_files() -> tuple[Source, ...]:
    """What we run: app/, wechat/ and the settings."""
    paths = [*(ROOT / "app").rglob("*.py"), *(ROOT / "wechat").rglob("*.py"), ROOT / "config.py"]
    return tuple(read(path) for path in sorted(paths) if path.exists())


@cache
def project_texts() -> tuple[Source, ...]:
    """Every text that git keeps or would keep; pictures and the like have no text."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return tuple(read(path) for path in paths if path.is_file() and b"\0" not in path.read_bytes())


def read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
