"""The page of a person's year: plan, activities by week, dialogues and quarters."""

from collections.abc import Sequence

from flask import abort, render_template

from portal.evaluation.cycles import queries as cycles
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.monitoring import queries
from portal.evaluation.monitoring.blueprint import PERSON, blueprint
from portal.evaluation.monitoring.reading import reached
from portal.evaluation.monitoring.standing import Reach
from portal.evaluation.monitoring.timeline import Span, YearFacts, drawn, months_of, plan_spans
from portal.evaluation.plans.queries import sent_plans
from portal.evaluation.work.queries import activities_by_day
from portal.evaluation.work.reading import names_of
from portal.web.access import Role, requires
from portal.web.extensions import db, today


@blueprint.get(f"{PERSON}/year")
@requires(*Role)
def year(person_id: int) -> str:
    """Show the year of today as a picture and as a table."""
    reach = reached(person_id)
    if not reach.reads_all:
        abort(404)
    cycle = cycles.cycle_on(db.session(), today())
    plans = () if cycle is None else sent_plans(db.session(), person_id, cycle_id=cycle.id)
    facts = None if cycle is None else _facts(reach, cycle, plans=plan_spans(plans))
    return render_template(
        "evaluation/monitoring/year.html",
        reach=reach,
        name=names_of({person_id})[person_id].name,
        cycle=cycle,
        facts=facts,
        plans=plans,
        months=() if facts is None else months_of(facts),
        drawing=None if facts is None else drawn(facts, today=today()),
    )


def _facts(reach: Reach, cycle: Cycle, *, plans: Sequence[Span]) -> YearFacts:
    """Return what the viewer reads of the year."""
    session, person_id = db.session(), reach.person_id
    last = min(cycle.ends_on, reach.last_day or cycle.ends_on)
    held = queries.dialogues_of(session, person_id, until=reach.last_day)
    talks = [each.spoken_on for each in held if each.spoken_on is not None]
    counted = activities_by_day(session, person_id, first=cycle.starts_on, last=last)
    return YearFacts(
        cycle.starts_on,
        cycle.ends_on,
        periods=[Span(each.number, each.starts_on, each.ends_on) for each in cycle.periods],
        plans=plans,
        activities=counted,
        dialogues=[day for day in talks if cycle.starts_on <= day <= last],
    )
