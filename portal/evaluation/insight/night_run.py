"""The night's look at every appraiser of the cycles under review, and the yearly equity check."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from statistics import fmean

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_queries import steps_in
from portal.evaluation.cycles import queries as cycles
from portal.evaluation.insight.around import LookedAt, Unlock
from portal.evaluation.insight.city_queries import Steps, around_cycle, city_facts
from portal.evaluation.insight.figure_queries import citizens_figure, served_plans
from portal.evaluation.insight.look_run import note_team
from portal.evaluation.insight.queries import appraisers_with_notes
from portal.evaluation.rules.signals import Team, told_leniency


def look_again(session: Session, *, unlock: Unlock, today: date) -> int:
    """Look at every appraiser whose cycle is over and not closed; commits one by one.

    :returns: how many appraisers were looked at.
    """
    looked = 0
    for cycle in cycles.cycles(session):
        if not cycle.is_under_review(today):
            continue
        at = around_cycle(session, cycle, unlock=unlock, today=today)
        steps = steps_in(session, cycle.id)
        city = city_facts(at, steps, leniency=_leniency(session, at, steps=steps))
        for each in sorted({*steps, *appraisers_with_notes(session, cycle.id)}):
            note_team(session, at, appraiser_id=each, city=city, steps=steps, is_whole_city=True)
            session.expire_all()
            looked += 1
    return looked


def _leniency(session: Session, at: LookedAt, *, steps: Steps) -> Mapping[int, float]:
    """Return the leniency of who is told, from the people who have an anchor."""
    anchors = _anchors(session, at, steps=steps)
    teams: dict[str, Team] = {}
    for appraiser, people in steps.items():
        known = [each for each in people if each in anchors]
        if known:
            teams[str(appraiser)] = Team(
                [fmean(people[each]) for each in known], [anchors[each] for each in known]
            )
    found = told_leniency(teams, rules=at.rules.signals)
    return {int(key): value for key, value in found.items()}


def _anchors(session: Session, at: LookedAt, *, steps: Steps) -> Mapping[int, float]:
    """Return what colleagues and citizens say of everybody, on 1 to 5; nobody without a figure."""
    ids = {person for people in steps.values() for person in people}
    said: defaultdict[int, list[Fraction]] = defaultdict(list)
    for person, figure in at.figures.items():
        if person in ids:
            said[person].append(figure)
    for served in served_plans(session, at.cycle, rules=at.rules, person_ids=ids, on=at.today):
        if (found := citizens_figure(session, served)) is not None:
            said[served.plan.person_id].append(found.value)
    return {person: float(sum(figures) / len(figures)) for person, figures in said.items()}
