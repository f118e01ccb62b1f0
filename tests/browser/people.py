"""Signs staff in by their session, so that a browser test begins where its story does."""

import json

from tests.browser.conftest import Watched
from tests.browser.portal_process import Portal

MAKE = """
import json
from portal import clock
from portal.access import Role
from portal.accounts.domain.sessions import Stage
from portal.accounts.service.sessions import Browser, add_session
from portal.extensions import db
from tests.staff import add_account
session = db.session()
roles = [Role(name) for name in {roles!r}]
account = add_account(session, *roles, agency_id={agency!r}, officer_id={officer!r})
browser = Browser(account_id=account.id, stage=Stage.SIGNED_IN, device="test")
token = add_session(session, browser, now=clock.now())
session.commit()
print(json.dumps(token))
"""


def sign_in(
    watched: Watched,
    portal: Portal,
    *roles: str,
    agency_id: int | None = None,
    officer_id: int | None = None,
) -> None:
    """Give the page's browser the session of a new person with ``roles``."""
    said = portal.python(MAKE.format(roles=list(roles), agency=agency_id, officer=officer_id))
    token = json.loads(said.splitlines()[-1])
    watched.page.context.add_cookies([{"name": "staff", "value": token, "url": watched.home}])
