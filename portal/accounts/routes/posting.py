"""Letters with links, written after the answer was given."""

from portal import clock
from portal.accounts.domain.identity import Identity
from portal.accounts.forms.letters import device_letter, reset_letter
from portal.accounts.mail import post
from portal.accounts.queries.people import person
from portal.accounts.service import links
from portal.extensions import current_settings, db

# Stands in a link's address until the token is known; the address is made within the request.
LINK_TOKEN = "token-of-the-link"  # noqa: S105 - a placeholder


def post_reset_link(identity: Identity, *, url: str, language: str) -> None:
    """Send a link for a new password, when the account may have one."""
    issued = links.request_reset(db.session(), identity, now=clock.now())
    if issued is not None:
        address = url.replace(LINK_TOKEN, issued.token)
        letter = reset_letter(str(identity), address, language=language)
        post(db.session(), letter, settings=current_settings(), now=clock.now())


def post_device_link(account_id: int | None, *, url: str) -> None:
    """Send a link that makes a browser known; without an account or an e-mail address nothing."""
    found = person(db.session(), account_id) if account_id is not None else None
    if found is None or found.email is None:
        return
    issued = links.request_device_link(db.session(), found.account_id, now=clock.now())
    if issued is not None:
        letter = device_letter(found.email, url.replace(LINK_TOKEN, issued.token))
        post(db.session(), letter, settings=current_settings(), now=clock.now())
