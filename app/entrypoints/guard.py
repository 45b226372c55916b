"""Who stands at the door: staff by Flask-Login, residents by their signed cookie.

Every view of a door wears one of `needs(permission)`, `needs_staff`, `needs_volunteer`,
`needs_identity`, `needs_device`, `needs_till` or `open_to_all`; what it wears is kept on the view,
so that a test can walk all routes and compare them with docs/permissions.md.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit
from uuid import UUID

from flask import current_app, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.wrappers import Response

from app.domain.access import address_ranges, sessions
from app.domain.access.errors import NotAllowed, OutsideAddresses, SecondFactorNeeded
from app.domain.access.queries import Staff
from app.domain.access.rules import Permission
from app.domain.attendance.devices import Device, device_behind
from app.domain.coupons import devices as tills
from app.domain.coupons.devices import TillDevice
from app.domain.people import queries as people
from app.domain.people.queries import Resident
from app.kernel import clock
from app.kernel.refusal import Refusal
from config import Settings

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
View = Callable[Parameters, ResponseReturnValue]

NOBODY = Resident(identity_id=None, open_id=None, volunteer=None)
WAITING = ("seen_code", "next")  # a scan and a page that outlive signing in

login = LoginManager()
login.session_protection = None  # devices change addresses; sign-ins are rows that can be ended


def settings() -> Settings:
    """The installation's settings."""
    found = current_app.extensions["settings"]
    if not isinstance(found, Settings):
        raise TypeError("settings")
    return found


class SignedIn(UserMixin):  # type: ignore[misc]
    """Flask-Login's user: a member of staff behind a sign-in's token."""

    def __init__(self, token: str, staff: Staff) -> None:
        self.token = token
        self.staff = staff

    def get_id(self) -> str:
        return self.token


@login.user_loader  # type: ignore[untyped-decorator]
def _signed_in(token: str) -> SignedIn | None:
    staff = sessions.staff_behind(token, now=clock.now(), address=request.remote_addr or "")
    return SignedIn(token, staff) if staff else None


def current_staff_or_none() -> Staff | None:
    """The member of staff who asks, if she is signed in."""
    user = current_user._get_current_object()
    return user.staff if isinstance(user, SignedIn) else None


def current_staff() -> Staff:
    """The member of staff who asks; only inside views that need one."""
    staff = current_staff_or_none()
    if staff is None:
        raise NotAllowed
    return staff


def current_resident() -> Resident:
    """The WeChat id and the volunteer behind the cookie; both may be missing. One statement."""
    if "resident" not in g:
        g.resident = _resident_behind_cookie()
    found: Resident = g.resident
    return found


def _resident_behind_cookie() -> Resident:
    identity_id = session.get("identity_id")
    volunteer_id = session.get("volunteer_id")
    if not identity_id and not volunteer_id:
        return NOBODY
    found = people.resident(
        identity_id=UUID(identity_id) if identity_id else None,
        volunteer_id=UUID(volunteer_id) if volunteer_id else None,
    )
    if found is None or _signed_out_since(found):
        _forget_all_but_what_waits()
        return NOBODY
    return found


def _signed_out_since(resident: Resident) -> bool:
    """Whether she ended all sign-ins, or changed her phone, after this one."""
    if resident.volunteer is None:
        return False
    return bool(session.get("generation", 0) != resident.volunteer.sign_in_generation)


def _forget_all_but_what_waits() -> None:
    kept = {key: session[key] for key in WAITING if key in session}
    session.clear()
    session.update(kept)


def sign_resident_in(resident: Resident) -> None:
    """Write the signed cookie anew, so that nothing of an earlier visitor stays."""
    _forget_all_but_what_waits()
    session.permanent = True
    if resident.identity_id:
        session["identity_id"] = str(resident.identity_id)
    if resident.volunteer:
        session["volunteer_id"] = str(resident.volunteer.id)
        session["generation"] = resident.volunteer.sign_in_generation
    g.resident = resident


def here() -> str:
    """The address asked for, to come back to after signing in."""
    return request.full_path.rstrip("?") if request.method == "GET" else request.path


def came_from() -> str:
    """The address of the page on this site that led here; empty when it is not known."""
    root = request.url_root.rstrip("/")
    referrer = request.referrer or ""
    return referrer[len(root) :] if referrer.startswith(root + "/") else ""


