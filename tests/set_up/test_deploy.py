"""What deploy/ ships fits the program it is shipped with."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.entrypoints.uploads import LARGEST_UPLOAD_BYTES

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*"))
INSTALLED = "/opt/haoren/"


class Unit(configparser.ConfigParser):
    """A unit's settings: a key may come twice, lines may be continued."""

    def __init__(self, file: Path) -> None:
        super().__init__(strict=False, interpolation=None, delimiters=("=",))
        self.optionxform = str  # type: ignore[assignment,method-assign]
        self.read_string(file.read_text(encoding="utf-8").replace("\\\n", " "))


def unit(name: str) -> Unit:
    return Unit(DEPLOY / "systemd" / name)


def test_the_web_unit_uses_options_the_server_has() -> None:
    words = unit("haoren-web@.service")["Service"]["ExecStart"].split()
    known = subprocess.run(
        [sys.executable, "-m", "granian", "--help"], capture_output=True, text=True, check=True
    ).stdout
    options = [word for word in words if word.startswith("--")]
    assert "--blocking-threads" in options
    assert [option for option in options if not re.search(rf"{option}\b", known)] == []
    assert words[-1] == "app:create_app"


@pytest.mark.parametrize("file", UNITS, ids=lambda file: file.name)
def test_a_unit_starts_what_the_project_has(file: Path) -> None:
    for word in re.findall(r"\S+", file.read_text(encoding="utf-8")):
        if word.startswith("scripts/"):
            assert (ROOT / word).exists(), word
        if word.startswith(f"{INSTALLED}.venv/bin/"):
            assert (Path(sys.executable).parent / Path(word).name).exists(), word


@pytest.mark.parametrize("name", ["haoren-web@", "haoren-worker@", "haoren-backup"])
def test_a_service_may_do_little(name: str) -> None:
    service = unit(f"{name}.service")["Service"]
    assert service["User"] == "haoren"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""


def test_nginx_takes_the_bodies_the_app_takes() -> None:
    conf = (DEPLOY / "nginx" / "haoren.conf").read_text(encoding="utf-8")
    (size,) = re.findall(r"client_max_body_size (\d+)m;", conf)
    assert int(size) * 1024 * 1024 == LARGEST_UPLOAD_BYTES


def test_the_groups_are_those_of_the_units() -> None:
    for file in (DEPLOY / "nginx" / "haoren-groups").glob("*.conf"):
        assert f"server 127.0.0.1:{file.stem} " in file.read_text(encoding="utf-8")


def roll(groups: Path) -> "subprocess.CompletedProcess[str]":
    environment = {
        "PATH": "/usr/bin:/bin",
        "HAOREN_GROUPS": str(groups),
        "HAOREN_RESTART_GROUP": "echo restart ",
        "HAOREN_RESTART_WORKERS": "echo workers",
        "HAOREN_RELOAD": "true",
        "HAOREN_DRAIN_SECONDS": "0",
    }
    return subprocess.run(
        ["sh", str(DEPLOY / "roll.sh")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_only_group_is_never_taken_out(tmp_path: Path) -> None:
    (tmp_path / "8001.conf").write_text("server 127.0.0.1:8001;")
    answer = roll(tmp_path)
    assert answer.returncode == 1
    assert "only one group" in answer.stderr
    assert "restart" not in answer.stdout
    assert (tmp_path / "8001.conf").exists()


@pytest.mark.parametrize("script", sorted(DEPLOY.glob("*.sh")), ids=lambda file: file.name)
def test_scripts_are_readable_to_a_plain_shell(script: Path) -> None:
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert script.stat().st_mode & 0o111, "not executable"
