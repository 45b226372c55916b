"""How far somebody's responsibility reaches."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """A subtree of places, by path. `Scope("")` is everything (the system, the public)."""

    path: str

    def covers(self, path: str) -> bool:
        """Whether a place lies in this subtree."""
        return path.startswith(self.path)

    def strictly_above(self, path: str) -> bool:
        """Whether a place lies in this subtree and below its root."""
        return path.startswith(self.path) and path != self.path


EVERYWHERE = Scope("")
