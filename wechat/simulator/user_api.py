"""What WeChat tells about followers: little, since 2021 neither name nor picture."""

from typing import Any

from flask import Response, request

from wechat.simulator import chat, followers
from wechat.simulator.platform import answer, platform_blueprint, with_token
from wechat.simulator.platform_errors import PlatformError
from wechat.simulator.store import Row
from wechat.simulator.world import body_fields, world

blueprint = platform_blueprint("user_api")


@blueprint.get("/cgi-bin/user/info")
@with_token
def user_info() -> Response:
    person = followers.by_open_id(world(), request.args.get("openid", ""))
    if person is None:
        raise PlatformError(40003)
    if not person["following"]:
        return answer({"subscribe": 0, "openid": person["open_id"]})
    return answer(_described(person))


@blueprint.get("/cgi-bin/user/get")
@with_token
def follower_list() -> Response:
    ids = [row["open_id"] for row in followers.all_followers(world()) if row["following"]]
    found = {"openid": ids} if ids else {}
    last = ids[-1] if ids else ""
    return answer({"total": len(ids), "count": len(ids), "data": found, "next_openid": last})


@blueprint.post("/sms/send")
def send_sms() -> Response | tuple[dict[str, str], int]:
    """Not WeChat's: the development stand-in for an SMS provider."""
    fields = body_fields()
    phone, text = str(fields.get("phone") or ""), str(fields.get("text") or "")
    if not phone or not text:
        return {"error": "phone and text are needed"}, 400
    sms_id = chat.receive_sms(world(), phone.removeprefix("+86"), text)
    return answer({"ok": True, "id": sms_id})


def _described(person: Row) -> dict[str, Any]:
    return {
        "subscribe": 1,
        "openid": person["open_id"],
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": int(person["followed_at"]),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE" if person["scene"] else "ADD_SCENE_SEARCH",
        "qr_scene": int(person["scene"]) if person["scene"].isdigit() else 0,
        "qr_scene_str": person["scene"],
    }
