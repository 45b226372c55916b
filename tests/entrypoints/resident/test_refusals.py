"""A form's action: done, refused on the form, or gone."""

import pytest
from flask import Flask
from wtforms import StringField

from app.entrypoints.forms import Form, required
from app.entrypoints.resident.refusals import done
from app.kernel.refusal import BadInput, NotFound, Refusal


class WordsForm(Form):
    """Some words."""

    words = StringField("话", [required("请写一句话")])


class Closed(Refusal):
    reason = "已经关门了"
    next_step = "请明天再来。"
    status = 409


@pytest.fixture(autouse=True)
def csrf_is_off(application: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(application.config, "WTF_CSRF_ENABLED", False)


def sent(application: Flask, words: str, refusal: Refusal | None = None) -> tuple[object, Form]:
    def act() -> None:
        acted.append(words)
        if refusal:
            raise refusal

    acted: list[str] = []
    with application.test_request_context(method="POST", data={"words": words}):
        form = WordsForm()
        code = done(form, act)
    assert acted == ([words] if words else [])
    return code, form


def test_done_it_is_none_and_an_empty_form_does_nothing(application: Flask) -> None:
    assert sent(application, "您好")[0] is None
    code, form = sent(application, "")
    assert (code, form.errors) == (422, {"words": ["请写一句话"]})


def test_a_refusal_stands_on_the_form_with_its_status(application: Flask) -> None:
    code, form = sent(application, "您好", Closed())
    assert (code, list(form.form_errors)) == (409, ["已经关门了。请明天再来。"])
    code, form = sent(application, "您好", BadInput(field="words", problem="太短了"))
    assert code == 422
    assert "太短了" in form.errors["words"][0]


def test_what_is_not_found_is_no_matter_of_the_form(application: Flask) -> None:
    with pytest.raises(NotFound):
        sent(application, "您好", NotFound())
