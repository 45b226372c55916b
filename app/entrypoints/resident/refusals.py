"""Residents' forms show a rule's answer beside the field it is about."""

from collections.abc import Callable

from app.domain.activities import errors as activities
from app.domain.orders import errors as orders
from app.domain.people import errors as people
from app.entrypoints import refused
from app.entrypoints.forms import Form
from app.kernel.refusal import BadInput, Refusal

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
    if isinstance(refusal, BadInput):
        name = renamed.get(refusal.field, refusal.field)
    else:
        name = FIELDS.get(type(refusal), "")
    return refused.show_beside(form, refusal, name)


def done(form: Form, act: Callable[[], object]) -> int | None:
    """Do what a form asks for: None once it is done, else the status to show the form with."""
    return refused.done(form, act, shown=show_on)
