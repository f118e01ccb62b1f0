"""Who stands above the made-up city's officers: superiors, heads of agencies and a mayor."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.demo.people import FIRST_NAMES, LAST_NAMES
from portal.organisation.people.carrying_out import carry_out
from portal.organisation.people.domain import Change, LineChange, PersonKind, PostChange
from portal.organisation.people.models import KeptLine, Officer, Posting
from portal.organisation.people.reporting_lines import LineKind
from portal.organisation.places.catalogue import Agency, Catalogue

OFFICERS_TITLE = "Pengelola Layanan Operasional"
SUPERIORS_TITLE = "Kepala Seksi Pelayanan"
MAYORS_TITLE = "Wali Kota"


@dataclass(frozen=True, slots=True)
class Serving:
    """An officer who serves at a desk today, and since when."""

    person_id: int
    since: date


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """The people of one agency: its head, the superior of its officers, and the officers."""

    agency: Agency
    head_id: int
    superior_id: int
    officers: tuple[Serving, ...]

    @property
    def superiors(self) -> tuple[int, int]:
        """Who is above the officers, the head first."""
        return self.head_id, self.superior_id


@dataclass(frozen=True, slots=True)
class DemoLine:
    """Everybody who is above somebody in the city."""

    mayor_id: int
    teams: Mapping[int, DemoTeam]


def add_superiors(session: Session, city: Catalogue, *, since: date) -> DemoLine:
    """Add a mayor, and for each agency a head and a superior, above the officers of its desks.

    :param since: from when on they hold their posts; officers since they serve at their desk.
    """
    names = _names()
    mayor = _person(session, next(names))
    teams = {}
    for agency_id, officers in _serving(session, city).items():
        agency = city.agencies[agency_id]
        head, superior = (_person(session, next(names)) for _ in range(2))
        changes: list[tuple[int, Change]] = [
            (head, replace(_post(agency, since), title=f"Kepala {agency.name}", is_head=True)),
            (superior, replace(_post(agency, since), title=SUPERIORS_TITLE)),
            (head, _reports(mayor, since)),
            (superior, _reports(head, since)),
            *((each.person_id, _post(agency, each.since)) for each in officers),
            *((each.person_id, _reports(superior, each.since)) for each in officers),
        ]
        for person_id, change in changes:
            carry_out(session, person_id, change=change)
        teams[agency_id] = DemoTeam(agency, head, superior, officers)
    session.commit()
    return DemoLine(mayor, teams)


def line_of(session: Session, city: Catalogue) -> DemoLine:
    """Return who stands above the officers, as it was added.

    :raises LookupError: where nobody was.
    """
    above = {
        row.person_id: row.superior_id
        for row in session.execute(
            select(KeptLine.person_id, KeptLine.superior_id).where(KeptLine.ends_on.is_(None))
        )
    }
    teams = {}
    for agency_id, officers in _serving(session, city).items():
        superior = above[officers[0].person_id]
        teams[agency_id] = DemoTeam(city.agencies[agency_id], above[superior], superior, officers)
    if not teams:
        raise LookupError("nobody serves at a desk")
    return DemoLine(above[next(iter(teams.values())).head_id], teams)


def _post(agency: Agency, since: date) -> PostChange:
    return PostChange(
        OFFICERS_TITLE,
        agency.id,
        unit_id=None,
        is_head=False,
        kind=LineKind.DEFINITIVE,
        starts_on=since,
    )


def _reports(to: int, since: date) -> LineChange:
    return LineChange(to, LineKind.DEFINITIVE, starts_on=since)


def _names() -> Iterator[str]:
    """Give names that no officer has: theirs the other way round."""
    for last in LAST_NAMES:
        for first in FIRST_NAMES:
            yield f"{last} {first} (rekaan)"


def _serving(session: Session, city: Catalogue) -> dict[int, tuple[Serving, ...]]:
    """Return by agency who serves at its desks; nobody serves at two."""
    rows = session.execute(
        select(Posting.officer_id, Posting.desk_id, Posting.starts_on)
        .join(Officer, Officer.id == Posting.officer_id)
        .where(Posting.ends_on.is_(None), Officer.retired_on.is_(None))
        .order_by(Posting.officer_id)
    )
    found: defaultdict[int, list[Serving]] = defaultdict(list)
    for officer_id, desk_id, starts_on in rows:
        found[city.agency_of_desk(desk_id).id].append(Serving(officer_id, starts_on))
    return {agency_id: tuple(officers) for agency_id, officers in sorted(found.items())}


def _person(session: Session, name: str) -> int:
    row = Officer(name=name, badge_name="", badge_number="", number=None, kind=PersonKind.PNS)
    session.add(row)
    session.flush()
    return row.id
