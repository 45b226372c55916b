"""JSON API of the phones: what a person can do, and what she sees."""

from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from wechat.simulator import chat, deeds, followers, menu_api, oauth, pictures, qr_api
from wechat.simulator.store import Row
from wechat.simulator.world import body_fields, world

blueprint = Blueprint("phone_api", __name__, url_prefix="/simulator/api")

AUTHORIZATION_EVENTS = (
    "user_authorization_revoke",
    "user_authorization_cancellation",
    "user_info_modified",
)


@blueprint.errorhandler(followers.NoSuchFollower)
def nobody(problem: Exception) -> ResponseReturnValue:
    return {"error": str(problem)}, 404


@blueprint.errorhandler(ValueError)
@blueprint.errorhandler(oauth.NotAuthorised)
def refused(problem: Exception) -> ResponseReturnValue:
    return {"error": str(problem)}, 400


@blueprint.get("/followers")
def follower_list() -> ResponseReturnValue:
    return {"followers": [followers.described(row) for row in followers.all_followers(world())]}


@blueprint.post("/followers")
def new_follower() -> ResponseReturnValue:
    return followers.described(followers.create(world(), body_fields())), 201


@blueprint.get("/followers/<int:follower_id>")
def one_follower(follower_id: int) -> ResponseReturnValue:
    return followers.described(_person(follower_id))


@blueprint.patch("/followers/<int:follower_id>")
def change_follower(follower_id: int) -> ResponseReturnValue:
    return followers.described(followers.change(world(), follower_id, body_fields()))


@blueprint.delete("/followers/<int:follower_id>")
def remove_follower(follower_id: int) -> ResponseReturnValue:
    followers.remove(world(), _person(follower_id)["id"])
    return {"ok": True}


@blueprint.post("/followers/<int:follower_id>/follow")
def follow(follower_id: int) -> ResponseReturnValue:
    scene = _text("scene", required=False)
    known = qr_api.by_scene(world(), scene) if scene else None
    ticket = known["ticket"] if known else f"gSimulated{scene}"
    return deeds.follow(world(), _person(follower_id), scene, ticket).described()


@blueprint.post("/followers/<int:follower_id>/unfollow")
def unfollow(follower_id: int) -> ResponseReturnValue:
    return deeds.unfollow(world(), _person(follower_id)).described()


@blueprint.post("/followers/<int:follower_id>/text")
def say(follower_id: int) -> ResponseReturnValue:
    return deeds.say(world(), _person(follower_id), _text("text")).described()


@blueprint.post("/followers/<int:follower_id>/location")
def send_location(follower_id: int) -> ResponseReturnValue:
    person, wanted = _person(follower_id), body_fields()
    deed = deeds.send_location(
        world(),
        person,
        latitude=float(wanted.get("latitude", person["latitude"])),
        longitude=float(wanted.get("longitude", person["longitude"])),
        label=str(wanted.get("label", person["place"])),
    )
    return deed.described()


@blueprint.post("/followers/<int:follower_id>/image")
def send_picture(follower_id: int) -> ResponseReturnValue:
    return deeds.send_picture(world(), _person(follower_id)).described()


@blueprint.post("/followers/<int:follower_id>/menu")
def press(follower_id: int) -> ResponseReturnValue:
    wanted = {name: _text(name, required=False) for name in ("key", "name")}
    button = deeds.button_by(world(), **wanted)
    scanned = _text("scanned", required=False)
    return deeds.press(world(), _person(follower_id), button, scanned).described()


@blueprint.post("/followers/<int:follower_id>/scan")
def scan(follower_id: int) -> ResponseReturnValue:
    person, wanted = _person(follower_id), body_fields()
    if wanted.get("ticket"):
        scene = qr_api.by_ticket(world(), str(wanted["ticket"]))
        if scene is None:
            raise deeds.CannotDo("no QR with this ticket")
        return deeds.scan_scene(world(), person, scene).described()
    if wanted.get("image"):
        texts = pictures.texts_in(pictures.from_base64(str(wanted["image"])))
        if not texts:
            raise pictures.NoPicture("图片里没有找到二维码")
        return deeds.scan(world(), person, texts[0]).described()
    return deeds.scan(world(), person, _text("text")).described()


@blueprint.post("/followers/<int:follower_id>/authorization")
def change_authorization(follower_id: int) -> ResponseReturnValue:
    name = _text("event")
    if name not in AUTHORIZATION_EVENTS:
        raise deeds.CannotDo(f"event must be one of {', '.join(AUTHORIZATION_EVENTS)}")
    revoke_info = _text("revoke_info", required=False) or "205"
    deed = deeds.change_authorization(world(), _person(follower_id), name, revoke_info)
    return deed.described()


@blueprint.post("/followers/<int:follower_id>/oauth")
def authorise(follower_id: int) -> ResponseReturnValue:
    return {"location": oauth.authorise(world(), _person(follower_id), _text("url"))}


@blueprint.get("/followers/<int:follower_id>/chat")
def chat_of(follower_id: int) -> ResponseReturnValue:
    after = request.args.get("after", 0, type=int)
    return {"entries": chat.entries(world(), _person(follower_id)["id"], after)}


@blueprint.get("/followers/<int:follower_id>/templates")
def templates_of(follower_id: int) -> ResponseReturnValue:
    return {"messages": chat.template_messages(world(), _person(follower_id)["id"])}


@blueprint.get("/followers/<int:follower_id>/sms")
def sms_of(follower_id: int) -> ResponseReturnValue:
    return {"messages": chat.sms_of(world(), _person(follower_id)["phone"])}


@blueprint.get("/sms")
def all_sms() -> ResponseReturnValue:
    return {"messages": chat.sms_of(world(), request.args.get("phone"))}


@blueprint.get("/followers/<int:follower_id>/page")
def page_of(follower_id: int) -> ResponseReturnValue:
    person = _person(follower_id)
    return {"url": person["page_url"], "title": person["page_title"]}


@blueprint.get("/followers/<int:follower_id>/updates")
def updates(follower_id: int) -> ResponseReturnValue:
    """Everything a phone's screen needs to stay fresh, in one cheap call."""
    person = _person(follower_id)
    after = {name: request.args.get(f"after_{name}", 0, type=int) for name in ("entry", "sms")}
    # Messages to numbers nobody on the list has go to every phone: somebody must see them.
    known = {row["phone"] for row in followers.all_followers(world())}
    messages = [
        message
        for message in chat.sms_of(world(), None, after["sms"])
        if message["phone"] == person["phone"] or message["phone"] not in known
    ]
    return jsonify(
        follower=followers.described(person),
        entries=chat.entries(world(), follower_id, after["entry"]),
        sms=messages,
        menu=menu_api.current_menu(world()),
        now=world().now(),
        offset_seconds=world().clock.offset_seconds(),
    )


@blueprint.post("/decode")
def decode() -> ResponseReturnValue:
    sent = request.files.get("image")
    picture = sent.read() if sent else pictures.from_base64(_text("image"))
    return {"texts": pictures.texts_in(picture)}


def _person(follower_id: int) -> Row:
    return followers.follower(world(), follower_id)


def _text(name: str, *, required: bool = True) -> str:
    value: Any = body_fields().get(name) or ""
    if required and not value:
        raise deeds.CannotDo(f"{name} is needed")
    return str(value)
