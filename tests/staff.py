"""People of the tests: accounts that are already signed in, for any package's staff pages."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.accounts.sessions.domain import FRESH_FOR, Stage
from portal.accounts.sessions.models import StaffSession
from portal.accounts.sessions.service import Browser, add_session
from portal.accounts.staff.domain import AGENCY_ROLES, scoped
from portal.accounts.staff.models import Account, RoleGrant
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in member of staff and the browser they sit at."""

    account_id: int
    client: FlaskClient


def add_account(
    session: Session,
    *roles: Role,
    agency_id: int | None = None,
    officer_id: int | None = None,
    name: str = "Sri Contoh",
    email: str | None = None,
) -> Account:
    """Add an account with ``roles`` within the caller's transaction.

    A role that counts for one agency gets an agency of its own where none is named.
    """
    number = session.query(Account).count() + 1
    if agency_id is None and AGENCY_ROLES.intersection(roles):
        agency_id = make_agency(session, f"instansi-{number}").id
    account = Account(
        name=name,
        email=email or f"sri{number}@contoh.test",
        officer_id=officer_id,
        is_active=True,
        created_at=clock.now(),
    )
    session.add(account)
    session.flush()
    for role, agency in scoped(frozenset(roles), agency_id).items():
        session.add(RoleGrant(account_id=account.id, role=role, agency_id=agency))
    session.flush()
    return account


def signed_in(
    app: Flask,
    *roles: Role,
    agency_id: int | None = None,
    officer_id: int | None = None,
    is_fresh: bool = True,
) -> Person:
    """Return a new person with ``roles`` whose browser is signed in."""
    with app.app_context():
        session = db.session()
        account = add_account(session, *roles, agency_id=agency_id, officer_id=officer_id)
        browser = Browser(account_id=account.id, stage=Stage.SIGNED_IN, device="Firefox, Linux")
        token = add_session(session, browser, now=clock.now())
        session.flush()
        if not is_fresh:
            row = session.query(StaffSession).filter_by(account_id=account.id).one()
            row.proved_at -= FRESH_FOR + timedelta(minutes=1)
        session.commit()
        client = app.test_client()
        client.set_cookie("staff", token)
        return Person(account_id=account.id, client=client)
