"""Staff come in (a password, then a code of their authenticator) and leave."""

from flask import (
    Response,
    after_this_request,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from app.domain.access import sessions
from app.domain.access.rehearsal import demo_code
from app.domain.access.sign_in import SignedIn as Entered
from app.domain.access.sign_in import answer_code, whose_code
from app.domain.access.sign_in import sign_in as let_in
from app.entrypoints.console.account_forms import CodeForm, SignInForm
from app.entrypoints.console.devices import device_words
from app.entrypoints.console.door import door
from app.entrypoints.console.submitting import done, status
from app.entrypoints.guard import (
    SignedIn,
    current_staff_or_none,
    open_to_all,
    safe_next,
    settings,
)
from app.entrypoints.limits import limiter
from app.kernel import clock

WAITING = "waits_for_code"  # the token of a sign-in whose password was right
BROWSER_COOKIE = "haoren_browser"
BROWSER_KNOWN_SECONDS = 400 * 24 * 3600  # what browsers keep a cookie at most (RFC 6265bis)


@door.route("/sign-in", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@open_to_all
def sign_in() -> ResponseReturnValue:
    """Ask for name and password; afterwards on to where she wanted to go."""
    onward = safe_next(request.args.get("next"), url_for("console.home"))
    if request.method == "GET" and current_staff_or_none():
        return redirect(onward, 303)
    form = SignInForm()
    if done(form, lambda: _check_password(form)):
        if WAITING in session:
            return redirect(url_for("console.sign_in_code", next=request.args.get("next")), 303)
        return redirect(onward, 303)
    return render_template("console/account/sign_in.html", form=form), status(form)


def _check_password(form: SignInForm) -> None:
    entered = let_in(
        form.username.data,
        form.password.data,
        device=device_words(request.user_agent.string),
        address=request.remote_addr or "",
        browser=request.cookies.get(BROWSER_COOKIE, ""),
        now=clock.now(),
    )
    session.pop(WAITING, None)
    if entered.waits_for_code:
        session[WAITING] = entered.token
        return
    _enter(entered)


def _enter(entered: Entered) -> None:
    session.pop(WAITING, None)
    session.pop("csrf_token", None)
    login_user(SignedIn(entered.token, entered.staff))
    after_this_request(lambda answer: _remember_browser(answer, entered.browser))


def _remember_browser(answer: Response, cookie: str) -> Response:
    """The browser is known again for a year; the cookie opens nothing."""
    answer.set_cookie(
        BROWSER_COOKIE,
        cookie,
        max_age=BROWSER_KNOWN_SECONDS,
        path=url_for("console.sign_in"),
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Lax",
    )
    return answer


@door.route("/sign-in/code", methods=["GET", "POST"])
@limiter.limit("30 per minute", methods=["POST"])
@open_to_all
def sign_in_code() -> ResponseReturnValue:
    """The second step; until it is taken, nothing is open."""
    now, token = clock.now(), session.get(WAITING, "")
    username = whose_code(token, now=now)
    if username is None:
        session.pop(WAITING, None)
        return redirect(url_for("console.sign_in", next=request.args.get("next")), 303)
    form = CodeForm()
    if done(form, lambda: _take_code(token, form)):
        return redirect(safe_next(request.args.get("next"), url_for("console.home")), 303)
    shown = demo_code(token, now=now) if settings().shows_codes else None
    page = render_template(
        "console/account/code.html", form=form, username=username, shown_code=shown
    )
    return page, status(form)


def _take_code(token: str, form: CodeForm) -> None:
    entered = answer_code(
        token,
        form.code.data,
        device=device_words(request.user_agent.string),
        address=request.remote_addr or "",
        browser=request.cookies.get(BROWSER_COOKIE, ""),
        now=clock.now(),
    )
    _enter(entered)


@door.post("/sign-out")
@open_to_all
def sign_out() -> ResponseReturnValue:
    """Leave on this device; a sign-in that ended by itself leaves the same way."""
    user = current_user._get_current_object()
    if isinstance(user, SignedIn):
        sessions.sign_out(user.token, now=clock.now())
    session.pop(WAITING, None)
    logout_user()
    flash("您已退出登录", "success")
    return redirect(url_for("console.sign_in"), 303)
