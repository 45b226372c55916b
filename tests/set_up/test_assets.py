"""scripts/assets.py: names made from content, nothing stale, nothing written twice."""

import json
from pathlib import Path

import assets
import pytest


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packages, vendor = tmp_path / "node_modules", tmp_path / "vendor"
    (packages / "weui").mkdir(parents=True)
    (packages / "weui" / "weui.css").write_text("body{}\n/*# sourceMappingURL=weui.css.map */")
    monkeypatch.setattr(assets, "PACKAGES", packages)
    monkeypatch.setattr(assets, "VENDOR", vendor)
    monkeypatch.setattr(assets, "MANIFEST", vendor / "manifest.json")
    monkeypatch.setattr(assets, "SOURCES", {"weui.min.css": "weui/weui.css"})
    return tmp_path


def copied(folders: Path) -> Path:
    assets.copy_files()
    manifest = json.loads((folders / "vendor" / "manifest.json").read_text())
    return folders / "vendor" / str(manifest["weui.min.css"])


def test_the_copy_has_no_address_of_a_map_we_do_not_serve(folders: Path) -> None:
    assert copied(folders).read_text() == "body{}\n"


def test_new_content_gets_a_new_name_and_the_old_one_goes(folders: Path) -> None:
    before = copied(folders)
    (folders / "node_modules" / "weui" / "weui.css").write_text("body{color:red}")
    after = copied(folders)
    assert after.name != before.name
    assert not before.exists()


def test_a_second_copy_writes_nothing(folders: Path) -> None:
    first = copied(folders).stat().st_mtime_ns
    assert copied(folders).stat().st_mtime_ns == first


def test_wechats_script_becomes_a_browser_script() -> None:
    script = assets.as_browser_script(b"module.exports = {config: 1};").decode()
    assert script.index("var module") < script.index("module.exports =") < script.index("window.wx")


def test_the_fonts_of_papers_are_copied_once(
    folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folders / "node_modules" / "noto.otf").write_bytes(b"letters")
    monkeypatch.setattr(assets, "FONTS", folders / "fonts")
    monkeypatch.setattr(assets, "FONT_SOURCES", ("noto.otf",))
    assets.copy_fonts()
    copied = folders / "fonts" / "noto.otf"
    first = copied.stat().st_mtime_ns
    assets.copy_fonts()
    assert copied.read_bytes() == b"letters"
    assert copied.stat().st_mtime_ns == first
