"""The scanner's own page: installs on a phone or tablet, and works when nothing else does."""

from app.entrypoints.scanner import pages  # noqa: F401 - registers the views
from app.entrypoints.scanner.door import door

__all__ = ["door"]
