"""The blueprint of the organisation's staff pages and what every one of them has at hand."""

from flask import Blueprint

from portal.organisation.places import catalogue_queries
from portal.organisation.places.arrangement import LAST_MONTH
from portal.organisation.places.catalogue import Catalogue
from portal.web.extensions import db, today

METHODS = ["GET", "POST"]


blueprint = Blueprint("organisation", __name__, url_prefix="/admin/organisation")


def catalogue() -> Catalogue:
    """Return the organisation as it stands today."""
    return catalogue_queries.catalogue(db.session(), on=today())


def decided_catalogue() -> Catalogue:
    """Return the organisation of today with what is decided for the next month already."""
    return catalogue_queries.catalogue(db.session(), on=today(), month=LAST_MONTH)
