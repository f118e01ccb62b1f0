"""The blueprint of the official record's pages, and who sends files to them."""

from flask import Blueprint

from portal.web.access import Role

SENDERS = (Role.PERFORMANCE_OFFICE, Role.PERFORMANCE_COORDINATOR)
blueprint = Blueprint("official", __name__, url_prefix="/admin/performance/official")
