"""Rules of the database on calibration meetings."""

from portal.evaluation.rules.machines import CALIBRATION, transitions_of
from portal.evaluation.work.refusals import is_kept
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

MEETING_RULES = (
    *state_rules(
        "calibration_meeting", first=CALIBRATION.first, allowed=transitions_of(CALIBRATION)
    ),
    stays("calibration_meeting", "cycle_id", "agency_id", "agenda", "called_by", "called_on"),
    never_deleted("calibration_meeting"),
)
_CYCLE_ENDS = (
    "(SELECT c.ends_on FROM calibration_meeting AS m JOIN evaluation_cycle AS c "
    "ON c.id = m.cycle_id WHERE m.id = OLD.meeting_id)"
)


def _kept_for_its_term(table: str) -> RowRule:
    refuses = is_kept("calibration", day=_CYCLE_ENDS)
    message = "what a meeting looked at is kept until its term is over"
    return RowRule(f"{table}_is_kept", table, "DELETE", refuses, message)


_MEETING = "SELECT 1 FROM calibration_meeting AS m WHERE m.id = NEW.meeting_id AND m.state = "
SEAT_RULES = (
    stays("calibration_seat", "meeting_id", "person_id"),
    _kept_for_its_term("calibration_seat"),
    RowRule(
        "calibration_seat_before_it_is_held",
        "calibration_seat",
        "INSERT",
        f"NOT EXISTS ({_MEETING}'planned')",
        "participants are named before a meeting is held",
    ),
)
_SITS = (
    "SELECT 1 FROM calibration_seat AS s WHERE s.meeting_id = NEW.meeting_id "
    "AND s.person_id = NEW.appraiser_id AND s.attended"
)
_RATED = (
    "SELECT 1 FROM yearly_rating AS r JOIN yearly_evaluation AS e ON e.id = r.evaluation_id "
    "JOIN calibration_meeting AS m ON m.id = NEW.meeting_id AND m.cycle_id = e.cycle_id "
    "WHERE e.plan_id = NEW.plan_id AND e.person_id = NEW.person_id "
    "AND r.number = NEW.rating_number AND r.appraiser_id = NEW.appraiser_id"
)
_KEPT_COLUMNS = (
    "meeting_id",
    "plan_id",
    "person_id",
    "appraiser_id",
    "outcome",
    "rating_number",
    "recorded_on",
)
RECORD_RULES = (
    stays("calibration_record", *_KEPT_COLUMNS),
    _kept_for_its_term("calibration_record"),
    RowRule(
        "calibration_record_of_a_participant",
        "calibration_record",
        "INSERT",
        f"NOT (EXISTS ({_MEETING}'held') AND EXISTS ({_SITS}) AND EXISTS ({_RATED}))",
        "a participant records what became of an own rating",
    ),
)
