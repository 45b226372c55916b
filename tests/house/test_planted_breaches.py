"""Every rule of the house catches a breach planted for it, and lets its neighbour pass."""

import pytest

from tests.house import floors, manners, rooms
from tests.house.source import Source
from tests.house.test_house import PROGRAM_RULES, Rule

LONG_FUNCTION = "def f():\n" + "    x = 1\n" * manners.FUNCTION_LINES
LONG_FILE = "x = 1\n" * (manners.FILE_LINES + 1)
STORY = '"""Hours: minutes people really gave, recorded once, and approved by someone else."""'

BREACHES: tuple[tuple[Rule, str, str], ...] = (
    (floors.imports_go_down, "app/kernel/ids.py", "from app.domain.hours import approval"),
    (floors.imports_go_down, "app/domain/hours/approval.py", "import app.adapters.files"),
    (floors.imports_go_down, "app/adapters/files.py", "from app.entrypoints.public import home"),
    (floors.imports_go_down, "app/entrypoints/public/home.py", "from app import create_app"),
    (floors.imports_go_down, "app/kernel/ids.py", "def f():\n    from app.domain import hours"),
    (floors.settings_are_handed_down, "app/domain/hours/rules.py", "from config import Settings"),
    (floors.wechat_knows_nothing_of_ours, "wechat/client.py", "from app.kernel import clock"),
    (floors.wechat_knows_nothing_of_ours, "wechat/client.py", "import config"),
    (floors.wechat_knows_nothing_of_ours, "wechat/client.py", "import wechat.simulator.server"),
    (floors.few_import_wechat, "app/entrypoints/console/hours.py", "from wechat import Account"),
    (floors.few_import_wechat, "app/entrypoints/resident/hours.py", "import wechat.oauth"),
    (floors.few_import_wechat, "app/__init__.py", "from wechatpy import WeChatClient"),
    (floors.domain_stays_inside, "app/domain/hours/approval.py", "from flask import g"),
    (floors.domain_stays_inside, "app/domain/hours/approval.py", "import flask_login"),
    (floors.domain_stays_inside, "app/domain/messaging/send.py", "import requests"),
    (floors.domain_stays_inside, "app/domain/messaging/send.py", "import urllib.request"),
    (floors.one_place_reads_the_clock, "app/domain/hours/rules.py", "x = datetime.now(UTC)"),
    (floors.one_place_reads_the_clock, "app/domain/hours/rules.py", "x = dt.datetime.now(UTC)"),
    (floors.one_place_reads_the_clock, "app/domain/hours/rules.py", "x = date.today()"),
    (floors.one_place_reads_the_clock, "app/domain/hours/rules.py", "from time import time"),
    (
        floors.one_place_reads_the_clock,
        "app/domain/hours/models.py",
        "x = Column(default=func.now)",
    ),
    (floors.one_place_reads_the_clock, "app/domain/hours/rules.py", "from app.kernel import clock"),
    (floors.one_place_reads_the_clock, "app/adapters/files.py", "x = time.time()"),
    (
        floors.doors_stay_apart,
        "app/entrypoints/api/hours.py",
        "import app.entrypoints.console.hours",
    ),
    (floors.doors_stay_apart, "app/entrypoints/api/a.py", "from app.entrypoints import console"),
    (floors.imports_are_absolute, "app/domain/hours/approval.py", "from . import rules"),
    (floors.imports_are_absolute, "app/domain/hours/approval.py", "from .rules import day_cap"),
    (floors.imports_stand_at_the_top, "app/kernel/ids.py", "def f():\n    import uuid"),
    (floors.imports_stand_at_the_top, "wechat/xml.py", "def f():\n    import_module('json')"),
    (rooms.rooms_stand_in_order, "app/domain/people/register.py", "import app.domain.hours.events"),
    (rooms.rooms_stand_in_order, "app/domain/teams/join.py", "from app.domain import training"),
    (rooms.rooms_stand_in_order, "app/domain/notices.py", "from app.domain import reactions"),
    (rooms.rooms_stand_in_order, "app/domain/cellar/dig.py", "x = 1"),
    (
        rooms.models_belong_to_their_room,
        "app/domain/hours/approval.py",
        "from app.domain.people.models import Person",
    ),
    (
        rooms.models_belong_to_their_room,
        "app/entrypoints/console/hours.py",
        "from app.domain.hours import models",
    ),
    (rooms.rules_know_no_database, "app/domain/hours/rules.py", "from sqlalchemy import select"),
    (rooms.rules_know_no_database, "app/domain/hours/rules.py", "import app.domain.hours.models"),
    (rooms.rules_know_no_database, "app/domain/hours/rules.py", "import app.domain.places.queries"),
    (rooms.actions_commit, "app/domain/hours/approval.py", "session.commit()"),
    (rooms.actions_commit, "app/entrypoints/console/hours.py", "db.session.commit()"),
    (
        rooms.doors_open_no_transaction,
        "app/entrypoints/console/hours.py",
        "from app.kernel.transaction import transaction",
    ),
    (rooms.rooms_tell_their_story, "app/domain/hours/__init__.py", ""),
    (rooms.rooms_tell_their_story, "app/domain/hours/__init__.py", '"""Hours."""'),
    (rooms.refusals_stand_in_errors, "app/domain/hours/approval.py", "class No(Refusal): ..."),
    (manners.names_say_what_the_code_does, "app/kernel/utils.py", ""),
    (manners.names_say_what_the_code_does, "app/domain/hours/data.py", ""),
    (manners.names_say_what_the_code_does, "app/helpers/words.py", ""),
    (manners.names_say_what_the_code_does, "wechat/callback.py", "def handle_text(): ..."),
    (manners.names_say_what_the_code_does, "wechat/client.py", "class TokenManager: ..."),
    (manners.functions_stay_short, "app/kernel/ids.py", LONG_FUNCTION),
    (manners.files_stay_short, "app/kernel/ids.py", LONG_FILE),
    (manners.settings_are_read_once, "app/adapters/files.py", "x = os.environ['SECRET_KEY']"),
    (manners.settings_are_read_once, "wechat/client.py", "from os import getenv"),
    (manners.settings_are_named_once, "config.py", "a = t('ICP_NUMBER')\nb = t('ICP_NUMBER')"),
    (manners.texts_speak_of_the_project_only, "README.md", "see ../" + "shared/design"),
    (manners.texts_speak_of_the_project_only, "Makefile", "pip install -i https://pypi" + ".org/"),
    (manners.texts_speak_of_the_project_only, "docs/a.md", "cd /work" + "/main"),
    (manners.texts_speak_of_the_project_only, "app/__init__.py", "# issue" + " 2"),
)

