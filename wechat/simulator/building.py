"""Putting the simulator together from its settings."""

import json

from flask import Flask, request

from wechat.simulator import (
    browser,
    control_api,
    followers,
    menu_api,
    message_api,
    oauth,
    pages,
    phone_api,
    qr_api,
    token_api,
    user_api,
)
from wechat.simulator.clock import Clock
from wechat.simulator.settings import SimulatorSettings, refuse_in_production
from wechat.simulator.store import Store
from wechat.simulator.world import World

LARGEST_BODY_BYTES = 16 * 1024 * 1024
BLUEPRINTS = (
    *(token_api.blueprint, message_api.blueprint, menu_api.blueprint, qr_api.blueprint),
    *(user_api.blueprint, oauth.blueprint, phone_api.blueprint, control_api.blueprint),
    pages.blueprint,
)


def create_simulator(settings: SimulatorSettings) -> Flask:
    """WeChat's servers, the phone page and the JSON API. Refuses to be built in production."""
    refuse_in_production()
    store = Store(settings.data_folder / "simulator.sqlite3")
    world = World(settings, store, Clock(store, settings.clock_file), settings.browser_port)
    if settings.templates_file is not None:
        wanted = json.loads(settings.templates_file.read_text(encoding="utf-8"))
        control_api.store_templates(world, wanted)
    followers.create_first(world)
    return _app(world, "simulator", *BLUEPRINTS)


def create_browser(simulator: Flask) -> Flask:
    """The proxy that shows the app as WeChat's browser does, sharing the simulator's state."""
    world: World = simulator.extensions["wechat_simulator"]
    return _app(world, "simulator_browser", browser.blueprint)


def _app(world: World, name: str, *blueprints: object) -> Flask:
    # The proxy must pass every path on, its own static folder's included.
    static = "/simulator/static" if name == "simulator" else "/__wechat__/static"
    app = Flask(f"wechat.simulator.{name}", root_path=_folder(), static_url_path=static)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY_BYTES
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["wechat_simulator"] = world
    app.before_request(_read_body)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)  # type: ignore[arg-type]
    return app


def _read_body() -> None:
    """Take the body in before anything answers: closing on unread bytes resets the connection."""
    request.get_data()


def _folder() -> str:
    return __file__.rpartition("/")[0]
