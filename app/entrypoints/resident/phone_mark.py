"""The mark of this phone: put into a cookie on the way to the first check-in."""

from flask import make_response, request
from flask.typing import ResponseReturnValue

from app.domain.attendance.phone_marks import MARK_LASTS, kept_form, new_mark
from app.entrypoints.guard import settings

COOKIE = "phone_mark"


def phone_mark() -> str | None:
    """What is kept of this phone's mark; None before it has one."""
    return kept_form(request.cookies.get(COOKIE, ""))


def marked(answer: ResponseReturnValue) -> ResponseReturnValue:
    """The answer, with a mark where the phone has none of ours."""
    if phone_mark() is not None:
        return answer
    response = make_response(answer)
    response.set_cookie(
        COOKIE,
        new_mark(),
        max_age=int(MARK_LASTS.total_seconds()),
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return response
