"""The blueprint that every public page hangs on."""

from flask import Blueprint

blueprint = Blueprint("transparency", __name__)