NEIGHBOURS: tuple[tuple[Rule, str, str], ...] = (
    (floors.imports_go_down, "app/entrypoints/console/hours.py", "from app.domain import hours"),
    (floors.imports_go_down, "app/__init__.py", "from app.entrypoints import console"),
    (floors.settings_are_handed_down, "app/adapters/files.py", "from config import Settings"),
    (
        floors.wechat_knows_nothing_of_ours,
        "wechat/simulator/phone.py",
        "import wechat.simulator.qr",
    ),
    (floors.few_import_wechat, "app/entrypoints/resident/sign_in.py", "import wechat.oauth"),
    (floors.few_import_wechat, "app/entrypoints/wechat/menu.py", "from wechat import menu"),
    (floors.few_import_wechat, "app/__init__.py", "from app.entrypoints.wechat import callback"),
    (floors.domain_stays_inside, "app/domain/hours/links.py", "from urllib.parse import quote"),
    (floors.domain_stays_inside, "app/domain/hours/queries.py", "from sqlalchemy import select"),
    (floors.one_place_reads_the_clock, "app/kernel/clock.py", "x = datetime.now(UTC)"),
    (floors.one_place_reads_the_clock, "app/adapters/files.py", "x = clock.now()"),
    (floors.one_place_reads_the_clock, "app/adapters/files.py", "x = time.monotonic()"),
    (floors.one_place_reads_the_clock, "wechat/client.py", "x = time.time()"),
    (floors.doors_stay_apart, "app/entrypoints/api/a.py", "import app.entrypoints.api.hours"),
    (floors.doors_stay_apart, "app/entrypoints/api/a.py", "from app.entrypoints import refusals"),
    (floors.imports_are_absolute, "app/domain/hours/approval.py", "import app.domain.hours.rules"),
    (floors.imports_stand_at_the_top, "app/kernel/ids.py", "if TYPE_CHECKING:\n    import uuid"),
    (rooms.rooms_stand_in_order, "app/domain/hours/approval.py", "import app.domain.people.events"),
    (
        rooms.rooms_stand_in_order,
        "app/domain/reactions.py",
        "from app.domain import notices, hours",
    ),
    (
        rooms.models_belong_to_their_room,
        "app/domain/hours/queries.py",
        "from app.domain.hours.models import Record",
    ),
    (rooms.rules_know_no_database, "app/domain/hours/rules.py", "import app.domain.hours.errors"),
    (rooms.actions_commit, "app/kernel/transaction.py", "live.commit()"),
    (
        rooms.doors_open_no_transaction,
        "app/adapters/outbox.py",
        "from app.kernel.transaction import transaction",
    ),
    (rooms.rooms_tell_their_story, "app/domain/hours/__init__.py", STORY),
    (rooms.refusals_stand_in_errors, "app/domain/hours/errors.py", "class No(Refusal): ..."),
    (manners.names_say_what_the_code_does, "app/domain/access/roles.py", "OFFICE_MANAGER = 1"),
    (
        manners.functions_stay_short,
        "app/kernel/ids.py",
        LONG_FUNCTION.replace("    x = 1\n", "", 1),
    ),
    (manners.files_stay_short, "app/kernel/ids.py", LONG_FILE.replace("x = 1\n", "", 1)),
    (manners.settings_are_read_once, "config.py", "x = os.environ['SECRET_KEY']"),
    (manners.settings_are_named_once, "config.py", "a = t('ICP_NUMBER')\nb = t('UNIT_NAME')"),
    (manners.texts_speak_of_the_project_only, "README.md", "the network of shared tables"),
)


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_a_planted_breach_is_caught(rule: Rule, path: str, text: str) -> None:
    sentences = list(rule(Source(path, text)))
    assert sentences
    assert sentences[0].startswith(f"{path}:")


@pytest.mark.parametrize(("rule", "path", "text"), NEIGHBOURS)
def test_what_is_allowed_passes(rule: Rule, path: str, text: str) -> None:
    assert not list(rule(Source(path, text)))


def test_every_rule_has_a_planted_breach_and_an_allowed_neighbour() -> None:
    rules = {*PROGRAM_RULES, *manners.TEXT_RULES}
    assert {rule for rule, _, _ in BREACHES} == rules
    assert {rule for rule, _, _ in NEIGHBOURS} == rules
