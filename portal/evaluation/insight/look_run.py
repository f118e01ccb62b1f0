"""Looks for signs among one appraiser's forms; no rating is touched."""

from datetime import date

from sqlalchemy.orm import Session

from portal.evaluation.appraisals.yearly_queries import steps_in
from portal.evaluation.cycles.domain import Cycle
from portal.evaluation.insight.around import LookedAt, Unlock
from portal.evaluation.insight.city_queries import Steps, around_cycle, city_facts
from portal.evaluation.insight.domain import SignalKind
from portal.evaluation.insight.facts import CityFacts
from portal.evaluation.insight.facts_queries import team_facts
from portal.evaluation.insight.finding import signs_of
from portal.evaluation.insight.noting import Checked, keep_found

# Only the whole city tells them; who looks at one appraiser leaves them as they are.
OF_CITY = frozenset({SignalKind.LENIENCY, SignalKind.SEVERITY})


def look_at_appraiser(
    session: Session, cycle: Cycle, *, appraiser_id: int, unlock: Unlock, today: date
) -> None:
    """Look at one appraiser's people as they stand now; commits.

    Leniency and severity are left to the night, which compares the whole city.
    """
    at = around_cycle(session, cycle, unlock=unlock, today=today)
    steps = steps_in(session, cycle.id)
    city = city_facts(at, steps)
    note_team(session, at, appraiser_id=appraiser_id, city=city, steps=steps)


def note_team(
    session: Session,
    at: LookedAt,
    *,
    appraiser_id: int,
    city: CityFacts,
    steps: Steps,
    is_whole_city: bool = False,
) -> None:
    """Look at one appraiser's people and keep what was found; commits."""
    ids = list(steps.get(appraiser_id, {}))
    team = team_facts(session, at, appraiser_id=appraiser_id, person_ids=ids)
    kinds = frozenset(SignalKind) - (frozenset() if is_whole_city else OF_CITY)
    checked = Checked(team, signs_of(team, city), kinds)
    keep_found(session, at.cycle.id, checked=checked, today=at.today)
