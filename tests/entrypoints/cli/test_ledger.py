"""The ledger's commands."""

from flask import Flask

from app.entrypoints.cli.ledger import ledger


def test_the_rights_of_the_apps_role(application: Flask) -> None:
    lines = application.test_cli_runner().invoke(ledger, ["grants", "--role", "app"]).output
    assert 'GRANT SELECT, INSERT ON audit_entry TO "app";' in lines.splitlines()
    assert 'GRANT SELECT, INSERT, UPDATE, DELETE ON audit_words TO "app";' in lines.splitlines()
