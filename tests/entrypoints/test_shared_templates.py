"""The shared templates: every look renders every part, safely, readably and lightly."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, render_template, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from app.domain.activities.rules import State
from app.entrypoints.csrf import csrf
from app.entrypoints.display import install_display
from app.entrypoints.forms import Form
from app.kernel.paging import Page
from config import ROOT

TEMPLATES = ROOT / "templates"
STATIC = ROOT / "app" / "static"
LOOKS = ("resident", "console", "public")
ERRORS = ("400", "403", "404", "405", "413", "429", "refusal")
INLINE = re.compile(
    r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE
)


class SampleForm(Form):
    name = StringField("姓名", [DataRequired("请填写姓名")])
    phone = StringField("手机号", [DataRequired("请填写手机号")])
    code = StringField("验证码", [DataRequired("请填写短信验证码")])
    community = SelectField("所在社区", choices=[("1", "阳光社区")])
    birth_date = DateField("出生日期")
    categories = SelectMultipleField("服务", [DataRequired("请选一项")], choices=[("a", "助老")])
    way = RadioField("通知方式", choices=[("w", "微信"), ("s", "短信")])
    note = TextAreaField("备注", [Length(max=200)], description="身体情况")
    consent = BooleanField("我已同意", [DataRequired("请先同意")])


class Markup(HTMLParser):
    """What a page says about its controls: ids, labels, controls and descriptions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if said.get("id"):
            self.ids.append(str(said["id"]))
        if tag == "label" and said.get("for"):
            self.labelled.add(str(said["for"]))
        if tag in {"input", "select", "textarea"} and said.get("type") != "hidden":
            self.controls.append(said)

    def control(self, control_id: str) -> dict[str, str | None]:
        return next(one for one in self.controls if one.get("id") == control_id)


@pytest.fixture
def pages() -> Flask:
    """The templates with their display words and nothing behind them."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(SECRET_KEY="for this test", WTF_CSRF_ENABLED=False)
    csrf.init_app(app)
    install_display(app)
    return app


def sample(look: str, form: Form) -> str:
    rows = Page(items=[], number=3, size=20, total=560)
    return render_template(f"shared/sample/{look}.html", form=form, page=rows)


def part(source: str, **context: Any) -> str:
    return render_template_string(source, **context)


@pytest.mark.parametrize("look", LOOKS)
def test_every_look_shows_every_part(pages: Flask, look: str) -> None:
    with pages.test_request_context():
        html = sample(look, SampleForm())
    assert 'id="content"' in html
    assert not INLINE.search(html)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ERRORS)
def test_every_error_speaks_in_every_look(pages: Flask, look: str, name: str) -> None:
    with pages.test_request_context():
        html = render_template(f"errors/{name}.html", layout=look, sentence="还没到时间")
    assert html.count("<h1>") == 1
    assert f'class="{look}' in html


@pytest.mark.parametrize("name", ["500", "503"])
def test_a_broken_server_still_has_a_page(pages: Flask, name: str) -> None:
    with pages.test_request_context():
        assert "系统" in render_template(f"errors/{name}.html")


@pytest.mark.parametrize(
    "template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_no_template_carries_inline_script_or_style(template: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = INLINE.search(source)
    assert not found, f"{found and found[0]!r} is refused by our content policy: use a class"


def test_the_search_for_inline_style_can_fail() -> None:
    breaches = ('<p style="x">', "<b onclick='x'>", "<script>x</script>", "<style>p{}</style>")
    assert all(INLINE.search(breach) for breach in breaches)
    assert not INLINE.search('<script src="/a.js" defer></script>')


def test_a_wrong_field_is_tied_to_its_error(pages: Flask) -> None:
    with pages.test_request_context(method="POST"):
        form = SampleForm(MultiDict({"community": "1"}))
        form.validate()
        html = sample("console", form)
    name = Markup(html).control("name")
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "name-error"
    assert 'id="name-error"' in html
    assert '<a href="#name">姓名：请填写姓名</a>' in html
    assert '<a href="#categories-0">' in html


def test_every_control_of_the_form_has_a_label(pages: Flask) -> None:
    with pages.test_request_context():
        form = SampleForm()
        page = Markup(part(
            '{% from "shared/forms.html" import fields %}{{ fields(form) }}', form=form
        ))  # fmt: skip
    inside_labels = {"categories-0", "way-0", "way-1"}
    assert {str(one["id"]) for one in page.controls} == page.labelled | inside_labels
    assert len(page.ids) == len(set(page.ids))


def test_what_a_person_typed_is_escaped(pages: Flask) -> None:
    source = (
        '{% from "shared/states.html" import empty, notice, facts, timeline %}'
        '{{ empty(x, x) }}{{ notice(x) }}{{ facts([(x, x)]) }}{{ timeline([{"title": x}]) }}'
    )
    with pages.test_request_context():
        html = part(source, x="<script>alert(1)</script>")
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 6


def test_a_sort_link_keeps_the_filter_and_forgets_the_page(pages: Flask) -> None:
    source = (
        '{% from "shared/tables.html" import sort_link %}{{ sort_link("姓名", "name", "name") }}'
    )
    with pages.test_request_context("/list?q=a%26b&page=4&_external=1&sort=name"):
        html = part(source)
    assert 'href="?q=a%26b&amp;_external=1&amp;sort=-name"' in html


def test_pages_have_a_next_and_a_previous_until_they_end(pages: Flask) -> None:
    source = '{% from "shared/tables.html" import pagination %}{{ pagination(page) }}'
    with pages.test_request_context("/list"):
        first = part(source, page=Page(items=[], number=1, size=20, total=21))
        last = part(source, page=Page(items=[], number=2, size=20, total=21))
    assert 'href="?page=2"' in first
    assert "上一页" not in first
    assert 'href="?page=1"' in last
    assert "下一页" not in last


@pytest.mark.parametrize("state", list(State))
def test_an_activity_state_has_the_word_its_rules_give_it(pages: Flask, state: State) -> None:
    source = '{% from "shared/states.html" import status %}{{ status("activity", state) }}'
    with pages.test_request_context():
        assert f">{state.title}<" in part(source, state=state)


def test_the_keys_on_show_are_the_keys_that_work(pages: Flask) -> None:
    with pages.test_request_context():
        html = part('{% from "shared/shortcuts.html" import shortcuts %}{{ shortcuts() }}')
    script = (STATIC / "js" / "console.js").read_text(encoding="utf-8")
    table = script.split("const keys = {")[1].split("\n  };")[0]
    single = {
        quoted or bare for quoted, bare in re.findall(r"^    (?:'(.)'|(\w)):", table, re.MULTILINE)
    }
    elsewhere = set(re.findall(r"event\.key === '(\w+)'", script))
    shown = set(re.findall(r"<kbd>(.+?)</kbd>", html))
    assert shown - {"Esc"} == single | elsewhere - {"Escape"}
    assert "Escape" in elsewhere


def test_a_residents_page_stays_light() -> None:
    own = ("css/shared.css", "css/plain.css", "css/resident.css", "js/forms.js", "js/resident.js")
    compressed = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in own)
    assert compressed <= 10_500
