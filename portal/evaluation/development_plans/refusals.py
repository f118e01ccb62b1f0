"""Rules of the database on development plans."""

from portal.evaluation.rules.help_machines import DEVELOPMENT_PLAN
from portal.evaluation.rules.machines import transitions_of
from portal.storage.row_rules import RowRule, state_rules, stays

_PLAN, _AIM = "development_plan", "development_aim"
_AGREED = ("agreed_by", "agreed_on")
_ENDED = ("is_reached", "ended_on")
_IS_WRITTEN = (
    "EXISTS (SELECT 1 FROM development_plan AS p WHERE p.id = {row}.plan_id AND p.state = 'draft')"
)
_AIMS = "(SELECT count(*) FROM development_aim AS a WHERE a.plan_id = NEW.id)"
_OPEN_AIM = (
    "EXISTS (SELECT 1 FROM development_aim AS a WHERE a.plan_id = NEW.id AND a.is_reached IS NULL)"
)
_OTHER = (
    "EXISTS (SELECT 1 FROM development_plan AS p WHERE p.person_id = NEW.person_id "
    "AND p.state <> 'closed')"
)


def _changed(*columns: str) -> str:
    return " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns)


DEVELOPMENT_PLAN_RULES = (
    *state_rules(_PLAN, first=DEVELOPMENT_PLAN.first, allowed=transitions_of(DEVELOPMENT_PLAN)),
    stays(_PLAN, "person_id", "made_on"),
    RowRule(f"{_PLAN}_one_at_a_time", _PLAN, "INSERT", _OTHER, "one plan at a time"),
    RowRule(
        f"{_PLAN}_has_aims",
        _PLAN,
        "UPDATE OF state",
        f"NEW.state = 'sent' AND OLD.state <> 'sent' AND {_AIMS} NOT BETWEEN 2 AND 3",
        "a plan has two or three aims",
    ),
    RowRule(
        f"{_PLAN}_agreement_stays",
        _PLAN,
        f"UPDATE OF {', '.join(_AGREED)}",
        f"OLD.state IN ('agreed', 'closed') AND ({_changed(*_AGREED)})",
        "what was agreed stays",
    ),
    RowRule(
        f"{_PLAN}_closes_with_aims",
        _PLAN,
        "UPDATE OF state",
        f"NEW.state = 'closed' AND OLD.state <> 'closed' AND {_OPEN_AIM}",
        "a plan closes once every aim was ended",
    ),
    RowRule(f"{_PLAN}_is_kept", _PLAN, "DELETE", "OLD.state <> 'draft'", "what was sent is kept"),
)
AIM_RULES = (
    stays(_AIM, "plan_id", "way", "due_on"),
    *(
        RowRule(
            f"{_AIM}_{name}_stays",
            _AIM,
            act,
            f"NOT {_IS_WRITTEN.format(row=row)}",
            "aims of what was sent stay",
        )
        for name, act, row in (("added", "INSERT", "NEW"), ("removed", "DELETE", "OLD"))
    ),
    RowRule(
        f"{_AIM}_end_stays",
        _AIM,
        f"UPDATE OF {', '.join(_ENDED)}",
        f"OLD.is_reached IS NOT NULL AND ({_changed(*_ENDED)})",
        "what became of an aim stays",
    ),
)
