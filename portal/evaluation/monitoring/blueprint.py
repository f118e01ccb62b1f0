"""The blueprint of monitoring."""

from flask import Blueprint

blueprint = Blueprint("monitoring", __name__, url_prefix="/admin/performance")
