"""Rules that the database itself enforces on evaluations."""

from portal.evaluation.appraisals.domain import CONFIRMED, LOW
from portal.evaluation.rules.behaviour import VALUES
from portal.evaluation.rules.levels import QUADRANT
from portal.evaluation.rules.machines import PERIODIC, YEARLY, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays


def words(*values: str) -> str:
    """Return fixed words as a list in SQL."""
    return "(" + ", ".join(f"'{each!s}'" for each in values) + ")"


def changed(*columns: str) -> str:
    """Return the condition that one of ``columns`` changes."""
    return "(" + " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns) + ")"


IS_CONFIRMED = words(*CONFIRMED)
IS_LOW = words(*LOW)
# Predicate as a function of two levels; nothing else can stand in the row.
IS_QUADRANT = (
    "(result_level IS NULL) = (predicate IS NULL) "
    "AND (behaviour_level IS NULL) = (predicate IS NULL) AND (predicate IS NULL "
    "OR result_level || ' ' || behaviour_level || ' ' || predicate IN "
    + words(*(f"{result} {behaviour} {each}" for (result, behaviour), each in QUADRANT.items()))
    + ")"
)
_TEXTS = ("result_reason", "example", "strengths", "weaknesses", "advice", "provides")
_GIVEN = ("appraiser_id", "result_level", "behaviour_level", "suggested_level", "cause")
_PERIOD_PLACE = ("plan_id", "person_id", "cycle_id", "period_number")
PERIODIC_RULES = (
    *state_rules("periodic_evaluation", first=PERIODIC.first, allowed=transitions_of(PERIODIC)),
    stays("periodic_evaluation", *_PERIOD_PLACE),
    never_deleted("periodic_evaluation"),
    RowRule(
        "periodic_evaluation_shown_stays",
        "periodic_evaluation",
        f"UPDATE OF {', '.join((*_GIVEN, *_TEXTS, 'self_report', 'shown_on'))}",
        f"OLD.state IN ('shown', 'acknowledged') AND ({changed(*_GIVEN, 'shown_on')} OR "
        + " OR ".join(
            f"(NEW.{each} IS NULL) <> (OLD.{each} IS NULL)" for each in (*_TEXTS, "self_report")
        )
        + ")",
        "what was shown stays",
    ),
    RowRule(
        "periodic_evaluation_answer_stays",
        "periodic_evaluation",
        "UPDATE OF answer, answered_on, note",
        f"OLD.state = 'acknowledged' AND ({changed('answer', 'answered_on')} "
        "OR (NEW.note IS NULL) <> (OLD.note IS NULL))",
        "an answer stays",
    ),
)
_EVENT = ("evaluation_id", "old", "new", "happened_at", "person_id")


def event_rules(table: str) -> tuple[RowRule, ...]:
    """Return the rules that what happened is never changed; its reason may be encrypted anew."""
    return stays(table, *_EVENT), never_deleted(table)


