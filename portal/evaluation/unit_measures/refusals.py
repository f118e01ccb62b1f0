"""Rules of the database on measures of a unit."""

from portal.evaluation.rules.help_machines import UNIT_MEASURE
from portal.evaluation.rules.machines import transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_MEASURE = "unit_measure"
_DECIDED = ("owner_id", "due_on", "decided_by", "decided_on")
_CHECKED = ("is_still_shared", "checked_on")


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns)


MEASURE_RULES = (
    *state_rules(_MEASURE, first=UNIT_MEASURE.first, allowed=transitions_of(UNIT_MEASURE)),
    stays(_MEASURE, "agency_id", "unit_id", "kind", "point", "year", "proposed_on"),
    RowRule(
        f"{_MEASURE}_decision_stays",
        _MEASURE,
        f"UPDATE OF {', '.join(_DECIDED)}",
        f"OLD.state <> 'proposed' AND ({_changed(*_DECIDED)})",
        "a decision stays",
    ),
    RowRule(
        f"{_MEASURE}_check_stays",
        _MEASURE,
        f"UPDATE OF {', '.join(_CHECKED)}",
        f"OLD.state = 'checked' AND ({_changed(*_CHECKED)})",
        "what was found stays",
    ),
    never_deleted(_MEASURE),
)
