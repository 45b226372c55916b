"""The settings as documents and examples tell them are those that config.py reads."""

import re
from pathlib import Path

import pytest
from flask import Flask

from app.entrypoints.cli import settings_table
from app.entrypoints.cli.docs import docs
from config import Settings, SettingsError

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "deploy" / "haoren.env.example"


def test_each_setting_has_its_meaning_and_nothing_else_has() -> None:
    read = {line.name for line in settings_table.lines()}
    assert read == set(settings_table.MEANINGS), "say in MEANINGS what the setting is for"


def test_no_setting_is_overlooked() -> None:
    source = (ROOT / "config.py").read_text(encoding="utf-8")
    named = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+|SECRET_KEY)"', source))
    assert named == {line.name for line in settings_table.lines()}


@pytest.mark.parametrize(
    ("command", "file"),
    [("settings", ROOT / "docs" / "settings.md"), ("environment", EXAMPLE)],
)
def test_what_is_printed_is_what_stands_there(application: Flask, command: str, file: Path) -> None:
    printed = application.test_cli_runner().invoke(docs, [command]).output
    cure = f"run `flask docs {command} > {file.relative_to(ROOT)}`"
    assert file.read_text(encoding="utf-8") == printed, cure


def test_the_example_holds_no_secret_and_does_not_start() -> None:
    example = dict(
        line.split("=", 1)
        for line in EXAMPLE.read_text(encoding="utf-8").splitlines()
        if "=" in line and not line.startswith("#")
    )
    assert set(example.values()) == {""}
    with pytest.raises(SettingsError, match="SECRET_KEY"):
        Settings.from_environment(example)


def test_what_is_called_needed_is_what_production_misses() -> None:
    """Filling in one by one what the refusal names ends with exactly the settings called needed."""
    key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    values = {"ID_ENCRYPTION_KEYS": f"one:{key}", "ID_INDEX_KEY": key}
    given: dict[str, str] = {}
    for _ in settings_table.lines():
        try:
            Settings.from_environment(given)
        except SettingsError as error:
            name = str(error).split()[0]
            given[name] = values.get(name, "x" * 43)
    assert set(given) == {line.name for line in settings_table.lines() if line.needed}
