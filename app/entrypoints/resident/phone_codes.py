"""Send a code to a phone, for whichever form needs one."""

from collections.abc import Callable

from flask import flash, jsonify, request
from flask.typing import ResponseReturnValue

from app.domain.people import phone_codes
from app.domain.people.rules import CODE_PAUSE
from app.entrypoints.answers import wants_json
from app.entrypoints.guard import open_to_all
from app.entrypoints.limits import limiter
from app.entrypoints.resident.door import door
from app.entrypoints.resident.family import show_new_child
from app.entrypoints.resident.guardians_words import show_guardians_word
from app.entrypoints.resident.invitations import show_invitation
from app.entrypoints.resident.not_my_number import show_not_my_number
from app.entrypoints.resident.profile import show_change_phone
from app.entrypoints.resident.register import show_registration
from app.entrypoints.resident.sign_in_by_phone import show_sign_in_by_phone
from app.kernel import clock
from app.kernel.refusal import NotFound, Refusal

# Without JavaScript the same form comes back with what was typed.
PAGES: dict[str, Callable[[], str]] = {
    "register": show_registration,
    "sign-in": show_sign_in_by_phone,
    "change-phone": show_change_phone,
    "child": show_new_child,
    "invitation": show_invitation,
    "guardian": show_guardians_word,
    "not-me": show_not_my_number,
}
SENT = "验证码已发出，请查看短信，5 分钟内有效。"


@door.post("/h5/send-code/<page>")
@open_to_all
@limiter.limit("60/hour")
def send_code(page: str) -> ResponseReturnValue:
    """Six digits by SMS; the room counts how often."""
    if page not in PAGES:
        raise NotFound
    try:
        phone_codes.send_code(
            request.form.get("phone", ""), address=request.remote_addr or "", now=clock.now()
        )
    except Refusal as refusal:
        if wants_json():
            raise
        flash(f"{refusal.sentence} {refusal.advice}", "warning")
        return PAGES[page](), refusal.status
    if wants_json():
        return jsonify(message=SENT, wait_seconds=int(CODE_PAUSE.total_seconds()))
    flash(SENT, "success")
    return PAGES[page]()
