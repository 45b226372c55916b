"""How Alembic meets our metadata: models of every room, one connection, batch mode on SQLite."""

from alembic import context

from app.domain.access import models as _access  # noqa: F401 - fills the metadata
from app.domain.activities import models as _activities  # noqa: F401
from app.domain.attachments import models as _attachments  # noqa: F401
from app.domain.attendance import models as _attendance  # noqa: F401
from app.domain.audit import models as _audit  # noqa: F401
from app.domain.culture import models as _culture  # noqa: F401
from app.domain.hours import models as _hours  # noqa: F401
from app.domain.hours.reports import models as _hour_reports  # noqa: F401
from app.domain.messaging import models as _messaging  # noqa: F401
from app.domain.nominations import models as _nominations  # noqa: F401
from app.domain.nominations.consultation import models as _consultations  # noqa: F401
from app.domain.nominations.upward import models as _upward  # noqa: F401
from app.domain.people import models as _people  # noqa: F401
from app.domain.places import models as _places  # noqa: F401
from app.domain.qualifications import models as _qualifications  # noqa: F401
from app.domain.recognition import models as _recognition  # noqa: F401
from app.domain.series import models as _series  # noqa: F401
from app.domain.training import models as _training  # noqa: F401
from app.kernel.database import Base, db

PLAIN_TYPES = {
    "UtcDateTime": "sa.DateTime(timezone=True)",
    "EncryptedText": "sa.Text()",
    "JSON": 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")',
}


def _render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our column types as plain ones, so that a revision needs nothing of today's code."""
    return PLAIN_TYPES.get(type(item).__name__, False) if kind == "type" else False


def migrate() -> None:
    """Bring the database behind the application up (or down) to a revision."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=_render_item,
        )
        with context.begin_transaction():
            context.run_migrations()


migrate()
