"""The door for everyone, in any browser: what this is, what is on, how to take part."""

from app.entrypoints.public import activities, files, pages
from app.entrypoints.public.door import door

__all__ = ["activities", "door", "files", "pages"]
