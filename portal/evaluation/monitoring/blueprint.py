"""The blueprint of monitoring."""

from flask import Blueprint

PERSON = "/people/<int(max=2147483647):person_id>"
blueprint = Blueprint("monitoring", __name__, url_prefix="/admin/performance")
