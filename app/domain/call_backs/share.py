"""How large a share is drawn: a setting, handed over once at the start."""

from app.domain.call_backs.rules import SHARE_PERCENT

_share_percent = SHARE_PERCENT


def use_share(percent: int) -> None:
    """Draw so many in a hundred from now on; 0 draws nothing. Called once by create_app()."""
    global _share_percent  # noqa: PLW0603 - said once, at start
    _share_percent = percent


def share_percent() -> int:
    """So many in a hundred."""
    return _share_percent
