"""The programs' door: scanners check people in and out, by a token that can do nothing else."""

from app.entrypoints.api import events, openapi, scans, session  # noqa: F401 - each registers its views
from app.entrypoints.api.door import door

__all__ = ["door"]
