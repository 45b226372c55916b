"""Protection of forms against being posted from elsewhere."""

from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
