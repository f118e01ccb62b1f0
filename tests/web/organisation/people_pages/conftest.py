"""Two agencies with people, and whoever looks at them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency
from tests.factories.people import make_line, make_person, make_post
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields


@dataclass(frozen=True, slots=True)
class People:
    """The internal numbers of people by name: staff, superior and head of the own agency."""

    app: Flask
    own: int
    other: int
    ids: dict[str, int]

    def client(self, *roles: Role, agency: int | None = None, person: str = "") -> FlaskClient:
        """Return a browser of somebody new who is signed in."""
        return signed_in(self.app, *roles, agency_id=agency, officer_id=self.ids.get(person)).client


@pytest.fixture
def people(app: Flask) -> People:
    """Ana and Budi report to Citra, who reports to Dewi; Eka works elsewhere."""
    with app.app_context():
        session = db.session()
        own, other = make_agency(session, "dinkes"), make_agency(session, "rsud")
        names = ("Ana", "Budi", "Citra", "Dewi", "Eka")
        ids = {
            name: make_person(session, f"{name} Contoh", number=f"19900101202001100{at}").id
            for at, name in enumerate(names, start=1)
        }
        for name, person in ids.items():
            make_post(session, person, other if name == "Eka" else own)
        for person, superior in (("Ana", "Citra"), ("Budi", "Citra"), ("Citra", "Dewi")):
            make_line(session, ids[person], to=ids[superior], starts_on=date(2020, 1, 1))
        session.commit()
        return People(app, own.id, other.id, ids)


def send(client: FlaskClient, path: str, *, form: str | None = None, **fields: Any) -> Any:
    """Send a form from its page and follow where it leads."""
    page = client.get(form or path)
    return client.post(path, data=hidden_fields(page.text) | fields, follow_redirects=True)
