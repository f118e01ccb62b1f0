"""The blueprint of all pages that citizens rate with."""

from flask import Blueprint

blueprint = Blueprint("rating", __name__)
