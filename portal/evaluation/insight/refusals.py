"""Rules of the database on notes."""

from portal.evaluation.appraisals.refusals import words
from portal.evaluation.insight.domain import ANSWERED, OF_TEAM
from portal.evaluation.rules.machines import LOOK_AGAIN, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

# Parts of conditions, as the table's own checks use them.
IS_ANSWERED, IS_OF_TEAM = words(*ANSWERED), words(*OF_TEAM)
NOTE_RULES = (
    *state_rules("signal_note", first=LOOK_AGAIN.first, allowed=transitions_of(LOOK_AGAIN)),
    stays("signal_note", "cycle_id", "kind", "appraiser_id", "person_id", "plan_id", "opened_on"),
    never_deleted("signal_note"),
    RowRule(
        "signal_note_answer_stays",
        "signal_note",
        "UPDATE OF answered_by, answered_on",
        f"OLD.state IN {IS_ANSWERED}",
        "what was answered stays",
    ),
)
