"""Rules of the database on programmes.

Texts are encrypted anew when their key is changed, so no rule holds a text itself.
"""

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.machines import PROGRAMME, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_PROGRAMME, _GOAL, _FIGURE = "improvement_programme", "programme_goal", "programme_figure"
_CHECK_IN = "programme_check_in"
_AGREED = ("starts_on", "every", "agreed_by", "agreed_on")
_REVIEW = ("facts", "outcome", "reviewed_by", "reviewed_on")
_IS_AGREED = (
    "SELECT 1 FROM improvement_programme AS p WHERE p.id = {row}.programme_id "
    "AND p.state <> 'proposed'"
)
_HAS_GOAL = "EXISTS (SELECT 1 FROM programme_goal AS g WHERE g.programme_id = NEW.id)"
_IS_OPEN_GOAL = (
    "EXISTS (SELECT 1 FROM programme_goal AS g WHERE g.programme_id = NEW.id AND NOT EXISTS "
    "(SELECT 1 FROM programme_figure AS f WHERE f.goal_id = g.id AND f.kind = 'result'))"
)
_NO_EFFECT = (
    "NEW.no_effect IS NULL AND NOT EXISTS (SELECT 1 FROM programme_goal AS g JOIN "
    "programme_figure AS f ON f.goal_id = g.id WHERE g.programme_id = NEW.id "
    "AND f.kind = 'effect')"
)
_CAUSES = f"({', '.join(repr(str(each)) for each in DifficultyCause)})"


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns)


CAUSE_RULES = (
    RowRule(
        f"{_PROGRAMME}_cause_stays",
        _PROGRAMME,
        "UPDATE OF cause",
        "NEW.cause IS DISTINCT FROM OLD.cause",
        "a cause stays",
    ),
    RowRule(
        f"{_PROGRAMME}_cause_known",
        _PROGRAMME,
        "INSERT",
        f"NEW.cause IS NOT NULL AND NEW.cause NOT IN {_CAUSES}",
        "a cause is one of those known",
    ),
)
PROGRAMME_RULES = (
    *CAUSE_RULES,
    *state_rules(_PROGRAMME, first=PROGRAMME.first, allowed=transitions_of(PROGRAMME)),
    stays(_PROGRAMME, "person_id", "proposed_by", "proposed_on"),
    RowRule(
        f"{_PROGRAMME}_agreed_stays",
        _PROGRAMME,
        f"UPDATE OF {', '.join(_AGREED)}",
        f"OLD.state <> 'proposed' AND ({_changed(*_AGREED)})",
        "what was agreed stays",
    ),
    RowRule(
        f"{_PROGRAMME}_has_a_goal",
        _PROGRAMME,
        "UPDATE OF state",
        f"NEW.state = 'agreed' AND NOT {_HAS_GOAL}",
        "a programme has a goal",
    ),
    RowRule(
        f"{_PROGRAMME}_extended_once",
        _PROGRAMME,
        "UPDATE OF extended_to",
        "OLD.extended_to IS NOT NULL AND NEW.extended_to IS DISTINCT FROM OLD.extended_to",
        "a programme is extended once",
    ),
    RowRule(
        f"{_PROGRAMME}_ends_by_facts",
        _PROGRAMME,
        "UPDATE OF state",
        f"NEW.state = 'reviewed' AND OLD.state <> 'reviewed' AND {_IS_OPEN_GOAL}",
        "a programme ends by the figures of its goals",
    ),
    RowRule(
        f"{_PROGRAMME}_review_stays",
        _PROGRAMME,
        f"UPDATE OF {', '.join(_REVIEW)}",
        f"OLD.state IN ('reviewed', 'closed') AND ({_changed(*_REVIEW)})",
        "an outcome stays",
    ),
    RowRule(
        f"{_PROGRAMME}_closes_with_effect",
        _PROGRAMME,
        "UPDATE OF state",
        f"NEW.state = 'closed' AND OLD.state <> 'closed' AND {_NO_EFFECT}",
        "a programme closes with its effect, or why there is none",
    ),
    RowRule(
        f"{_PROGRAMME}_is_kept",
        _PROGRAMME,
        "DELETE",
        "OLD.state <> 'proposed'",
        "what was agreed is kept",
    ),
)
_CONTENT = (
    "programme_id",
    "plan_id",
    "indicator_key",
    "baseline",
    "baseline_cases",
    "target",
    "unit",
    "direction",
    "due_on",
)
GOAL_RULES = (
    stays(_GOAL, *_CONTENT),
    *(
        RowRule(
            f"{_GOAL}_{name}_stays",
            _GOAL,
            act,
            f"EXISTS ({_IS_AGREED.format(row=row)})",
            "goals of what was agreed stay",
        )
        for name, act, row in (("added", "INSERT", "NEW"), ("removed", "DELETE", "OLD"))
    ),
)
FIGURE_RULES = (
    stays(
        _FIGURE,
        "goal_id",
        "kind",
        "value",
        "cases",
        "taken_on",
        "realisation_id",
        "recorded_by",
    ),
    never_deleted(_FIGURE),
)
CHECK_IN_RULES = (
    stays(_CHECK_IN, "programme_id", "due_on"),
    RowRule(
        f"{_CHECK_IN}_held_stays",
        _CHECK_IN,
        "UPDATE OF held_on, recorded_by, was_provided",
        f"OLD.held_on IS NOT NULL AND ({_changed('held_on', 'recorded_by', 'was_provided')})",
        "what was recorded stays",
    ),
    never_deleted(_CHECK_IN),
)