_RESULT = ("appraiser_id", "result_level", "behaviour_level", "predicate")
_BEFORE = ("first_level", "last_level", "targets_confirmed_by", "reviewed_by", "second_reader_id")
_STEPS = (
    "(SELECT count(*) FROM yearly_step AS s JOIN yearly_rating AS r ON r.id = s.rating_id "
    "WHERE r.evaluation_id = NEW.id AND r.number = (SELECT max(number) FROM yearly_rating "
    "WHERE evaluation_id = NEW.id))"
)
_NOT_LOOKED_AT = (
    "NOT EXISTS (SELECT 1 FROM second_look AS s WHERE s.evaluation_id = NEW.id "
    "AND s.reader_id = NEW.second_reader_id AND s.opinion = 'agrees')"
)
YEARLY_RULES = (
    *state_rules("yearly_evaluation", first=YEARLY.first, allowed=transitions_of(YEARLY)),
    stays("yearly_evaluation", "person_id", "cycle_id"),
    never_deleted("yearly_evaluation"),
    RowRule(
        "yearly_evaluation_result_stays",
        "yearly_evaluation",
        f"UPDATE OF {', '.join(_RESULT)}",
        f"OLD.state IN {IS_CONFIRMED} AND OLD.state <> 'under_objection' AND {changed(*_RESULT)}",
        "a confirmed result stays",
    ),
    RowRule(
        "yearly_evaluation_way_stays",
        "yearly_evaluation",
        f"UPDATE OF plan_id, confirmed_by, confirmed_at, {', '.join(_BEFORE)}",
        f"OLD.state IN {IS_CONFIRMED} AND "
        f"{changed('plan_id', 'confirmed_by', 'confirmed_at', *_BEFORE)}",
        "how a result was confirmed stays",
    ),
    RowRule(
        "yearly_evaluation_receipt_stays",
        "yearly_evaluation",
        "UPDATE OF delivered_on, received_on, receipt",
        f"(OLD.delivered_on IS NOT NULL AND {changed('delivered_on')}) "
        f"OR (OLD.received_on IS NOT NULL AND {changed('received_on', 'receipt')})",
        "delivery and receipt stay",
    ),
    RowRule(
        "yearly_evaluation_clock_never_shorter",
        "yearly_evaluation",
        "UPDATE OF object_until",
        "OLD.object_until IS NOT NULL AND (NEW.object_until IS NULL "
        "OR NEW.object_until < OLD.object_until)",
        "the last day to object moves later only",
    ),
    RowRule(
        "yearly_evaluation_is_rated_whole",
        "yearly_evaluation",
        "UPDATE OF state",
        f"NEW.state = 'rated' AND {_STEPS} <> {VALUES}",
        "seven steps make a rating",
    ),
    RowRule(
        "yearly_evaluation_second_look_first",
        "yearly_evaluation",
        "UPDATE OF state",
        f"NEW.state = 'confirmed' AND NEW.predicate IN {IS_LOW} "
        f"AND (OLD.state <> 'second_look' OR {_NOT_LOOKED_AT})",
        "a second reader looks first",
    ),
    RowRule(
        "yearly_evaluation_has_snapshot",
        "yearly_evaluation",
        "UPDATE OF state",
        "NEW.state = 'confirmed' AND OLD.state <> 'confirmed' AND NOT EXISTS (SELECT 1 FROM "
        "appraisal_snapshot AS s WHERE s.evaluation_id = NEW.id)",
        "a confirmed result has a snapshot",
    ),
)
_IS_OPEN = (
    "NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id "
    "AND e.state IN ('not_started', 'self_reported', 'rated'))"
)
RATING_RULES = (
    stays(
        "yearly_rating",
        "evaluation_id",
        "number",
        "appraiser_id",
        "made_at",
        "result_level",
        "behaviour_level",
        "aid_result_level",
        "aid_behaviour_level",
    ),
    never_deleted("yearly_rating"),
    RowRule(
        "yearly_rating_while_open",
        "yearly_rating",
        "INSERT",
        _IS_OPEN,
        "only an open evaluation is rated",
    ),
)
STEP_RULES = (
    stays("yearly_step", "rating_id", "value", "step"),
    never_deleted("yearly_step"),
    RowRule(
        "yearly_step_while_open",
        "yearly_step",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM yearly_rating AS r JOIN yearly_evaluation AS e "
        "ON e.id = r.evaluation_id WHERE r.id = NEW.rating_id "
        "AND e.state IN ('not_started', 'self_reported', 'rated'))",
        "only an open evaluation is rated",
    ),
)
LOOK_RULES = (
    stays("second_look", "evaluation_id", "reader_id", "drawn_on"),
    never_deleted("second_look"),
    RowRule(
        "second_look_opinion_stays",
        "second_look",
        "UPDATE OF opinion, decided_at",
        f"OLD.opinion IS NOT NULL AND {changed('opinion', 'decided_at')}",
        "an opinion stays",
    ),
    RowRule(
        "second_look_reader_is_outside",
        "second_look",
        "INSERT",
        "EXISTS (SELECT 1 FROM yearly_evaluation AS e WHERE e.id = NEW.evaluation_id AND "
        "(NEW.reader_id = e.person_id OR NEW.reader_id = e.appraiser_id "
        "OR NEW.reader_id = e.decider_id))",
        "a second reader is outside the line",
    ),
)
REVIEW_RULES = (
    stays("unit_review", "cycle_id", "agency_id", "unit_id", "head_id", "reviewed_at"),
    never_deleted("unit_review"),
)
SNAPSHOT_RULES = (
    stays(
        "appraisal_snapshot",
        "evaluation_id",
        "number",
        "rules_version",
        "made_at",
        "digest",
        "content",
    ),
    never_deleted("appraisal_snapshot"),
    RowRule(
        "appraisal_snapshot_expires_once",
        "appraisal_snapshot",
        "UPDATE OF wrapped_key, expired_on",
        f"OLD.expired_on IS NOT NULL AND {changed('wrapped_key', 'expired_on')}",
        "what expired stays so",
    ),
)
