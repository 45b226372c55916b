"""The account: phone, WeChat, sign-ins, and its end."""

from flask import flash, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from app.domain.people import denials, families, identities, leaving
from app.domain.people import profile as act
from app.entrypoints.guard import current_resident, needs_volunteer
from app.entrypoints.resident.door import door, home, own
from app.entrypoints.resident.not_my_number import parted
from app.kernel import clock
from app.kernel.refusal import NotFound


@door.get("/h5/account")
@needs_volunteer
def account() -> ResponseReturnValue:
    """How I sign in."""
    return render_template(
        "resident/profile/account.html",
        person=own(),
        by_wechat=current_resident().identity_id is not None,
    )


@door.route("/h5/account/unbind", methods=["GET", "POST"])
@needs_volunteer
def unbind() -> ResponseReturnValue:
    """Part this WeChat id from the volunteer account; records stay."""
    identity_id = current_resident().identity_id
    if identity_id is None:
        raise NotFound
    if request.method == "POST":
        identities.unbind(identity_id, now=clock.now())
        return _signed_out("已解除绑定。以后用手机号和验证码可以重新接上原来的账号。")
    return render_template("resident/profile/unbind.html", person=own())


@door.route("/h5/account/sign-out-everywhere", methods=["GET", "POST"])
@needs_volunteer
def sign_out_everywhere() -> ResponseReturnValue:
    """End the sign-ins on all devices, this one too."""
    if request.method == "POST":
        act.sign_out_everywhere(own().id, now=clock.now())
        return _signed_out("所有设备都已退出登录。")
    return render_template("resident/profile/sign_out_everywhere.html")


@door.route("/h5/account/leave", methods=["GET", "POST"])
@needs_volunteer
def leave() -> ResponseReturnValue:
    """Withdraw the consent the account rests on: what goes, what the law keeps; then do it."""
    if request.method == "POST":
        leaving.leave(own().id, now=clock.now())
        return _signed_out("账号已注销。以后想回来，用原来的姓名和手机号重新注册就行。")
    return render_template(
        "resident/profile/leave.html", person=own(), children=families.children_of(own())
    )


@door.post("/h5/not-me")
@needs_volunteer
def not_me() -> ResponseReturnValue:
    """One tap: this WeChat id, or this phone, opens the account no more; staff look into it."""
    identity_id = current_resident().identity_id
    denial_id = denials.deny(own().id, identity_id, now=clock.now())
    session.clear()
    return parted(denial_id, by_phone=identity_id is None)


def _signed_out(sentence: str) -> ResponseReturnValue:
    session.clear()
    flash(sentence, "success")
    return redirect(home(), 303)
