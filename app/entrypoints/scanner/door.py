"""The blueprint of the scanner's page. It holds nobody's name: all it shows comes from the API."""

from flask import Blueprint

door = Blueprint("scanner", __name__, url_prefix="/scanner")