def safe_next(address: str | None, otherwise: str) -> str:
    """An address within this site, or the other one: never a way out."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return otherwise
    parts = urlsplit(address)
    return otherwise if parts.scheme or parts.netloc else address


def needs(permission: Permission) -> Callable[[View[Parameters]], View[Parameters]]:
    """The view is for staff whose role holds the permission; anyone else is refused."""

    def wrap(view: View[Parameters]) -> View[Parameters]:
        @wraps(view)
        def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
            staff = current_staff_or_none()
            if staff is None:
                return _to_console_sign_in()
            if staff.must_change_password:
                return redirect(url_for("console.change_password"))
            if not staff.may(permission):
                raise NotAllowed
            problem = staff.why_not_by_this_sign_in(permission)
            if problem:
                return _not_by_this_sign_in(problem, staff, permission)
            return view(*args, **kwargs)

        return _wearing(guarded, f"staff:{permission}")

    return wrap


def _not_by_this_sign_in(
    problem: Refusal, staff: Staff, permission: Permission
) -> ResponseReturnValue:
    """Who opens a page that needs a second factor is led to enrol; what was pressed is refused.

    Who asks from a network that is not allowed is refused, and it is noted.
    """
    if isinstance(problem, OutsideAddresses):
        address = request.remote_addr or ""
        address_ranges.note_refusal(staff, permission, address=address, now=clock.now())
    if not isinstance(problem, SecondFactorNeeded) or request.method != "GET":
        raise problem
    flash(problem.sentence, "warning")
    return redirect(url_for("console.enrol_factor", next=here()))


def needs_staff(view: View[Parameters]) -> View[Parameters]:
    """The view is for any signed-in member of staff (her own account, her home)."""

    @wraps(view)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
        staff = current_staff_or_none()
        if staff is None:
            return _to_console_sign_in()
        if staff.must_change_password and request.endpoint not in _WITHOUT_NEW_PASSWORD:
            return redirect(url_for("console.change_password"))
        return view(*args, **kwargs)

    return _wearing(guarded, "staff")


_WITHOUT_NEW_PASSWORD = {"console.change_password", "console.sign_out"}


def needs_volunteer(view: View[Parameters]) -> View[Parameters]:
    """The view is for a registered resident; others are led to sign in or to register."""

    @wraps(view)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
        resident = current_resident()
        if resident.volunteer is not None:
            return view(*args, **kwargs)
        if resident.identity_id is not None:
            return redirect(url_for("resident.register", next=here()))
        return redirect(url_for("resident.sign_in", next=here()))

    return _wearing(guarded, "volunteer")


def needs_identity(view: View[Parameters]) -> View[Parameters]:
    """The view is for somebody we have met (by WeChat id or phone), registered or not."""

    @wraps(view)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
        resident = current_resident()
        if resident.identity_id is None and resident.volunteer is None:
            return redirect(url_for("resident.sign_in", next=here()))
        return view(*args, **kwargs)

    return _wearing(guarded, "identity")


def needs_device(view: View[Parameters]) -> View[Parameters]:
    """The view is for a scanner with a token (`Authorization: Bearer …`)."""

    @wraps(view)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
        g.device = device_behind(_bearer())
        return view(*args, **kwargs)

    return _wearing(guarded, "device")


def current_device() -> Device:
    """The scanner that asks; only inside views that need one."""
    found: Device = g.device
    return found


def needs_till(view: View[Parameters]) -> View[Parameters]:
    """The view is for a merchant's phone with a token; one taken back is told so by the action."""

    @wraps(view)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> ResponseReturnValue:
        g.till = tills.device_behind(_bearer())
        return view(*args, **kwargs)

    return _wearing(guarded, "till")


def current_till() -> TillDevice:
    """The merchant's phone that asks; only inside views that need one."""
    found: TillDevice = g.till
    return found


def _bearer() -> str:
    """The token of the request; empty where there is none."""
    given = request.authorization
    token = given.token if given is not None and given.type == "bearer" else None
    return token or ""


def open_to_all(view: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
    """The view is for everyone."""
    return _wearing(view, "everyone")


def access_of(view: Callable[..., object]) -> str | None:
    """What a view wears; None when its author forgot."""
    return getattr(view, "access", None)


def _wearing(view: Callable[Parameters, Answer], access: str) -> Callable[Parameters, Answer]:
    view.access = access  # type: ignore[attr-defined]
    return view


def _to_console_sign_in() -> Response:
    if session.pop("_user_id", None):
        flash("登录已经失效，请重新登录", "warning")
    rule = request.url_rule
    opens = rule is not None and "GET" in (rule.methods or set())
    # What was pressed is not pressed again by itself: back to the page with the button.
    return redirect(url_for("console.sign_in", next=here() if opens else came_from()))
