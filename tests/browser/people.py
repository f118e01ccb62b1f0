"""Signs staff in by their session, so that a browser test begins where its story does."""

from portal.accounts.sessions.domain import Stage
from portal.accounts.sessions.service import Browser, add_session
from portal.time import clock
from portal.web.access import Role
from tests.browser.conftest import OpenContext
from tests.browser.portal_process import Portal
from tests.browser.watched import Watched
from tests.factories.plans import PlanScene
from tests.staff import add_account


def sign_in(
    watched: Watched,
    portal: Portal,
    *roles: str,
    agency_id: int | None = None,
    officer_id: int | None = None,
) -> None:
    """Give the page's browser the session of a new person with ``roles``."""
    with portal.inside() as session:
        wanted = map(Role, roles)
        account = add_account(session, *wanted, agency_id=agency_id, officer_id=officer_id)
        browser = Browser(account_id=account.id, stage=Stage.SIGNED_IN, device="test")
        token = add_session(session, browser, now=clock.now())
        session.commit()
    watched.page.context.add_cookies([{"name": "staff", "value": token, "url": watched.home}])


def both_signed_in(
    visit: OpenContext, line: tuple[Portal, PlanScene], *, scripts: bool
) -> tuple[Watched, Watched]:
    """Return the windows of somebody and of their superior."""
    portal, scene = line
    pair = [visit(portal=portal, scripts=scripts) for _ in range(2)]
    for watched, who in zip(pair, (scene.person, scene.superior), strict=True):
        sign_in(watched, portal, "officer", agency_id=scene.agency_id, officer_id=who)
    return pair[0], pair[1]
