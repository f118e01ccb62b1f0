"""Rules of the database on trainings."""

from portal.evaluation.rules.machines import RECOMMENDATION, transitions_of
from portal.evaluation.work.refusals import is_kept
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_TRAINING = "training_record"
_DONE = ("hours", "done_on", "confirmed_by", "starts_on", "ends_on", "substitute_id")
_CHANGED = " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in _DONE)
TRAINING_RULES = (
    *state_rules(_TRAINING, first=RECOMMENDATION.first, allowed=transitions_of(RECOMMENDATION)),
    stays(_TRAINING, "person_id", "topic_code", "cause", "suggested_by", "suggested_on"),
    RowRule(
        f"{_TRAINING}_decision_stays",
        _TRAINING,
        "UPDATE OF decided_by",
        "OLD.decided_by IS NOT NULL AND NEW.decided_by IS DISTINCT FROM OLD.decided_by",
        "a decision stays",
    ),
    RowRule(
        f"{_TRAINING}_done_stays",
        _TRAINING,
        f"UPDATE OF {', '.join(_DONE)}",
        f"OLD.state IN ('done', 'effect_checked') AND ({_CHANGED})",
        "what was done stays",
    ),
    RowRule(
        f"{_TRAINING}_is_kept",
        _TRAINING,
        "DELETE",
        is_kept("training", day="COALESCE(OLD.done_on, OLD.ends_on, OLD.suggested_on)"),
        "a training is kept until its term is over",
    ),
)
RULE_RULES = (
    stays("training_rule", "cause", "topic_code", "starts_on", "set_by"),
    RowRule(
        "training_rule_ends_once",
        "training_rule",
        "UPDATE OF ends_on",
        "OLD.ends_on IS NOT NULL AND NEW.ends_on IS DISTINCT FROM OLD.ends_on",
        "a rule ends once",
    ),
    never_deleted("training_rule"),
)
