import pytest
from flask import Flask

from app.domain.access import queries
from app.domain.access.permission_table import as_markdown
from app.domain.places.scope import EVERYWHERE
from app.entrypoints.cli.docs import docs
from app.entrypoints.cli.places import places
from app.entrypoints.cli.staff import staff
from tests.world import a_centre

ZHAO = ["first-administrator", "--name", "赵主任", "--username", "zhao", "--phone", "13800138000"]


def test_the_first_administrator_is_made_on_the_command_line(application: Flask) -> None:
    a_centre()
    answer = application.test_cli_runner().invoke(staff, ZHAO)
    assert answer.exit_code == 0, answer.output
    member = queries.staff_list(EVERYWHERE, "zhao").items[0]
    assert member.must_change_password
    assert answer.output.startswith("zhao: ")


def test_an_empty_installation_gets_its_centre_then_its_administrator(application: Flask) -> None:
    command = application.test_cli_runner()
    opening = ["open-centre", "--name", "高新区新时代文明实践中心"]
    assert command.invoke(places, opening).exit_code == 0
    assert command.invoke(staff, ZHAO).exit_code == 0
    again = command.invoke(places, opening)
    assert again.exit_code == 1
    assert again.output.startswith("Error: ")


@pytest.mark.parametrize("again", [False, True])
def test_a_refusal_is_a_sentence_and_exit_code_1(application: Flask, again: bool) -> None:
    if again:
        a_centre()
        application.test_cli_runner().invoke(staff, ZHAO)
    answer = application.test_cli_runner().invoke(staff, ZHAO)
    assert answer.exit_code == 1
    assert ("已被使用" if again else "没有找到") in answer.output


def test_the_permissions_are_printed(application: Flask) -> None:
    assert application.test_cli_runner().invoke(docs, ["permissions"]).output == as_markdown()
