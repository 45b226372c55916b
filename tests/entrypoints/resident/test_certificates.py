"""My certificates: asked for, taken as a PDF or pictures, checked by somebody else, replaced."""

import json
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select

from app.domain import reactions
from app.domain.access.rules import Role
from app.domain.audit import sealing
from app.domain.certificates import queries
from app.domain.certificates.models import Certificate
from app.domain.hours import approval
from app.domain.hours.models import HourRecord
from app.domain.people.models import Volunteer
from app.domain.places.models import Place
from app.kernel.database import session
from config import ROOT
from tests.conftest import NOON
from tests.entrypoints.resident.conftest import Visitor
from tests.world import a_centre, a_station, a_volunteer, an_approved_record, an_office, staff


@pytest.fixture
def station(database: object) -> Place:
    reactions.connect()
    return a_station(an_office(a_centre()))


def somebody(station: Place, times: int = 2) -> Volunteer:
    person = a_volunteer(station)
    for number in range(times):
        an_approved_record(person, station, starts_at=NOON - timedelta(days=2 + number))
    return person


def made_by(visitor: Visitor, person: Volunteer) -> UUID:
    visitor.sign_in(person).open("/h5/certificates")
    answer = visitor.send("/h5/certificates", until="2026-11-23", with_rows="y")
    assert answer.status_code == 303
    return UUID(answer.location.rsplit("/", 1)[1])


