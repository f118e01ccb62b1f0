"""The blueprint of explanations; everybody who is staff reads them."""

from flask import Blueprint

blueprint = Blueprint("guide", __name__, url_prefix="/admin/performance/guide")
