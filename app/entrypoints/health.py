"""For machines that watch: alive, and ready to serve."""

from datetime import timedelta

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.domain.messaging import heartbeats
from app.entrypoints.guard import open_to_all
from app.kernel import clock
from app.kernel.database import db
from config import ROOT

WORKER_SILENT_AFTER = timedelta(seconds=60)

door = Blueprint("health", __name__)


@door.get("/healthz")
@open_to_all
def alive() -> ResponseReturnValue:
    """The process answers; nothing else is asked."""
    return jsonify(status="alive")


@door.get("/readyz")
@open_to_all
def ready() -> ResponseReturnValue:
    """Database reachable, migrated to this code's head, and a worker alive; 503 otherwise."""
    checks = {"database": False, "migrations": False, "worker": False}
    try:
        with db.engine.connect() as connection:
            checks["database"] = True
            current = MigrationContext.configure(connection).get_current_revision()
            checks["migrations"] = current == _head()
        beat = heartbeats.newest()
        checks["worker"] = beat is not None and clock.now() - beat < WORKER_SILENT_AFTER
    except SQLAlchemyError:
        db.session.rollback()
    good = all(checks.values())
    return jsonify(status="ready" if good else "not ready", checks=checks), 200 if good else 503


def _head() -> str | None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config).get_current_head()
