"""Which texts about people a term counts for, and from what it counts.

No law that was read gives a term for records of this kind; the city's rules do (``keeping``).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """What the term of a text counts from.

    :ivar table: the table of the matter.
    :ivar way: the columns that lead there from the text's own table, one after the other.
    """

    table: str
    way: tuple[str, ...] = ()


def _by(table: str, way: str = "") -> Matter:
    return Matter(table, tuple(way.split()))


CYCLE, PLAN = "evaluation_cycle", "performance_plan"
PROGRAMME, DEVELOPMENT = "improvement_programme", "development_plan"
SCHEME, CASE, MEASURE = "award_scheme", "good_case", "unit_measure"

#: By the table of the texts.
MATTERS: Mapping[str, Matter] = {
    "plan_version": _by(PLAN, "plan_id"),
    "plan_event": _by(PLAN, "version_id plan_id"),
    "plan_expectation": _by(PLAN, "version_id plan_id"),
    "realisation": _by(PLAN, "plan_id"),
    "realisation_event": _by(PLAN, "realisation_id plan_id"),
    "periodic_evaluation": _by(PLAN, "plan_id"),
    "adviser_recommendation": _by(PLAN, "plan_id"),
    "yearly_evaluation": _by(PLAN, "plan_id"),
    "yearly_event": _by(PLAN, "evaluation_id plan_id"),
    "yearly_rating": _by(PLAN, "evaluation_id plan_id"),
    "yearly_step": _by(PLAN, "rating_id evaluation_id plan_id"),
    "second_look": _by(PLAN, "evaluation_id plan_id"),
    "result_correction": _by(PLAN, "plan_id"),
    "evaluation_exception": _by(CYCLE, "cycle_id"),
    "signal_note": _by(CYCLE, "cycle_id"),
    "unit_review": _by(CYCLE, "cycle_id"),
    "improvement_programme": _by(PROGRAMME),
    "programme_check_in": _by(PROGRAMME, "programme_id"),
    "programme_goal": _by(PROGRAMME, "programme_id"),
    "programme_figure": _by(PROGRAMME, "goal_id programme_id"),
    "development_plan": _by(DEVELOPMENT),
    "development_aim": _by(DEVELOPMENT, "plan_id"),
    "unit_measure": _by(MEASURE),
    "good_case": _by(CASE),
    "award": _by(SCHEME, "scheme_id"),
}
#: Of a matter that is no cycle, the days on which something happened to it, the last one first.
LAST_DAYS: Mapping[str, tuple[str, ...]] = {
    PROGRAMME: ("reviewed_on", "extended_to", "agreed_on", "proposed_on"),
    DEVELOPMENT: ("closed_on", "agreed_on", "made_on"),
    MEASURE: ("checked_on", "decided_on", "proposed_on"),
    CASE: ("published_on", "made_on"),
    SCHEME: ("decided_on",),
}
