"""A form and the action behind it: either it is done, or the form says why not."""

from collections.abc import Callable

from app.domain.access.errors import NotAllowed
from app.entrypoints.forms import Form
from app.kernel.refusal import NotFound, Refusal


def done(form: Form, action: Callable[[], object]) -> bool:
    """Run the action when the form was sent and is complete; False when it must be shown (again).

    A refusal goes to its field, or onto the form as `form.refusal`; what was typed stays. What she
    may not see or do at all is answered with its own page.
    """
    if not form.validate_on_submit():
        return False
    try:
        action()
    except (NotFound, NotAllowed):
        raise
    except Refusal as refusal:
        refuse(form, refusal)
        return False
    return True


def refuse(form: Form, refusal: Refusal) -> None:
    """Show a refusal beside its field, or above the form where it has none."""
    if not form.take(refusal):
        form.refusal = refusal


def status(form: Form) -> int:
    """The HTTP status of a page that shows a form."""
    if form.refusal is not None:
        return form.refusal.status
    return 422 if form.errors else 200
