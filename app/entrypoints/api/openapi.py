"""The API described for programs: OpenAPI 3.1, made from the shapes it really uses."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from app.domain.attendance.device_rules import UNDO_WITHIN
from app.entrypoints.api import shapes
from app.entrypoints.api.door import door
from app.entrypoints.guard import open_to_all

_SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True)
class Operation:
    """One way to ask: what goes in, what comes out, and with which statuses it may say no."""

    method: str
    path: str
    summary: str
    answer: type[BaseModel]
    body: type[BaseModel] | None = None
    parameters: tuple[str, ...] = ()
    refusals: tuple[int, ...] = (401, 403, 404, 422)


OPERATIONS = (
    Operation(
        "post",
        "/scans",
        "签到或签退。同一 nonce 再次发送，得到同一回答",
        shapes.ScanTaken,
        body=shapes.Scan,
        refusals=(401, 403, 404, 409, 422),
    ),
    Operation(
        "post",
        "/scans/{nonce}/undo",
        f"{UNDO_WITHIN // timedelta(minutes=1)} 分钟内撤销本设备的一次扫码",
        shapes.ScanUndone,
        body=shapes.Undoing,
        parameters=("nonce",),
        refusals=(401, 403, 404, 409, 422),
    ),
    Operation(
        "post",
        "/walk-ins",
        "现场加入：没有报名的人凭本人服务卡得到空岗位并签到。同一 nonce 再次发送，得到同一回答",
        shapes.ScanTaken,
        body=shapes.WalkIn,
        refusals=(401, 403, 404, 409, 422),
    ),
    Operation("get", "/sessions", "这台设备现在可用的场次", shapes.Sessions),
    Operation("get", "/session", "场次的时间和人数", shapes.Session, parameters=("session_id",)),
    Operation(
        "get", "/session/people", "名单和到场情况", shapes.People, parameters=("session_id",)
    ),
    Operation(
        "get",
        "/session/sealed-list",
        "离线名单：每一条只有本人的服务卡能打开",
        shapes.SealedPeople,
        parameters=("session_id",),
    ),
    Operation(
        "get",
        "/session/positions",
        "还有空位的岗位，供现场加入选择",
        shapes.OpenPositions,
        parameters=("session_id",),
    ),
    Operation(
        "get",
        "/people",
        "按姓名、拼音、编号或手机号后四位找人",
        shapes.People,
        parameters=("session_id", "q"),
    ),
    Operation(
        "get",
        "/events",
        "这台设备现在可以验票的文化活动",
        shapes.AudienceEvents,
        parameters=("page",),
    ),
    Operation(
        "get",
        "/events/{event_id}",
        "一场文化活动的时间和人数",
        shapes.AudienceEvent,
        parameters=("event_id",),
    ),
    Operation(
        "get",
        "/events/{event_id}/sealed-list",
        "离线验票名单：没有姓名，每一条只有那张票或领票人的服务卡能打开",
        shapes.SealedTickets,
        parameters=("event_id", "since", "after"),
    ),
    Operation(
        "post",
        "/events/{event_id}/scans",
        "验票入场，没有网络时扫的稍后发送。同一 nonce 再次发送，得到同一回答",
        shapes.LetIn,
        body=shapes.TicketShown,
        parameters=("event_id",),
        refusals=(401, 403, 404, 409, 410, 422),
    ),
    Operation(
        "post",
        "/events/{event_id}/scans/{nonce}/people",
        "票上的人没有来齐：改少这一次入场的人数",
        shapes.LetIn,
        body=shapes.FewerCame,
        parameters=("event_id", "nonce"),
        refusals=(401, 403, 404, 409, 422),
    ),
    Operation(
        "post",
        "/events/{event_id}/taps",
        "不用领票的场次：点人数。同一 nonce 再次发送，只算一次",
        shapes.Tapped,
        body=shapes.Tap,
        parameters=("event_id",),
        refusals=(401, 403, 404, 409, 422),
    ),
)
_PARAMETERS: dict[str, dict[str, Any]] = {
    "nonce": {
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": shapes.NONCE},
    },
    "session_id": {
        "in": "query",
        "required": False,
        "description": "场次的设备不必填写",
        "schema": {"type": "string", "format": "uuid"},
    },
    "event_id": {"in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}},
    "page": {"in": "query", "required": False, "schema": {"type": "integer", "minimum": 1}},
    "since": {
        "in": "query",
        "required": False,
        "description": "只要这之后有变化的（手里名单的 made_at）",
        "schema": {"type": "string", "format": "date-time"},
    },
    "after": {
        "in": "query",
        "required": False,
        "description": "接着上一页（上一页的 next）",
        "schema": {"type": "string", "format": "uuid"},
    },
    "q": {"in": "query", "required": True, "schema": {"type": "string"}},
}


@door.get("/openapi.json")
@open_to_all
def openapi() -> ResponseReturnValue:
    """The description."""
    return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """The whole document."""
    used = {one.answer for one in OPERATIONS} | {one.body for one in OPERATIONS if one.body}
    models = sorted(used | {shapes.Problem}, key=lambda model: model.__name__)
    _, made = models_json_schema(
        [(model, "validation") for model in models], ref_template=_SCHEMAS + "{model}"
    )
    paths: dict[str, dict[str, Any]] = {}
    for one in OPERATIONS:
        paths.setdefault(f"/api/v1{one.path}", {})[one.method] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {"title": "好人 · 扫码签到接口", "version": "1"},
        "security": [{"device": []}],
        "paths": paths,
        "components": {
            "schemas": made["$defs"],
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    answers = {"200": _content("成功", one.answer)}
    answers["400"] = _content("内容认不出，不要原样再发", shapes.Problem)
    for status in one.refusals:
        answers[str(status)] = _content("没有成功，原因见 message", shapes.Problem)
    answers["429"] = _content("请求太频繁，Retry-After 秒后再试", shapes.Problem)
    found: dict[str, Any] = {"summary": one.summary, "responses": answers}
    if one.parameters:
        found["parameters"] = [{"name": name, **_PARAMETERS[name]} for name in one.parameters]
    if one.body:
        found["requestBody"] = {"required": True, **_json(one.body)}
    return found


def _content(words: str, shape: type[BaseModel]) -> dict[str, Any]:
    return {"description": words, **_json(shape)}


def _json(shape: type[BaseModel]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": {"$ref": _SCHEMAS + shape.__name__}}}}
