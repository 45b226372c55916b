"""The scanner's page and what it is made of."""

import json
import re

from flask import Flask
from flask.testing import FlaskClient

from app.domain.attendance.device_rules import UNDO_WITHIN
from app.entrypoints.scanner.pages import files, scripts, version


def kept(browser: FlaskClient) -> list[str]:
    """The files the worker keeps, as it is told."""
    text = browser.get("/scanner/sw.js").text
    found = re.search(r"^const FILES = (.*);$", text, re.MULTILINE)
    assert found
    return list(json.loads(found[1]))


def test_the_page_holds_no_person_and_no_token(application: Flask) -> None:
    answer = application.test_client().get("/scanner/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in answer.headers
    assert f'src="/scanner/code/{version()}/main.js"' in answer.text
    assert f"{UNDO_WITHIN.seconds // 60} 分钟内可以撤销" in answer.text


def test_every_file_the_worker_keeps_is_there(application: Flask) -> None:
    browser = application.test_client()
    names = kept(browser)
    assert [name for name in names if browser.get(name).status_code != 200] == []
    assert "/scanner/" in names
    page = browser.get("/scanner/").text
    linked = re.findall(r'<(?!a )[^>]*?(?:href|src|data-decoder)="(/[^"]+)"', page)
    assert set(linked) <= set(names)
    assert len(names) == len(set(names))


def test_every_import_of_a_script_is_kept(application: Flask) -> None:
    with application.test_request_context():
        names = {name.rpartition("/")[2] for name in files()}
    imported = {name for text in scripts().values() for name in re.findall(r"from '\./(.+)'", text)}
    assert imported
    assert imported <= names


def test_the_scripts_of_a_version_may_be_kept_for_ever(application: Flask) -> None:
    browser = application.test_client()
    answer = browser.get(f"/scanner/code/{version()}/main.js")
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    assert browser.get(f"/scanner/code/{version()}/sw.js").status_code == 404
    assert browser.get(f"/scanner/code/{version()}/nothing.js").status_code == 404


def test_it_can_be_installed(application: Flask) -> None:
    browser = application.test_client()
    answer = browser.get("/scanner/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    manifest = json.loads(answer.text)
    assert (manifest["start_url"], manifest["display"]) == ("/scanner/", "standalone")
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]
    assert browser.get("/scanner/sw.js").mimetype == "text/javascript"
