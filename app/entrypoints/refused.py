"""A rule's answer shown on the form it is about, so that nothing typed is lost."""

from collections.abc import Callable

from app.entrypoints.forms import Form
from app.kernel.refusal import BadInput, NotFound, Refusal


def show_on(form: Form, refusal: Refusal) -> int:
    """Put the sentence beside the field it names, or on top; the status to answer with."""
    return show_beside(form, refusal, refusal.field if isinstance(refusal, BadInput) else "")


def show_beside(form: Form, refusal: Refusal, name: str) -> int:
    """Put the sentence beside this field, or on top where the form has none of that name."""
    sentence = _in_full(refusal)
    if not form.take(BadInput(field=name, problem=sentence)):
        form.form_errors = [*form.form_errors, sentence]
    return refusal.status


def done(
    form: Form,
    act: Callable[[], object],
    *,
    shown: Callable[[Form, Refusal], int] = show_on,
) -> int | None:
    """Do what a form asks for: None once it is done, else the status to show the form with.

    What is not found is no matter of the form: NotFound goes on to the visitor.
    """
    if not form.validate_on_submit():
        return 422
    try:
        act()
    except NotFound:
        raise
    except Refusal as refusal:
        return shown(form, refusal)
    return None


def _in_full(refusal: Refusal) -> str:
    """What the rule says, and then what to do about it, as two sentences."""
    if not refusal.advice:
        return refusal.sentence
    stop = "" if refusal.sentence.endswith(("。", "！", "？")) else "。"
    return f"{refusal.sentence}{stop}{refusal.advice}"
