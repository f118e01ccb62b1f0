"""The blueprint of files in the official layout."""

from flask import Blueprint

blueprint = Blueprint("official_forms", __name__, url_prefix="/admin/performance")
