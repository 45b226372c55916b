"""scripts/find_python.sh on machines that have what they have."""

import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "find_python.sh"


def a_python(folder: Path, name: str, *, new_enough: bool, version: str = "Python 3.9.2") -> None:
    program = folder / name
    verdict = "0" if new_enough else "1"
    program.write_text(
        f'#!/bin/sh\n[ "$1" = --version ] && echo {version} && exit\nexit {verdict}\n'
    )
    program.chmod(0o755)


def find(folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(SCRIPT)],
        env={"PATH": str(folder), **more},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_first_that_is_new_enough_is_taken(tmp_path: Path) -> None:
    a_python(tmp_path, "python3.13", new_enough=False)  # a version manager's empty name
    a_python(tmp_path, "python3.12", new_enough=True)
    a_python(tmp_path, "python3", new_enough=True)
    assert find(tmp_path).stdout.strip() == str(tmp_path / "python3.12")


def test_an_old_one_is_named_in_both_languages(tmp_path: Path) -> None:
    a_python(tmp_path, "python3", new_enough=False)
    done = find(tmp_path)
    assert done.returncode == 1
    assert "这台机器上是 Python 3.9.2" in done.stderr
    assert "this machine has Python 3.9.2" in done.stderr


def test_none_at_all_says_what_to_install(tmp_path: Path) -> None:
    done = find(tmp_path)
    assert done.returncode == 1
    assert "apt install python3 python3-venv" in done.stderr


def test_one_can_be_named(tmp_path: Path) -> None:
    a_python(tmp_path, "mine", new_enough=True)
    assert find(tmp_path, PYTHON="mine").stdout.strip() == str(tmp_path / "mine")
