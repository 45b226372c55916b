"""The floors: the least a view with these tools can do, served like the program itself.

`create_app` writes one row a request; `create_echo` answers WeChat in safe mode by wechatpy alone.
"""

import os

from flask import Flask, Response, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.replies import TextReply


class Base(DeclarativeBase):
    """One table."""


class Line(Base):
    """One row a request."""

    __tablename__ = "floor_line"
    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[str]


def create_app() -> Flask:
    """POST /line: one INSERT, one COMMIT."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db = SQLAlchemy(app, model_class=Base)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _like_ours)
        try:
            Base.metadata.create_all(db.engine, checkfirst=True)
        except DBAPIError:  # the other worker was making it at the same moment
            Base.metadata.create_all(db.engine, checkfirst=True)

    @app.post("/line")
    def line() -> Response:
        db.session.add(Line(words="x" * 100))
        db.session.commit()
        return Response(status=204)

    return app


def _like_ours(connection, _record) -> None:  # type: ignore[no-untyped-def]
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "wal_autocheckpoint=8000",
        "busy_timeout=30000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def create_echo() -> Flask:
    """POST /echo: open the envelope, parse, answer the same words, seal."""
    app = Flask(__name__)
    crypto = WeChatCrypto(
        os.environ["WECHAT_TOKEN"],
        os.environ["WECHAT_ENCODING_AES_KEY"],
        os.environ["WECHAT_APP_ID"],
    )

    @app.post("/echo")
    def echo() -> Response:
        args = request.args
        opened = crypto.decrypt_message(
            request.get_data(), args["msg_signature"], args["timestamp"], args["nonce"]
        )
        message = parse_message(opened)
        reply = TextReply(content=message.content, message=message).render()
        sealed = crypto.encrypt_message(reply, args["nonce"], args["timestamp"])
        return Response(sealed, mimetype="application/xml")

    return app
