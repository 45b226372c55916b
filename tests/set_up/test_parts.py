"""The closing summary of make test: a part that did not run is never passed over."""

from pathlib import Path

import pytest
import run_tests

from tests import postgres


def test_a_part_that_could_not_run_is_said_aloud() -> None:
    skipped = run_tests.Result("Chromium", passed=True, skipped_because="no Chromium found")
    assert "SKIPPED  Chromium: no Chromium found" in run_tests.line_about(skipped)


@pytest.mark.parametrize(
    ("passed", "skipped_because", "everything", "code"),
    [
        (True, "", "", 0),
        (False, "", "", 1),
        (True, "no browser", "", 0),
        (True, "no browser", "1", 1),
    ],
)
def test_the_exit_code_tells(
    passed: bool, skipped_because: str, everything: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUIRE_ALL_PARTS", everything)
    result = run_tests.Result("x", passed, skipped_because=skipped_because)
    for part in ("on_sqlite", "on_postgresql", "in_browser"):
        monkeypatch.setattr(run_tests, part, lambda: result)
    with pytest.raises(SystemExit) as ended:
        run_tests.main()
    assert ended.value.code == code


def test_root_without_a_postgres_user_cannot_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres.os, "geteuid", lambda: 0)
    monkeypatch.setattr(postgres.pwd, "getpwnam", lambda _name: {}["nobody of that name"])
    with pytest.raises(postgres.CannotStart, match="no postgres user"):
        postgres.server_owner()


def test_a_machine_without_binaries_cannot_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgres, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(postgres.CannotStart, match="no PostgreSQL is installed"):
        postgres.find_binaries()
