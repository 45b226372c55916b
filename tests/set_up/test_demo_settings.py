"""The settings of the demo: secrets kept, ports free, and a sentence when they are not."""

import base64
import socket
from pathlib import Path

import demo_settings
import pytest

from app.adapters.wechat_templates import TEMPLATES
from config import Settings


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    first = demo_settings.kept_secrets(tmp_path / "dev.env")
    assert demo_settings.kept_secrets(tmp_path / "dev.env") == first
    assert set(first) == set(demo_settings.GENERATED)


def test_a_secret_added_later_leaves_the_others_alone(tmp_path: Path) -> None:
    kept = tmp_path / "dev.env"
    kept.write_text("SECRET_KEY=as-it-was\n")
    assert demo_settings.kept_secrets(kept)["SECRET_KEY"] == "as-it-was"
    assert "WECHAT_TOKEN=" in kept.read_text()


def test_secrets_are_for_their_owner_only(tmp_path: Path) -> None:
    demo_settings.kept_secrets(tmp_path / "dev.env")
    assert (tmp_path / "dev.env").stat().st_mode & 0o077 == 0


def test_the_aes_key_is_one_that_wechat_would_give() -> None:
    key = demo_settings.aes_key()
    assert key.isalnum()
    assert len(base64.b64decode(f"{key}=")) == 32


def test_the_app_accepts_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_settings, "INSTANCE", tmp_path)
    monkeypatch.setattr(demo_settings, "SECRETS", tmp_path / "dev.env")
    settings = Settings.from_environment(demo_settings.settings(demo_settings.Ports(1, 2, 3)))
    assert settings.environment == "development"
    assert settings.wechat.api_base_url == "http://127.0.0.1:2/"
    assert settings.sms.url == "http://127.0.0.1:2/sms/send"
    assert len(settings.index_key) == 32


def test_a_busy_port_is_named_with_another_choice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(SystemExit, match=rf"{port} 已被占用[\s\S]*PORT=\d+ make run"):
            demo_settings.free_ports()


@pytest.mark.parametrize("port", ["80", "65534", "five", "-1"])
def test_a_port_that_is_none_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit, match="PORT=5010"):
        demo_settings.free_ports()


def test_the_demo_sets_up_every_template() -> None:
    assert demo_settings.template_ids().keys() == TEMPLATES.keys()
