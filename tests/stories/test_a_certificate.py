"""A certificate: made on the phone, its PDF read, its QR checked by a stranger, proven elsewhere.

Elsewhere is an empty folder with one file of ours and plain Python.
"""

import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import zxingcpp
from flask import current_app
from PIL import Image

from app.domain.hours.models import HourRecord
from app.domain.hours.reports import correcting
from app.domain.hours.rules import Stretch
from app.entrypoints.cli.ledger import ledger
from app.kernel import clock
from app.kernel.database import session
from tests.stories.house import House
from tests.stories.people import Browser, Phone
from tests.stories.served import Served, a_served_district
from tests.stories.test_a_report import takes_a_certificate

POPPLER = shutil.which("pdftotext"), shutil.which("pdftoppm")
SETTLED = timedelta(minutes=3)  # entries are sealed once they are two minutes old


def paper_of(phone: Phone, certificate: str, folder: Path) -> Path:
    """The PDF as her phone keeps it."""
    page = phone.open(phone.open(certificate).link("/paper"))
    assert page.content.startswith(b"%PDF-")
    file = folder / "paper.pdf"
    file.write_bytes(page.content)
    return file


def words_on(paper: Path) -> str:
    reader, _ = POPPLER
    done = subprocess.run([str(reader), "-layout", paper, "-"], capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def address_on(paper: Path) -> str:
    """What a camera reads on the first page."""
    _, printer = POPPLER
    page = paper.with_suffix("")
    drawn = [str(printer), "-singlefile", "-gray", "-png", "-r", "110", paper, page]
    subprocess.run(drawn, capture_output=True, check=True)
    with Image.open(page.with_suffix(".png")) as picture:
        found = zxingcpp.read_barcodes(picture)
    assert found, "no QR could be read"
    return str(found[0].text)


def corrected_by_two(served: Served, record: HourRecord) -> None:
    """An hour less; over HTTP this is told in test_a_report."""
    hour = Stretch(record.counted_from, record.counted_from + timedelta(hours=1))
    made = correcting.propose(served.manager, record.id, hour, "十点半离开", now=clock.now())
    correcting.approve(served.administrator, made, now=clock.now())


def command(*words: str) -> None:
    """One of `flask ledger …`, in the test's own process: starting another one takes seconds."""
    session.rollback()
    session.expunge_all()
    answer = current_app.test_cli_runner().invoke(ledger, words)
    assert answer.exit_code == 0, answer.output


def taken_along(stranger: Browser, checked: str, folder: Path) -> None:
    """The program, a copy of the ledger, the published seals, and the certificate's proof."""
    command("export", str(folder / "ledger.jsonl.gz"))
    for address, name in (
        ("/ledger/haoren_verify.py", "haoren_verify.py"),
        ("/ledger/feed.json", "feed.json"),
        (stranger.open(checked).link("proof.json"), "proof.json"),
    ):
        page = stranger.open(address)
        assert page.status == 200, page.text[:300]
        (folder / name).write_bytes(page.content)


def verified(folder: Path, *words: str) -> tuple[int, str]:
    """What the program says there, alone with the standard library."""
    done = subprocess.run(
        [sys.executable, "-I", "haoren_verify.py", *words, "--seals", "feed.json"],
        cwd=folder,
        env={"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.skipif(None in POPPLER, reason="poppler is not here (Debian: poppler-utils)")
def test_from_the_phone_to_a_proof_on_another_machine(house: House, tmp_path: Path) -> None:
    served = a_served_district(house)
    phone, record = served.has_served("张桂英")
    served.approve_all()
    paper = paper_of(phone, takes_a_certificate(phone), tmp_path)
    words = words_on(paper)
    for said in ("兹证明张桂英", "2小时", "平台记录单", served.station.name):
        assert said in words, words

    stranger, checked = Browser(house.app_url), address_on(paper)
    assert checked.startswith(f"{house.app_url}/certificates/")
    page = stranger.open(checked)
    assert "有效" in page.text, page.text
    assert "张**" in page.text
    assert "张桂英" not in page.html
    corrected_by_two(served, record)
    page = stranger.open(checked)
    assert "部分时长已变动" in page.text, page.text
    assert "2 小时被撤销或更正" in page.text

    house.turn_clock(SETTLED)
    command("seal")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    taken_along(stranger, checked, elsewhere)
    code, said = verified(elsewhere, "bundle", "ledger.jsonl.gz")
    assert (code, said.startswith("OK: ")) == (0, True), said
    assert verified(elsewhere, "proof", "proof.json")[0] == 0
    proof = json.loads((elsewhere / "proof.json").read_text(encoding="utf-8"))
    assert proof["entry"]["facts"]["state"] == "outdated"

    proof["entry"]["facts"]["state"] = "valid"
    (elsewhere / "forged.json").write_text(json.dumps(proof), encoding="utf-8")
    code, said = verified(elsewhere, "proof", "forged.json")
    assert code == 1, said
