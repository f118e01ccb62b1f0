"""The blueprint of accounts for many people, and what its pages share."""

from typing import Any

from flask import Blueprint

from portal.accounts.letters.sending import enclose
from portal.accounts.links.service import Issued
from portal.accounts.staff.pages import public_url
from portal.organisation.people_accounts.labels import invitation_letter
from portal.web.access import Role, authenticator
from portal.web.body_limits import allow_more
from portal.web.extensions import current_settings, db, moment

blueprint = Blueprint("people_accounts", __name__, url_prefix="/admin/people/accounts")


@blueprint.url_value_preprocessor
def allow_for_a_file(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Let an administrator send more than a form may hold, before anything reads the form."""
    if endpoint == "people_accounts.preview_mail":
        staff = authenticator().staff()
        if staff is not None and staff.has(Role.ADMINISTRATOR):
            allow_more(endpoint)


def url_of(link: Issued) -> str:
    """Return the address of a one-time link."""
    return public_url("accounts.link", token=link.token)


def enclose_invitation(email: str, link: Issued) -> None:
    """Keep a letter within the transaction that makes its account; the jobs send it."""
    now = moment()
    letter = invitation_letter(email, url_of(link), useful_for=link.expires_at - now)
    enclose(db.session(), letter, settings=current_settings(), now=now)
