"""The door for operators: commands."""

from flask import Flask

from app.entrypoints.cli.check import check
from app.entrypoints.cli.demo import demo
from app.entrypoints.cli.docs import docs
from app.entrypoints.cli.keys import keys
from app.entrypoints.cli.ledger import ledger
from app.entrypoints.cli.places import places
from app.entrypoints.cli.staff import staff
from app.entrypoints.cli.wechat_menu import wechat
from app.entrypoints.cli.worker import worker


def install_commands(app: Flask) -> None:
    """Add our commands to `flask`."""
    for command in (check, demo, docs, keys, ledger, places, staff, wechat, worker):
        app.cli.add_command(command)
