"""The blueprint of merchants' phones. It shows a bill and a coupon, and nobody's name."""

from flask import Blueprint

door = Blueprint("merchant", __name__, url_prefix="/merchant")
