"""Haoren: the only module that sees every floor. It puts the house together."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from app import unpaused
from app.domain import reactions
from app.domain.call_backs import share
from app.domain.webhooks import subscriptions
from app.entrypoints.answers import install_answers
from app.entrypoints.api import door as api
from app.entrypoints.cli import install_commands
from app.entrypoints.console import door as console
from app.entrypoints.cookie import SignedCookie
from app.entrypoints.csrf import csrf
from app.entrypoints.display import install_display
from app.entrypoints.guard import login
from app.entrypoints.headers import install_headers
from app.entrypoints.health import door as health
from app.entrypoints.limits import limiter
from app.entrypoints.logs import install_logs
from app.entrypoints.merchant import door as merchant
from app.entrypoints.metrics import door as metrics
from app.entrypoints.metrics import install_metrics
from app.entrypoints.public import door as public
from app.entrypoints.request_log import install_request_log
from app.entrypoints.resident import door as resident
from app.entrypoints.scanner import door as scanner
from app.entrypoints.unreadable import install_no_nul
from app.entrypoints.uploads import install_upload_sizes
from app.entrypoints.wechat.callback import door as wechat
from app.kernel import clock, crypto
from app.kernel.database import db, prepare_engine
from config import ROOT, Settings, derived_key

LARGEST_BODY_BYTES = 2 * 1024 * 1024


class Haoren(Flask):
    """Flask without what it does a dozen times a request for views that would be coroutines."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from its settings (the environment's by default)."""
    settings = settings or Settings.from_environment()
    install_logs(settings.log_format)
    app = Haoren(__name__, template_folder=str(ROOT / "templates"))
    app.config.from_mapping(_flask_settings(settings))
    app.extensions["settings"] = settings
    app.session_interface = SignedCookie()
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    crypto.use_keyring(_keyring(settings))
    share.use_share(settings.call_back_share_percent)
    if settings.clock_file:
        clock.use_offset_file(settings.clock_file)
    else:
        clock.use_system_time()
    install_request_log(app, settings)
    _prepare_database(app)
    install_metrics(app)
    reactions.connect()
    subscriptions.forget()
    _open_doors(app, settings)
    unpaused.leave_alone_what_is_here()
    return app


def _keyring(settings: Settings) -> crypto.Keyring:
    return crypto.Keyring(
        encryption_keys=settings.encryption_keys,
        current=settings.current_encryption_key,
        index_key=settings.index_key,
        signing_key=derived_key(settings.secret_key, "signing"),
        ledger_key=settings.ledger_key,
    )


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(settings),
        "MAX_CONTENT_LENGTH": LARGEST_BODY_BYTES,
        "SESSION_COOKIE_NAME": "haoren",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=settings.resident_sign_in_days),
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the sign-in: nobody loses a long form
        "WTF_I18N_ENABLED": False,  # WTForms' own Chinese messages, without Flask-Babel
        "RATELIMIT_ENABLED": settings.rate_limits,
        "RATELIMIT_STORAGE_URI": settings.rate_limit_storage_url,
        "TESTING": settings.environment == "test",
    }


def _engine_options(settings: Settings) -> dict[str, Any]:
    quiet = {"hide_parameters": True}  # an error's text must not carry what people typed
    if make_url(settings.database_url).get_backend_name() == "sqlite":
        return quiet
    milliseconds = settings.statement_timeout_seconds * 1000
    return quiet | {
        "pool_size": 2,
        "max_overflow": 4,
        "connect_args": {"options": f"-c statement_timeout={milliseconds} -c timezone=UTC"},
    }


def _prepare_database(app: Flask) -> None:
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    with app.app_context():
        prepare_engine(db.engine)


def _open_doors(app: Flask, settings: Settings) -> None:
    install_upload_sizes(app)
    csrf.init_app(app)
    limiter.init_app(app)
    install_no_nul(app, other_bodies={api.name, merchant.name, wechat.name})
    # Not init_app(): pages say themselves what they show, and nobody is "remembered" by a cookie of
    # Flask-Login's, for which it would read the session after every request.
    app.login_manager = login  # type: ignore[attr-defined]
    for door in (public, resident, console, api, scanner, merchant, wechat, health, metrics):
        app.register_blueprint(door)
    csrf.exempt(merchant)
    csrf.exempt(api)  # a token in a header is not sent along from other sites
    limiter.exempt(health)
    limiter.exempt(metrics)
    install_display(app)
    install_answers(app)
    install_headers(app, settings)
    install_commands(app)


unpaused.leave_alone_what_is_here()
