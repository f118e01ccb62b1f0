"""The blueprint of everything a citizen touches."""

from flask import Blueprint

blueprint = Blueprint("rating", __name__)
