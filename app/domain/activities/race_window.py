"""The moment between looking and writing, in which a race would be lost without the locks.

In life it is empty. Tests put a pause there, so that a race test can prove that it is able to fail.
"""

from collections.abc import Callable


def _no_pause() -> None:
    return


_pause: Callable[[], None] = _no_pause


def widen(pause: Callable[[], None]) -> None:
    """Let every action pause between its look and its write (tests only)."""
    global _pause
    _pause = pause


def pass_through() -> None:
    """Called by actions at that moment."""
    _pause()
