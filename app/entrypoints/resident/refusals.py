"""Show a rule's answer on the form it is about, so that nothing typed is lost."""

from collections.abc import Callable

from app.domain.activities import errors as activities
from app.domain.orders import errors as orders
from app.domain.people import errors as people
from app.entrypoints.forms import Form
from app.kernel.refusal import BadInput, NotFound, Refusal

FIELDS = {
    people.WrongCode: "code",
    people.CodeExpired: "code",
    people.CodeSpent: "code",
    people.CodeAlreadyUsed: "code",
    people.CodeJustSent: "code",
    people.TooManyCodes: "code",
    people.CommunityNotOpen: "community_id",
    people.ConsentNeeded: "consent",
    people.IdNumberTaken: "born",
    people.TooYoung: "born",
    people.NotAChild: "born",
    people.ChildTaken: "born",
    activities.OwnPhoneAsGuardians: "phone",
    orders.ItemFull: "wanted_on",
    people.PhoneUnchanged: "phone",
}


def show_on(form: Form, refusal: Refusal, **renamed: str) -> int:
    """Put the sentence beside its field, or on top; the status to answer with.

    `renamed` are fields of the rule that go by another name on the form.
    """
    sentence = _in_full(refusal)
    if isinstance(refusal, BadInput):
        name = renamed.get(refusal.field, refusal.field)
    else:
        name = FIELDS.get(type(refusal), "")
    if not form.take(BadInput(field=name, problem=sentence)):
        form.form_errors = [*form.form_errors, sentence]
    return refusal.status


def done(form: Form, act: Callable[[], object]) -> int | None:
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
        return show_on(form, refusal)
    return None


def _in_full(refusal: Refusal) -> str:
    """What the rule says, and then what to do about it, as two sentences."""
    if not refusal.advice:
        return refusal.sentence
    stop = "" if refusal.sentence.endswith(("。", "！", "？")) else "。"
    return f"{refusal.sentence}{stop}{refusal.advice}"
