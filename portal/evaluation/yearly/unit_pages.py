"""Content of a unit's page for its head: levels and states only, and the guide beside them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, request

from portal.evaluation.appraisals.domain import Yearly
from portal.evaluation.appraisals.yearly_queries import last_review, years_of_people
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.rules.levels import Predicate
from portal.evaluation.rules.states import YearlyState
from portal.evaluation.yearly.reader_queries import people_headed
from portal.organisation.people import queries as people
from portal.organisation.people.civil_servants import HeldUnit
from portal.storage.paging import Page, offset_of, page_number
from portal.web.extensions import current_staff, db, today

PAGE_SIZE = 20
# The guide is for units of ten people or more.
LEAST_PEOPLE = 10


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit that the viewer heads, with its people and their evaluations of a cycle."""

    head_id: int
    held: HeldUnit
    cycle: Cycle
    person_ids: tuple[int, ...]
    years: Mapping[int, Yearly]

    @property
    def is_waiting(self) -> bool:
        """Whether an evaluation of somebody else waits to be looked at."""
        others = (each for each in self.years.values() if each.person_id != self.head_id)
        return any(each.state is YearlyState.UNIT_REVIEW for each in others)

    def shares(self) -> Mapping[Predicate, int]:
        """Return how many people have which predicate now; empty below ten people."""
        if len(self.person_ids) < LEAST_PEOPLE:
            return {}
        rated = [each.predicate for each in self.years.values() if each.predicate is not None]
        return Counter(rated)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One of a unit's people: name, state and levels; no steps and no texts."""

    name: str
    state: YearlyState
    year: Yearly | None


def headed_units() -> Mapping[HeldUnit, tuple[int, ...]]:
    """Return the units that the viewer heads with their people.

    :raises werkzeug.exceptions.NotFound: for an account without a person.
    """
    head_id = current_staff().officer_id
    if head_id is None:
        abort(404)
    return people_headed(db.session(), head_id, on=today())


def headed_unit(agency_id: int, unit_id: int) -> UnitView | None:
    """Return a unit that the viewer heads; None for everybody else.

    :param unit_id: 0 for the agency itself.
    """
    session = db.session()
    held = HeldUnit(current_staff().officer_id or 0, agency_id, unit_id or None)
    ids = headed_units().get(held)
    cycle = cycle_under_review()
    if ids is None or cycle is None:
        return None
    years = {each.person_id: each for each in years_of_people(session, ids, cycle_id=cycle.id)}
    return UnitView(held.person_id, held, cycle, ids, years)


def cycle_under_review() -> Cycle | None:
    """Return the latest opened cycle whose last day is over, else the one of today."""
    opened = [each for each in cycles.cycles(db.session()) if each.rules_version is not None]
    over = (each for each in opened if each.ends_on < today())
    return next(over, opened[0] if opened else None)


def page_of_unit(view: UnitView) -> dict[str, Any]:
    """Return what the page shows: searched, filtered and in pages."""
    names = people.persons(db.session(), view.person_ids)
    asked, state = (request.args.get("q") or "").strip().casefold(), request.args.get("state")
    lines = [
        UnitLine(
            each.name,
            view.years[each.id].state if each.id in view.years else YearlyState.NOT_STARTED,
            view.years.get(each.id),
        )
        for each in names.values()
        if asked in each.name.casefold()
    ]
    if state:
        lines = [each for each in lines if each.state == state]
    number = page_number(request.args.get("page"))
    start = offset_of(number, PAGE_SIZE)
    held = view.held
    return {
        "view": view,
        "page": Page(tuple(lines[start : start + PAGE_SIZE]), number, len(lines), PAGE_SIZE),
        "asked": request.args.get("q") or "",
        "state": state or "",
        "shares": view.shares(),
        "last": last_review(
            db.session(), view.cycle.id, agency_id=held.agency_id, unit_id=held.unit_id
        ),
    }
