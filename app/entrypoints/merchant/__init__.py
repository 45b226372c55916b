"""A merchant's phone: one page that redeems coupons by a token, and the answers it asks for."""

from app.entrypoints.merchant import pages  # noqa: F401 - registers the views
from app.entrypoints.merchant.door import door

__all__ = ["door"]
