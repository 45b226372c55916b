"""The authenticator on the phone of made-up staff: one secret for all of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text

from app.domain.access.one_time_codes import code_of_step, step_at
from app.entrypoints.cli.demo_district.team import SECRET


def code_at(now: datetime, secret: str = SECRET) -> str:
    """What it shows at a moment."""
    return code_of_step(step_at(now), secret)


def code_now(environment: dict[str, str]) -> str:
    """What it shows now, by the clock of a running house.

    Codes are taken once, and nobody here waits 30 seconds for the next one: the house forgets which
    it has seen.
    """
    engine = create_engine(environment["DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(text("UPDATE second_factor SET last_step = 0"))
    engine.dispose()
    return code_at(datetime.now(UTC) + _shift(Path(environment["HAOREN_CLOCK_FILE"])))


def _shift(clock_file: Path) -> timedelta:
    if not clock_file.exists():
        return timedelta()
    return timedelta(seconds=int(clock_file.read_text(encoding="ascii").strip() or "0"))
