"""The blueprint of signed papers."""

from flask import Blueprint

blueprint = Blueprint("on_paper", __name__, url_prefix="/admin/performance/on-paper")
