"""The blueprint of complaints and what every page of it has at hand."""

from datetime import date
from typing import cast

from flask import Blueprint, current_app

from portal import clock
from portal.complaints.calendar import holidays_around
from portal.complaints.domain.deadlines import Promises
from portal.complaints.service.office import Office
from portal.complaints.vault import Vault, open_vault
from portal.extensions import current_settings, db
from portal.organisation import queries as organisation
from portal.organisation.domain.catalogue import Catalogue
from portal.settings import Settings

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


def promises_of(settings: Settings) -> Promises:
    """Return the operator's deadlines, in working days."""
    return Promises(
        verify_days=settings.complaint_verify_days,
        answer_days=settings.complaint_answer_days,
        response_days=settings.complaint_response_days,
    )


def office() -> Office:
    """Return what a use case needs: the key, the day, the calendar and the promises."""
    return Office(
        vault=vault(),
        today=today(),
        holidays=holidays_around(db.session(), today()),
        promises=promises_of(current_settings()),
    )


def catalogue() -> Catalogue:
    """Return the organisation as it stands today."""
    return organisation.catalogue(db.session(), on=today())
