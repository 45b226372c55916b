"""What one press decides, and what is decided with a reason: done and told, or told why not."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from app.entrypoints.console.submitting import done, status
from app.entrypoints.forms import Form, at_most, required
from app.kernel.refusal import NotFound, Refusal


def reason_field(longest: int) -> TextAreaField:
    """Why, in at most so many characters."""
    return TextAreaField("理由", [required("请写明理由"), at_most(longest)])


@dataclass(frozen=True)
class Question:
    """What the page asks before it is done. `section` (title, address) is where it belongs."""

    section: tuple[str, str]
    question: str
    text: str
    label: str  # of the button, and the page's title
    hint: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def decided(decide: Callable[[], object], told: str, *, back: str) -> ResponseReturnValue:
    """Do it and go back; the page there says that it was done, or why not."""
    try:
        decide()
    except NotFound:
        raise
    except Refusal as refusal:
        flash(f"{refusal.sentence}。{refusal.advice}", "danger")
    else:
        flash(told, "success")
    return redirect(back, 303)


def onward(
    told: str, following: str | None, *, next_is: str, otherwise: str
) -> ResponseReturnValue:
    """To the page of the next one that waits, saying so by `next_is`; else to `otherwise`."""
    flash(f"{told}。{next_is}" if following else told, "success")
    return redirect(following or otherwise, 303)


def decided_with_reason(
    form: Form, decide: Callable[[str], object], asked: Question, *, told: str, back: str
) -> ResponseReturnValue:
    """Ask for the reason; then do it and go back."""
    if done(form, lambda: decide(form["reason"].data)):
        flash(told, "success")
        return redirect(back, 303)
    return render_template("console/reason.html", form=form, asked=asked, back=back), status(form)
