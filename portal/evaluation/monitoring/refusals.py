"""Rules of the database on notes, dialogues and difficulties.

Texts are encrypted anew when their key is changed, so no rule holds a text itself: rules hold
who, when, state and revision beside it.
"""

from portal.evaluation.rules.machines import DIALOGUE, NOTE, transitions_of
from portal.evaluation.work.refusals import is_kept
from portal.storage.row_rules import RowRule, state_rules, stays

_TALK = "talk"
NOTE_RULES = (
    *state_rules("feedback_note", first=NOTE.first, allowed=transitions_of(NOTE)),
    stays("feedback_note", "about_id", "writer_id", "written_at", "written_on"),
    RowRule(
        "feedback_note_read_stays",
        "feedback_note",
        "UPDATE OF revision",
        "OLD.state <> 'written' AND NEW.revision <> OLD.revision",
        "what was read is only added to",
    ),
    RowRule(
        "feedback_note_is_kept",
        "feedback_note",
        "DELETE",
        is_kept(_TALK, day="OLD.written_on"),
        "a note is kept for two years",
    ),
)
ADDITION_RULES = (
    stays("note_addition", "note_id", "writer_id", "added_at"),
    RowRule(
        "note_addition_is_kept",
        "note_addition",
        "DELETE",
        "EXISTS (SELECT 1 FROM feedback_note AS n WHERE n.id = OLD.note_id AND KEPT)".replace(
            "KEPT", is_kept(_TALK, day="n.written_on")
        ),
        "what was added is kept for two years",
    ),
)
DIALOGUE_RULES = (
    *state_rules("dialogue", first=DIALOGUE.first, allowed=transitions_of(DIALOGUE)),
    stays("dialogue", "person_id", "superior_id", "planned_by"),
    RowRule(
        "dialogue_record_stays",
        "dialogue",
        "UPDATE OF planned_for, recorded_by, held_on, next_on",
        "OLD.state <> 'planned' AND (NEW.planned_for IS DISTINCT FROM OLD.planned_for "
        "OR NEW.recorded_by IS DISTINCT FROM OLD.recorded_by "
        "OR NEW.held_on IS DISTINCT FROM OLD.held_on "
        "OR NEW.next_on IS DISTINCT FROM OLD.next_on)",
        "what was recorded stays",
    ),
    RowRule(
        "dialogue_answer_stays",
        "dialogue",
        "UPDATE OF decided_by",
        "OLD.state IN ('confirmed', 'disputed') AND NEW.decided_by IS DISTINCT FROM OLD.decided_by",
        "an answer stays",
    ),
    RowRule(
        "dialogue_is_kept",
        "dialogue",
        "DELETE",
        f"OLD.state <> 'planned' AND {is_kept(_TALK, day='OLD.held_on')}",
        "a dialogue is kept for two years",
    ),
)
DIALOGUE_EVENT_RULES = (
    stays("dialogue_event", "dialogue_id", "old", "new", "happened_at", "person_id"),
    RowRule(
        "dialogue_event_is_kept",
        "dialogue_event",
        "DELETE",
        "EXISTS (SELECT 1 FROM dialogue AS d WHERE d.id = OLD.dialogue_id AND KEPT)".replace(
            "KEPT", is_kept(_TALK, day="d.held_on")
        ),
        "what happened is kept for two years",
    ),
)
DIFFICULTY_RULES = (
    stays("difficulty", "person_id", "found_by", "found_on", "cause", "due_on"),
    RowRule(
        "difficulty_settled_once",
        "difficulty",
        "UPDATE OF settled_on, settled_by, revision",
        "OLD.settled_on IS NOT NULL AND (NEW.settled_on IS DISTINCT FROM OLD.settled_on "
        "OR NEW.settled_by IS DISTINCT FROM OLD.settled_by OR NEW.revision <> OLD.revision)",
        "what came of it stays",
    ),
    RowRule(
        "difficulty_is_kept",
        "difficulty",
        "DELETE",
        is_kept(_TALK, day="OLD.found_on"),
        "a difficulty is kept for two years",
    ),
)
