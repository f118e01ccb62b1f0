"""The blueprint of complaints and what every page of it uses."""

from flask import Blueprint

from portal.complaints.intake.case_context import CaseContext, case_context_of
from portal.complaints.intake.waiting import Waiting
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.web.extensions import current_settings, db, today, vault

blueprint = Blueprint("complaints", __name__)


def waiting() -> Waiting:
    """Return the complaints that wait for the night."""
    return Waiting.beside_keys(current_settings().keys_dir)


def context() -> CaseContext:
    """Return what a use case needs: the key, the day, the calendar and the promises."""
    return case_context_of(db.session(), current_settings(), vault=vault(), today=today())


def catalogue() -> Catalogue:
    """Return the organisation as it stands today."""
    return catalogue_queries.catalogue(db.session(), on=today())
