"""The blueprint of what follows the jury, below the addresses of awards."""

from flask import Blueprint

blueprint = Blueprint("recognition", __name__, url_prefix="/admin/performance/awards")
