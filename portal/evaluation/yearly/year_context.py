"""A year on its way, with its sources as they stand, for whoever may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort

from portal.evaluation.appraisals.blueprint import ShownYear, found_year, note_shown
from portal.evaluation.appraisals.domain import SecondLook, Yearly
from portal.evaluation.appraisals.gathering import YearSources, year_sources
from portal.evaluation.appraisals.obstacles import Known, Obstacle, obstacles
from portal.evaluation.appraisals.yearly_queries import looks_of
from portal.evaluation.plans.domain import BehaviourValue
from portal.evaluation.rules.behaviour import BehaviourAid
from portal.evaluation.yearly.signal_sections import signal_points
from portal.organisation.people import queries as people
from portal.organisation.people.standing import StandingKind
from portal.web.extensions import db, today


@dataclass(frozen=True, slots=True)
class RatedYear:
    """A rated year with its sources as they stand now.

    :ivar aid: of behaviour with every source; it is shown once the first rating is set.
    :ivar open_notes: notes "please look again" that wait for the viewer.
    """

    shown: ShownYear
    year: Yearly
    sources: YearSources
    aid: BehaviourAid
    looks: tuple[SecondLook, ...]
    has_head: bool
    open_notes: int

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """What still keeps the year from being confirmed."""
        known = Known(
            bool(self.sources.result.pending),
            self.sources.colleagues is None,
            self.sources.result.suggested,
            self.aid.level,
            self.has_head,
            self.looks,
            self.open_notes,
            is_head=self.sources.result.organisation is not None,
        )
        return obstacles(self.year, known)


def sources_of(shown: ShownYear) -> YearSources:
    """Return the sources of a year as they stand."""
    around = shown.around
    return year_sources(
        db.session(), around.plan, cycle=around.cycle, version=around.version, on=today()
    )


def appraised_year(plan_id: int) -> ShownYear:
    """Return a year that the viewer works on as its appraiser; a look is logged once a day.

    :raises werkzeug.exceptions.NotFound: for everybody else, and once it is confirmed.
    """
    shown = found_year(plan_id)
    if not shown.around.viewer.rates(shown.year):
        abort(404)
    note_shown(shown.around, kind="year")
    return shown


def rated_year(plan_id: int) -> RatedYear:
    """Return a rated year for its appraiser.

    :raises werkzeug.exceptions.NotFound: for everybody else, and before it is rated.
    """
    shown = appraised_year(plan_id)
    if shown.year is None or shown.year.latest is None:
        abort(404)
    return with_sources(shown, shown.year)


def look_for_signs(rated: RatedYear) -> None:
    """Look for signs that somebody should look again, once a rating was sent on."""
    signal_points().sent_on(db.session(), rated.year)


def with_sources(shown: ShownYear, year: Yearly) -> RatedYear:
    """Return a rated year with its sources, for whoever may see it."""
    rating = year.latest
    if rating is None:
        abort(404)
    sources = sources_of(shown)
    steps = [rating.steps[value].step for value in BehaviourValue]
    return RatedYear(
        shown,
        year,
        sources,
        sources.behaviour(steps, knows_colleagues=True),
        looks_of(db.session(), year.id),
        has_head=bool(heads_of(shown) - {year.person_id}),
        open_notes=signal_points().waiting(db.session(), year, viewer_id=shown.around.viewer.id),
    )


def heads_of(shown: ShownYear) -> frozenset[int]:
    """Return who heads the person's unit."""
    day = min(today(), shown.around.plan.ends_on)
    person = shown.around.plan.person_id
    standing = people.standing_on(db.session(), day, person_ids={person})
    return frozenset(standing.holders(StandingKind.HEAD_OF_UNIT, about=person))


def names_in(*ids: int | None) -> Mapping[int, Any]:
    """Return the people of these numbers."""
    return people.persons(db.session(), {each for each in ids if each is not None})
