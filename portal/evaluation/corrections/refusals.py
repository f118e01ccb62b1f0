"""Rules of the database on corrections."""

from portal.evaluation.appraisals.refusals import words
from portal.evaluation.corrections.domain import CORRECTABLE
from portal.evaluation.objections.domain import PENDING
from portal.evaluation.rules.machines import CORRECTION, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_CONTENT = (
    "evaluation_id",
    "plan_id",
    "person_id",
    "appraiser_id",
    "decider_id",
    "about",
    "indicator_key",
    "period",
    "was",
    "value",
    "proposed_by",
    "proposed_on",
)
_OF_RESULT = (
    "SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id "
    "AND e.person_id = NEW.person_id AND e.state"
)
# Of both sides one is who confirmed the result; somebody else only once they cannot sign in.
_IS_SIDE = (
    "EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id "
    "AND (e.confirmed_by = NEW.appraiser_id OR NOT EXISTS (SELECT 1 FROM account AS a "
    "WHERE a.officer_id = e.confirmed_by AND a.is_active)))"
)
_OBJECTIONS = "SELECT 1 FROM objection AS o WHERE o.evaluation_id = NEW.evaluation_id AND o.state"
_IS_CORRECTABLE = f"EXISTS ({_OF_RESULT} IN {words(*CORRECTABLE)})"
_IS_LAST = (
    "NEW.about = (SELECT max(s.number) FROM appraisal_snapshot AS s "
    "WHERE s.evaluation_id = NEW.evaluation_id)"
)
_IS_OBJECTED = f"EXISTS ({_OBJECTIONS} IN {words(*PENDING)})"
_HAS_SNAPSHOT = (
    "EXISTS (SELECT 1 FROM appraisal_snapshot AS s WHERE s.evaluation_id = NEW.evaluation_id "
    "AND s.number = NEW.snapshot_number AND s.number = NEW.about + 1)"
)
CORRECTION_RULES = (
    *state_rules("result_correction", first=CORRECTION.first, allowed=transitions_of(CORRECTION)),
    stays("result_correction", *_CONTENT),
    never_deleted("result_correction"),
    RowRule(
        "result_correction_of_the_last_document",
        "result_correction",
        "INSERT",
        f"NOT ({_IS_CORRECTABLE} AND {_IS_LAST} AND {_IS_SIDE})",
        "a delivered result is corrected by its last document",
    ),
    RowRule(
        "result_correction_leaves_a_document",
        "result_correction",
        "UPDATE OF state",
        f"NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND (NOT {_HAS_SNAPSHOT} "
        f"OR {_IS_OBJECTED} OR NOT {_IS_CORRECTABLE})",
        "a correction leaves a document, and none while an objection waits",
    ),
    RowRule(
        "result_correction_end_stays",
        "result_correction",
        "UPDATE OF snapshot_number, agreed_by, confirmed_by, ended_by",
        "OLD.state IN ('confirmed', 'refused', 'withdrawn')",
        "a correction that ended stays",
    ),
)
