"""scripts/environment.py: install once, and say what to do when it cannot."""

import subprocess
import sys
from pathlib import Path

import environment
import pytest


@pytest.fixture
def installs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An environment in a temporary folder; what would be installed is noted instead."""
    noted: list[str] = []
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "RECORD", tmp_path / "installed.json")
    monkeypatch.setattr(environment, "install", noted.append)
    (tmp_path / "requirements.txt").write_text("flask==1\n")
    return noted


def test_the_same_lock_is_installed_once(installs: list[str]) -> None:
    environment.main(["requirements.txt"])
    environment.main(["requirements.txt"])
    assert installs == ["requirements.txt"]


def test_a_changed_lock_is_installed_again(installs: list[str], tmp_path: Path) -> None:
    environment.main(["requirements.txt"])
    (tmp_path / "requirements.txt").write_text("flask==2\n")
    environment.main(["requirements.txt"])
    assert len(installs) == 2


def test_an_interpreter_that_is_gone_does_not_run(tmp_path: Path) -> None:
    assert not environment.runs(tmp_path / "python")
    assert environment.runs(Path(sys.executable))


def test_a_missing_venv_module_names_debians_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(SystemExit, match=r"apt install python3\.\d+-venv"):
        environment.make_environment()


def test_an_install_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "PYTHON", Path("/bin/false"))
    with pytest.raises(SystemExit, match=r"requirements\.txt was not installed"):
        environment.install("requirements.txt")


def test_scripts_need_nothing_but_python() -> None:
    """They run before anything is installed: -S keeps installed packages out of sight."""
    scripts = Path(environment.__file__).parent
    probe = "import environment, assets, lock, check, children, demo_settings, run"
    subprocess.run([sys.executable, "-S", "-c", probe], cwd=scripts, check=True)
