"""How a door says no: a Refusal or an HTTP error becomes a page, or JSON for scripts, once."""

import structlog
from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException

from app.entrypoints.guard import came_from, safe_next
from app.kernel.database import session
from app.kernel.refusal import NotFound, Refusal, Unreadable

log = structlog.get_logger(__name__)
TOO_MANY = 429
PAGES = {400, 403, 404, 405, 413, 429}


def layout() -> str:
    """Which look the asker is in."""
    if request.path.startswith("/console"):
        return "console"
    if request.path.startswith(("/h5", "/c/")):
        return "resident"
    return "public"


def wants_json() -> bool:
    """Whether a script asks rather than a person."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" or request.path.startswith("/api/")


def refusal_answer(refusal: Refusal) -> ResponseReturnValue:
    """A refusal as page or JSON `{code, message, next_step}` with its status."""
    if wants_json():
        said = {"code": refusal.code, "message": refusal.sentence, "next_step": refusal.advice}
        return jsonify(said), refusal.status
    if isinstance(refusal, NotFound) and type(refusal) is NotFound:
        return render_template("errors/404.html", layout=layout()), refusal.status
    page = render_template(
        "errors/refusal.html",
        title="暂时不能这样做",
        sentence=refusal.sentence,
        next_step=refusal.advice,
        back_url=safe_next(came_from(), _home()),
        back_label="返回",
        layout=layout(),
    )
    return page, refusal.status


def _home() -> str:
    return {"console": "/console/", "resident": "/h5/", "public": "/"}[layout()]


def _http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if wants_json():
        if code == TOO_MANY:
            return _too_many()
        word = error.name.lower().replace(" ", "_")
        return jsonify(code=word, message=error.description, next_step=""), code
    name = code if code in PAGES else (500 if code >= 500 else 400)
    page = render_template(f"errors/{name}.html", layout=layout())
    headers = [(k, v) for k, v in error.get_headers() if k.lower() in {"retry-after", "allow"}]
    return page, code, headers


def _too_many() -> ResponseReturnValue:
    """The limiter itself adds Retry-After."""
    said = {
        "message": "请求太频繁，稍后会自动恢复",
        "next_step": "请等 Retry-After 秒再试。",
    }
    return jsonify(code="too_many_requests", **said), TOO_MANY


def _csrf_error(_error: CSRFError) -> ResponseReturnValue:
    if wants_json():
        said = {"message": "页面停留太久了，请刷新后再试", "next_step": ""}
        return jsonify(code="page_too_old", **said), 400
    page = render_template(
        "errors/refusal.html",
        title="页面停留太久了",
        sentence="为了您的账号安全，这次提交没有生效。",
        next_step="请返回上一页刷新后再提交，填写的内容会保留。",
        back_url=safe_next(came_from(), _home()),
        back_label="返回上一页",
        layout=layout(),
    )
    return page, 400


def _database_busy(_error: OperationalError) -> ResponseReturnValue:
    if wants_json():
        said = {"message": "现在访问的人较多，请稍后再试", "next_step": ""}
        return jsonify(code="busy", **said), 503, {"Retry-After": "5"}
    return render_template("errors/503.html"), 503, {"Retry-After": "5"}


def _cannot_be_kept(_error: DataError) -> ResponseReturnValue:
    """PostgreSQL keeps no such text or number; the page may ask it again after a rollback."""
    session.rollback()
    log.warning("the database refused what was sent", endpoint=request.endpoint)
    return refusal_answer(Unreadable())


def install_answers(app: Flask) -> None:
    """Register the translations, once."""
    app.register_error_handler(Refusal, refusal_answer)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DataError, _cannot_be_kept)
    app.register_error_handler(OperationalError, _database_busy)
