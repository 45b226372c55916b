"""Why a file of somebody else's making is not taken."""

from app.kernel.refusal import Refusal


class SheetRefused(Refusal):
    """A table that cannot be taken at all; nothing of it was read."""

    reason = "{problem}"
    status = 422
    field = "file"
