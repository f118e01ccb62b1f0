"""A small city whose figures for staff are out, with people who look at them."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from portal.rating.mixing.sum_queries import OfficerTallyRow
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.officer_answers import people
from tests.factories.organisation import make_agency, make_desk, make_officer, make_posting
from tests.factories.staff_figures import officer_bodies, publish_for_staff
from tests.staff import signed_in

OFFICERS = 24


@dataclass(frozen=True)
class City:
    """An app with two agencies; the officers of the first are posted at its one desk."""

    app: Flask
    first: int
    second: int
    desk: int
    officers: tuple[int, ...]

    def client(
        self, *roles: Role, agency: int | None = None, officer: int | None = None
    ) -> FlaskClient:
        """Return the browser of somebody with these roles."""
        return signed_in(self.app, *roles, agency_id=agency, officer_id=officer).client

    def page(self, address: str, *roles: Role, agency: int | None = None) -> str:
        """Return what somebody reads."""
        answer = self.client(*roles, agency=agency).get(f"/admin/figures{address}")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def own(self, officer: int, query: str = "") -> str:
        """Return what an officer reads of themself."""
        client = self.client(Role.OFFICER, agency=self.first, officer=officer)
        return client.get(f"/admin/figures{query}").get_data(as_text=True)

    def publish(self, *rows: OfficerTallyRow, seen: Collection[int] | None = None) -> None:
        """Let a release come out with what these answers make."""
        with self.app.app_context():
            bodies = officer_bodies(list(rows), agency="dukcapil", seen=seen)
            publish_for_staff(db.session(), bodies)

    def acts(self) -> list[tuple[str, str]]:
        """Return what stands in the audit log."""
        with self.app.app_context():
            rows = db.session.execute(
                text("SELECT action, subject FROM audit_entry ORDER BY sequence")
            )
            return [(row.action, row.subject) for row in rows]


def make_figure_city(app: Flask) -> City:
    """Let two agencies be there, the officers of the first at its one desk."""
    with app.app_context():
        session = db.session()
        first, second = make_agency(session), make_agency(session, "dishub")
        desk = make_desk(session, first)
        officers = [make_officer(session, str(1000 + each)) for each in range(OFFICERS)]
        for officer in officers:
            make_posting(session, officer, desk)
        session.commit()
        made = City(app, first.id, second.id, desk.id, tuple(each.id for each in officers))
        db.session.remove()
    return made


def everyone(city: City, *, n: int = 40) -> list[OfficerTallyRow]:
    return [row for each in city.officers for row in people(each, n, desk=city.desk)]
