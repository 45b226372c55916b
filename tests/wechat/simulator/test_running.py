"""Starting, stopping, remembering, refusing production, moving the clock, holding phones."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import qrcode

from tests.wechat.simulator.account_app import ACCOUNT
from tests.wechat.simulator.phone import Phone
from wechat.simulator import CannotStart, SimulatorSettings, create_simulator, running
from wechat.simulator.pictures import texts_in


def settings_in(folder: Path, **changes: str) -> SimulatorSettings:
    wanted = {"app_url": "http://127.0.0.1:9", **ACCOUNT, **changes}
    return SimulatorSettings(**wanted, data_folder=folder)  # type: ignore[arg-type]


def test_production_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAOREN_ENV", "production")
    with pytest.raises(CannotStart):
        create_simulator(settings_in(tmp_path))


@pytest.mark.parametrize(
    "change", [{"message_mode": "loud"}, {"encoding_aes_key": "short"}], ids=["mode", "key"]
)
def test_impossible_settings_are_refused(tmp_path: Path, change: dict[str, str]) -> None:
    with pytest.raises(CannotStart):
        settings_in(tmp_path, **change)


@pytest.mark.parametrize(
    ("environment", "words"),
    [({"HAOREN_ENV": "production"}, "production"), ({}, "WECHAT_APP_ID")],
)
def test_the_command_says_why_it_does_not_start(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    command = [sys.executable, "-m", "wechat.simulator", "--app-url", "http://127.0.0.1:9"]
    ended = subprocess.run(
        [*command, "--data", str(tmp_path)],
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 2
    assert words in ended.stderr


def test_a_restart_keeps_followers_chats_and_tokens(tmp_path: Path) -> None:
    with running(settings_in(tmp_path)) as first:
        phone = Phone(first, account=None, app_url="")  # type: ignore[arg-type]
        phone.ask("POST", "/followers", name="赵秀兰", phone="13800009999")
        phone.do("follow", who=6)
        token = phone.token()
    with running(settings_in(tmp_path)) as second:
        phone = Phone(second, account=None, app_url="")  # type: ignore[arg-type]
        person = phone.see("/followers/6")
        assert (person["name"], person["following"]) == ("赵秀兰", True)
        assert len(phone.see("/followers/6/chat")["entries"]) == 2
        assert phone.token() == token


def test_the_clock_writes_whole_seconds_for_the_app(
    start: Callable[..., Phone], tmp_path: Path
) -> None:
    file = tmp_path / "shared" / "clock"
    phone = start(clock_file=file)
    before = phone.see("/clock")["now"]
    phone.ask("POST", "/clock", add_seconds=86400)
    assert file.read_text() == "86400"
    assert phone.see("/clock")["now"] - before == pytest.approx(86400, abs=5)
    file.write_text("60")
    assert phone.see("/clock")["offset_seconds"] == 60
    moved = phone.ask("POST", "/clock", to="2030-01-02T03:04:05+08:00")
    assert moved["text"].startswith("2030-01-02T03:04:0")
    asked = datetime.fromisoformat("2030-01-02T03:04:05+08:00").timestamp()
    assert asked <= moved["now"] < asked + 5, "never a moment before the one asked for"
    assert "error" in phone.ask("POST", "/clock", to="2030-01-02T03:04:05")


def test_new_phones_start_at_the_first_of_the_places_given(
    start: Callable[..., Phone], tmp_path: Path
) -> None:
    file = tmp_path / "places.json"
    file.write_text('[{"place": "东门", "latitude": 31.5, "longitude": 120.5}]', encoding="utf-8")
    phone = start(places_file=file)
    person = phone.see("/followers/1")
    assert (person["place"], person["latitude"], person["longitude"]) == ("东门", 31.5, 120.5)
    assert "东门" in phone.raw_call("/").text


def test_messages_carry_the_simulated_time(phone: Phone) -> None:
    moved = phone.ask("POST", "/clock", to="2030-01-02T03:04:05+08:00")
    phone.do("follow")
    assert int(phone.account.received[-1].create_time.timestamp()) >= int(moved["now"])


def test_a_reset_brings_back_the_first_five_with_the_same_open_ids(phone: Phone) -> None:
    before = phone.see("/followers")
    phone.do("follow")
    phone.ask("POST", "/followers", name="赵秀兰")
    phone.ask("POST", "/reset")
    assert phone.see("/followers") == before


def test_nobody_is_404_and_a_wrong_fault_is_400(phone: Phone) -> None:
    assert phone.see("/followers/99") == {"error": "no follower 99"}
    assert "kind" in phone.ask("POST", "/faults", path="/cgi-bin", kind="sulk")["error"]


def test_codes_in_a_picture_are_found_and_a_picture_without_is_told(phone: Phone) -> None:
    picture = io.BytesIO()
    qrcode.make("http://a/签到?x=1").save(picture)
    assert texts_in(picture.getvalue()) == ["http://a/签到?x=1"]
    url = f"{phone.simulator.url}/simulator/api/decode"
    files = {"image": ("code.png", picture.getvalue(), "image/png")}
    assert phone.web.post(url, files=files, timeout=10).json() == {"texts": ["http://a/签到?x=1"]}
    assert phone.web.post(url, files={"image": b"no"}, timeout=10).json() == {
        "error": "这不是一张能打开的图片"
    }


def test_the_phone_page_and_its_files_are_served(phone: Phone) -> None:
    page = phone.raw_call("/").text
    assert "手机模拟器" in page
    for name in ("phone.js", "chat.css", "icon.svg"):
        assert phone.raw_call(f"/simulator/static/{name}").status_code == 200
