"""`flask demo`: once, into an empty database, never beside real people."""

from collections import Counter
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.domain.access.models import StaffMember
from app.domain.activities.models import Activity, SignUp
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.entrypoints.cli.demo import demo
from app.entrypoints.cli.demo_district import loading
from app.entrypoints.cli.demo_district.team import ACCOUNTS, PASSWORD
from app.kernel import clock
from app.kernel.database import Base, session
from config import Settings
from tests.conftest import NOON
from tests.world import a_centre

APP_ID = "wx0123456789abcdef"


def count(model: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def run(application: Flask, *words: str) -> tuple[int, str]:
    answer = application.test_cli_runner().invoke(demo, words)
    return answer.exit_code, answer.output


def running() -> int:
    return Counter(session.scalars(select(Activity.state)))["running"]


def test_it_loads_early_in_the_morning(application: Flask) -> None:
    loading.load(app_id=APP_ID, now=NOON.replace(hour=23, minute=59))
    assert running() >= 7
    assert loading.is_loaded()


def test_the_command_loads_once_at_any_hour_and_tells_the_accounts(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON.replace(hour=3, minute=59))
    assert run(application, "load") == (0, "演示数据已装入。/ The demo district is loaded.\n")
    assert running() >= 7
    before = {model: count(model) for model in (Place, StaffMember, Volunteer, Activity, SignUp)}
    assert run(application, "load") == (0, "演示数据已在。/ The demo district is there.\n")
    assert before == {model: count(model) for model in before}
    code, told = run(application, "accounts")
    assert (code, PASSWORD in told, "中心管理员 / centre admin" in told) == (0, True, True)
    code, everybody = run(application, "accounts", "--all")
    assert all(account.username in everybody for account in ACCOUNTS)


def test_a_load_that_breaks_leaves_nothing(
    application: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power failed")

    monkeypatch.setattr(loading, "decide_season", broken)
    with pytest.raises(RuntimeError):
        loading.load(app_id=APP_ID, now=NOON)
    assert loading.is_empty()
    assert count(Volunteer) == 0


def test_there_are_no_accounts_before_loading(application: Flask) -> None:
    code, told = run(application, "accounts")
    assert (code, "还没有演示数据" in told) == (1, True)


def test_it_goes_only_into_an_empty_database(application: Flask) -> None:
    a_centre()
    code, told = run(application, "load")
    assert (code, "只装入空的数据库" in told) == (1, True)
    assert count(Volunteer) == 0


@pytest.mark.parametrize("setting", ["production", "real SMS"])
def test_it_is_refused_where_real_people_could_meet_it(
    application: Flask, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    ours: Settings = application.extensions["settings"]
    real = (
        replace(ours, environment="production")
        if setting == "production"
        else replace(ours, sms=replace(ours.sms, provider="tencent"))
    )
    monkeypatch.setitem(application.extensions, "settings", real)
    code, told = run(application, "load")
    assert code == 1
    assert ("生产环境" if setting == "production" else "短信通道") in told
    assert loading.is_empty()
