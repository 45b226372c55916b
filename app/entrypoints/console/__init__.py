"""The console: where staff work."""

from app.entrypoints.console.door import door

__all__ = ["door"]
