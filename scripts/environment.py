"""Make .venv and install exactly what the named requirements files lock. Standard library only.

    python3 scripts/environment.py requirements.txt [requirements-dev.txt …]

What is installed is remembered by content in .venv/installed.json: a second call does nothing.
"""

import hashlib
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RECORD = VENV / "installed.json"


def main(names: list[str]) -> None:
    """Install the named files in order, each only when its content is not installed already."""
    if not runs(PYTHON):
        make_environment()
    installed = remembered()
    for name in names:
        print_of_file = hashlib.sha256((ROOT / name).read_bytes()).hexdigest()
        if installed.get(name) != print_of_file:
            install(name)
            installed[name] = print_of_file
            RECORD.write_text(json.dumps(installed, indent=1), encoding="utf-8")


def runs(python: Path) -> bool:
    """Whether this interpreter starts, is new enough and has pip: it may outlive its Python."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        done = subprocess.run([str(python), "-c", probe], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def make_environment() -> None:
    """Make .venv; Debian keeps the part of Python this needs in a package of its own."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python3.{sys.version_info.minor}-venv"
        give_up(
            f"这个 Python 缺少 venv 模块。请先运行：sudo apt install {package}，然后再试。",
            f"This Python has no venv module. Run: sudo apt install {package}, then try again.",
        )
    say("正在创建 Python 环境 .venv … / Making the Python environment .venv …")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        give_up(
            f"无法创建 {VENV.name}：{made.stdout}{made.stderr}",
            "The environment could not be made; the lines above say why.",
        )


def remembered() -> dict[str, str]:
    """What is installed already, by file name; nothing when unknown."""
    try:
        return dict(json.loads(RECORD.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def install(name: str) -> None:
    """Install one locked file; every package is checked against its hash."""
    say(f"正在安装 {name} … / Installing {name} …")
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-input", "--require-hashes", "-r", str(ROOT / name)]
    if subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode != 0:
        give_up(
            f"{name} 没有装成，原因见上。请检查网络后再试一次。",
            f"{name} was not installed; the lines above say why. Check the network and try again.",
        )


def say(sentence: str) -> None:
    print(sentence, flush=True)


def give_up(chinese: str, english: str) -> NoReturn:
    """Say what to do, in both languages, and stop."""
    sys.exit(f"{chinese}\n{english}")


if __name__ == "__main__":
    main(sys.argv[1:])