def says(content: bytes, folder: Path) -> str:
    """The words of a PDF, as another program reads them."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("pdftotext is not installed")
    (folder / "paper.pdf").write_bytes(content)
    read = subprocess.run(
        [reader, "-layout", folder / "paper.pdf", "-"], capture_output=True, check=True
    )
    return read.stdout.decode()


def test_a_paper_is_asked_for_and_read(visitor: Visitor, station: Place, tmp_path: Path) -> None:
    person = somebody(station)
    made = made_by(visitor, person)
    page = visitor.open(f"/h5/certificates/{made}").text
    shown = queries.content(made)["shown"]
    assert shown["number"] in page
    assert shown["code"] in page
    first = visitor.open(f"/h5/certificates/{made}/paper")
    assert first.mimetype == "application/pdf"
    assert first.data == visitor.open(f"/h5/certificates/{made}/paper").data
    words = says(first.data, tmp_path)
    flat = re.sub(r"\s", "", words)
    assert "平台记录单" in flat
    assert "不是全国志愿服务信息系统出具的证明" in flat
    assert "兹证明张桂英自2026年11月20日至2026年11月23日" in flat
    assert "服务时长4小时" in flat
    assert shown["number"] in words
    assert shown["code"] in words
    assert station.name in flat
    assert "社区环境清洁" in flat
    assert "2026.11.20" in words


def test_pages_are_pictures_too(visitor: Visitor, station: Place) -> None:
    made = made_by(visitor, somebody(station))
    page = visitor.open(f"/h5/certificates/{made}/pictures").text
    assert page.count(".png") == 2
    pictures = [visitor.open(f"/h5/certificates/{made}/pictures/{n}.png").data for n in (1, 2)]
    assert pictures[1].startswith(b"\x89PNG")
    assert sum(map(len, pictures)) < 95_000, "both and the page itself stay below 120 kB"
    with Image.open(BytesIO(pictures[0])) as first:
        [code] = zxingcpp.read_barcodes(first.convert("L"))
    shown = queries.content(made)["shown"]
    assert code.text.endswith(f"/certificates/{shown['number']}/{shown['code']}")
    assert visitor.open(f"/h5/certificates/{made}/pictures/3.png").status_code == 404


def test_what_is_not_possible_is_said_on_the_form(visitor: Visitor, station: Place) -> None:
    visitor.sign_in(somebody(station)).open("/h5/certificates")
    answer = visitor.send("/h5/certificates", until="2026-11-24")
    assert answer.status_code == 422
    assert "截止日期不能晚于今天" in answer.text
    answer = visitor.send("/h5/certificates", until="2026-01-01")
    assert answer.status_code == 409
    assert "没有已认定的服务时长" in answer.text
    visitor.sign_in(a_volunteer(station))
    assert "还没有可以开具的时长" in visitor.open("/h5/certificates").text


def test_nobody_elses_is_found(visitor: Visitor, station: Place) -> None:
    made = made_by(visitor, somebody(station))
    visitor.sign_in(somebody(station))
    for path in ("", "/paper", "/pictures", "/pictures/1.png"):
        assert visitor.open(f"/h5/certificates/{made}{path}").status_code == 404


def test_anybody_with_number_and_code_can_check(
    visitor: Visitor, station: Place, tmp_path: Path
) -> None:
    made = made_by(visitor, somebody(station))
    shown = queries.content(made)["shown"]
    visitor.open("/certificates")
    answer = visitor.send("/certificates", number=shown["number"], code=shown["code"].lower())
    page = visitor.open(answer.location)
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "张**" in page.text
    assert "张桂英" not in page.text
    assert "4 小时" in page.text
    assert "最近的变化还没有封存" in page.text
    assert visitor.open(f"{answer.location}/proof.json").status_code == 404
    sealing.seal_due(now=NOON + timedelta(hours=2))
    assert "下载证明文件" in visitor.open(answer.location).text
    proof = visitor.open(f"{answer.location}/proof.json")
    found = proof.get_json()
    assert found["entry"]["facts"]["sha256"] == session.get_one(Certificate, made).sha256
    (tmp_path / "proof.json").write_text(json.dumps(found))
    (tmp_path / "seals.json").write_text(visitor.open("/ledger/feed.json").text)
    assert verified(tmp_path) == 0
    found["entry"]["facts"]["minutes"] = 9_999
    (tmp_path / "proof.json").write_text(json.dumps(found))
    assert verified(tmp_path) == 1


def verified(folder: Path) -> int:
    """What the program says that anybody can run on a machine of their own."""
    checking = [sys.executable, "-I", ROOT / "scripts" / "haoren_verify.py", "proof"]
    given = [folder / "proof.json", "--seals", folder / "seals.json"]
    return subprocess.run([*checking, *given], check=False, capture_output=True).returncode


def test_unknown_numbers_and_wrong_codes_get_the_same_answer(
    visitor: Visitor, station: Place
) -> None:
    made = made_by(visitor, somebody(station))
    number = queries.content(made)["number"]
    visitor.open("/certificates")  # what was flashed is read
    wrong = visitor.open(f"/certificates/{number}/AAAAAAAA")
    unknown = visitor.open("/certificates/20261123000000000/AAAAAAAA")
    assert wrong.status_code == unknown.status_code == 404
    assert _without_number(wrong.text) == _without_number(unknown.text)
    assert visitor.open(f"/certificates/{number}/AAAAAAAA/proof.json").status_code == 404
    visitor.open("/certificates")
    answer = visitor.send("/certificates", number="2026", code="AAAA")
    assert answer.status_code == 422
    assert "17 位数字" in answer.text


def _without_number(page: str) -> str:
    page = re.sub(r'name="csrf_token" value="[^"]+"', "", page)
    return re.sub(r"\b\d{17}\b", "", page)


def test_revoked_hours_show_everywhere_and_a_new_one_replaces_it(
    visitor: Visitor, station: Place
) -> None:
    person = somebody(station)
    made = made_by(visitor, person)
    says_now = queries.content(made)
    record = session.scalars(
        select(HourRecord.id).where(HourRecord.volunteer_id == person.id).limit(1)
    ).one()
    above = staff(Role.CENTRE_ADMINISTRATOR, at=a_centre_of(station))
    approval.revoke(above, record, "核对后没有到场", now=NOON)
    check = f"/certificates/{says_now['number']}/{says_now['code']}"
    assert "没有变动的是 2 小时" in visitor.open(check).text
    page = visitor.open(f"/h5/certificates/{made}").text
    assert "这一份需要更换" in page
    answer = visitor.send(f"/h5/certificates/{made}/replace")
    assert "有效" in visitor.open(answer.location).text
    assert "这一份已被新的替换" in visitor.open(f"/h5/certificates/{made}").text
    assert "已被新的替换，这一份不再有效" in visitor.open(check).text


def a_centre_of(station: Place) -> Place:
    office = session.get_one(Place, station.parent_id)
    return session.get_one(Place, office.parent_id)


def test_a_valid_one_is_not_replaced(visitor: Visitor, station: Place) -> None:
    made = made_by(visitor, somebody(station))
    visitor.open(f"/h5/certificates/{made}")
    page = visitor.send(f"/h5/certificates/{made}/replace", follow=True).text
    assert "这份记录单有效，不能再这样处理" in page
