"""The blueprint of the API, and how it reads and answers JSON."""

import re
from base64 import b64encode
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from typing import TypeVar
from uuid import UUID

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError

from app.entrypoints.api.shapes import NONCE, Answer
from app.entrypoints.limits import API_ASKS_AT_MOST, limiter, which_device
from app.kernel.refusal import BadInput

door = Blueprint("api", __name__, url_prefix="/api/v1")
limiter.limit(API_ASKS_AT_MOST, key_func=which_device)(door)
Read = TypeVar("Read", bound=BaseModel)
Given = TypeVar("Given")


def read(shape: type[Read]) -> Read:
    """The body as a shape; refuses BadInput with the field's name."""
    try:
        return shape.model_validate_json(request.get_data() or b"{}")
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "body"
        raise BadInput(field=field, problem=f"请求的 {field} 不正确：{first['msg']}") from None


def answered(answer: Answer) -> Response:
    """A shape as the answer."""
    return Response(answer.model_dump_json(), mimetype="application/json")


def base64(raw: bytes) -> str:
    """Bytes as JSON carries them."""
    return b64encode(raw).decode()


def asked_about(name: str, kind: Callable[[str], Given]) -> Given | None:
    """What the address asks about; None where it is not said, refuses BadInput."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise BadInput(field=name, problem=f"请求的 {name} 不正确") from None


def moment(text: str) -> datetime:
    """A moment in the address, with its offset; ValueError without, and at the calendar's ends."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None or found.year in (MINYEAR, MAXYEAR):
        raise ValueError(text)
    return found.astimezone(UTC)


def its_nonce(text: str) -> str:
    """A nonce in the address, as a body has it; refuses BadInput."""
    if not re.fullmatch(NONCE, text):
        raise BadInput(field="nonce", problem="请求的 nonce 不正确")
    return text


def wanted_session() -> UUID | None:
    """The session asked about; a session's token need not say it."""
    return asked_about("session_id", UUID)
