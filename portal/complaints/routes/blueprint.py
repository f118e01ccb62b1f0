"""The blueprint of complaints and what every page of it has at hand."""

from datetime import date
from typing import cast

from flask import Blueprint, current_app

from portal import clock
from portal.complaints.service.office import Office, open_office
from portal.complaints.vault import Vault, open_vault
from portal.extensions import current_settings, db
from portal.organisation import queries as organisation
from portal.organisation.domain.catalogue import Catalogue

VAULT = "portal_complaints_vault"
blueprint = Blueprint("complaints", __name__)


def vault() -> Vault:
    """Return the vault of this process, opened once."""
    if VAULT not in current_app.extensions:
        current_app.extensions[VAULT] = open_vault(current_settings().keys_dir)
    return cast(Vault, current_app.extensions[VAULT])


def today() -> date:
    """Return the city's date."""
    return clock.today(current_settings().timezone)


def office() -> Office:
    """Return what a use case needs: the key, the day, the calendar and the promises."""
    return open_office(db.session(), current_settings(), vault=vault(), today=today())


def catalogue() -> Catalogue:
    """Return the organisation as it stands today."""
    return organisation.catalogue(db.session(), on=today())
