"""`flask wechat menu push | show | diff`, `flask wechat templates`."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from app.adapters import wechat_menu
from app.adapters.wechat_templates import described, without_template
from app.entrypoints.guard import settings

wechat = AppGroup("wechat", help="The official account.")
menu = AppGroup("menu", help="The account's menu, as app/adapters/wechat_menu.py declares it.")
wechat.add_command(menu)


@menu.command("push")
def push() -> None:
    """Put our menu up. Phones show it within five minutes."""
    with _failures():
        wechat_menu.push(settings())
    click.echo("The menu is up; phones show it within five minutes, or on following again.")


@menu.command("show")
def show() -> None:
    """The menu people see now."""
    with _failures():
        _print(wechat_menu.shown(settings()), otherwise="There is no menu.")


@menu.command("diff")
def diff() -> None:
    """How WeChat's menu differs from ours; exit code 1 when it does."""
    with _failures():
        lines = wechat_menu.differences(settings())
    _print(lines, otherwise="WeChat shows our menu.")
    if lines:
        raise SystemExit(1)


@wechat.command("templates")
def templates() -> None:
    """The message templates that are set up, with their fields, as JSON.

    Kinds of notices that have none are named on standard error.
    """
    template_ids = settings().wechat.template_ids
    click.echo(json.dumps(described(template_ids), ensure_ascii=False, indent=2))
    if missing := without_template(template_ids):
        click.echo(f"Without a template: {' '.join(missing)}", err=True)


def _print(lines: Sequence[str], *, otherwise: str) -> None:
    for line in lines or [otherwise]:
        click.echo(line)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except wechat_menu.MenuFailed as error:
        raise click.ClickException(f"WeChat: {error}") from error
