"""The blueprint of complaints and what every page of it has at hand."""

from datetime import date
from typing import cast

from flask import Blueprint, g
from sqlalchemy.orm import Session

from portal.complaints.intake.case_context import CaseContext, case_context_of
from portal.complaints.intake.text_keys import open_vault
from portal.complaints.intake.vault import Vault
from portal.complaints.intake.waiting import Waiting
from portal.organisation.places import catalogue_queries
from portal.organisation.places.catalogue import Catalogue
from portal.time import clock
from portal.web.extensions import current_settings, db

blueprint = Blueprint("complaints", __name__)


def vault() -> Vault:
    """Return the vault, opened once a request: a rotation takes effect with the next one.

    :raises portal.storage.lasting_keys.domain.KeyUnusable: when the key is not the right one.
    """
    if "vault" not in g:
        with Session(db.engine) as session:
            g.vault = open_vault(session, current_settings().keys_dir)
    return cast(Vault, g.vault)


def waiting() -> Waiting:
    """Return the complaints that wait for the night."""
    return Waiting.beside_keys(current_settings().keys_dir)


def today() -> date:
    """Return the city's date."""
    return clock.today(current_settings().timezone)


def context() -> CaseContext:
    """Return what a use case needs: the key, the day, the calendar and the promises."""
    return case_context_of(db.session(), current_settings(), vault=vault(), today=today())


def catalogue() -> Catalogue:
    """Return the organisation as it stands today."""
    return catalogue_queries.catalogue(db.session(), on=today())
