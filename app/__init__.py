"""Haoren: the only module that sees every floor. It puts the house together."""

# The doors are being hung; until then this opens the database only.
from flask import Flask
from flask_migrate import Migrate

from app.kernel import crypto
from app.kernel.database import db, prepare_engine
from config import ROOT, Settings, derived_key


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or Settings.from_environment()
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SECRET_KEY"] = settings.secret_key
    app.extensions["settings"] = settings
    crypto.use_keyring(
        crypto.Keyring(
            settings.encryption_keys,
            settings.current_encryption_key,
            settings.index_key,
            derived_key(settings.secret_key, "signing"),
        )
    )
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"))
    with app.app_context():
        prepare_engine(db.engine)
    return app
