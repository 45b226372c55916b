"""The pages a person sees: the phone, and WeChat's authorisation address opened outside WeChat."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from wechat.simulator import followers, oauth, pictures
from wechat.simulator.world import world

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def phone() -> ResponseReturnValue:
    settings = world().settings
    start = {
        "accountName": settings.account_name,
        "appUrl": settings.app_url.rstrip("/"),
        "browserPort": world().browser_port,
        "canDecode": pictures.can_decode(),
        "places": followers.places(world()),
    }
    return render_template("phone.html", start=start, settings=settings)


@blueprint.get("/open/connect/oauth2/authorize")
@blueprint.get("/connect/oauth2/authorize")
def authorise_outside() -> ResponseReturnValue:
    """Only WeChat's own browser may authorise; a test may say whose phone it is by header."""
    named = request.headers.get("X-Simulator-Follower", "")
    try:
        if not named.isdigit():
            raise oauth.NotAuthorised("请在微信客户端打开链接")
        # A fragment never reaches a server: here it is taken for granted.
        url = f"{request.url}#wechat_redirect"
        return redirect(oauth.authorise(world(), followers.follower(world(), int(named)), url))
    except (oauth.NotAuthorised, followers.NoSuchFollower) as problem:
        return render_template("refused.html", sentence=str(problem))
