"""Rules of the database on recommendations."""

from portal.evaluation.appraisals.refusals import IS_CONFIRMED
from portal.storage.row_rules import RowRule, never_deleted, stays

_NAME = "adviser_recommendation"
_OF_PLAN = "SELECT 1 FROM yearly_evaluation AS e WHERE e.plan_id = NEW.plan_id AND"
_IS_OVER = f"(e.state IN {IS_CONFIRMED} OR e.appraiser_id = NEW.adviser_id)"
_TOO_LATE = f"EXISTS ({_OF_PLAN} {_IS_OVER})"
ADVICE_RULES = (
    stays(_NAME, "plan_id", "person_id", "adviser_id", "kind", "given_on"),
    never_deleted(_NAME),
    RowRule(
        f"{_NAME}_before_confirmation",
        _NAME,
        "INSERT",
        _TOO_LATE,
        "a recommendation comes before the confirmation, and not from who rated",
    ),
)
