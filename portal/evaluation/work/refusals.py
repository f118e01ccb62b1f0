"""Rules that the database itself enforces on activities."""

from portal.evaluation.rules.machines import ACTIVITY, transitions_of
from portal.storage.row_rules import RowRule, state_rules, stays

DECIDED = "('accepted', 'returned', 'rejected')"
_CONTENT = ("done_on", "text", "amount", "unit", "quarter_hours", "link")
_KEPT = (
    "NOT EXISTS (SELECT 1 FROM work_retention AS r WHERE r.kind = 'KIND' AND DAY < r.keeps_from)"
)
_SERVED = ("purpose", "plan_id", "result_key")


def is_kept(kind: str, *, day: str) -> str:
    """Return the condition that something of a day was not forgotten; ``day`` is in SQL."""
    return _KEPT.replace("KIND", kind).replace("DAY", day)


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"NEW.{each} IS DISTINCT FROM OLD.{each}" for each in columns)


ACTIVITY_RULES = (
    *state_rules("activity", first=ACTIVITY.first, allowed=transitions_of(ACTIVITY)),
    stays("activity", "person_id", "entry_key", "entered_at"),
    RowRule(
        "activity_content_stays",
        "activity",
        f"UPDATE OF {', '.join(_CONTENT)}",
        f"OLD.state NOT IN ('draft', 'returned') AND ({_changed(_CONTENT)})",
        "only a draft or what was returned is changed",
    ),
    RowRule(
        "activity_served_stays",
        "activity",
        f"UPDATE OF {', '.join(_SERVED)}",
        "OLD.state NOT IN ('draft', 'returned') AND OLD.purpose <> 'later' "
        f"AND ({_changed(_SERVED)})",
        "what an activity serves stays",
    ),
    RowRule(
        "activity_decision_stays",
        "activity",
        "UPDATE OF decided_by, sent_on",
        "OLD.state IN ('accepted', 'rejected') AND (NEW.decided_by IS DISTINCT FROM "
        "OLD.decided_by OR NEW.sent_on IS DISTINCT FROM OLD.sent_on)",
        "a decision stays",
    ),
    RowRule(
        "activity_serves_own_plan",
        "activity",
        "INSERT",
        "NEW.plan_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM performance_plan AS p "
        "WHERE p.id = NEW.plan_id AND p.person_id = NEW.person_id)",
        "an activity serves a plan of its person",
    ),
    RowRule(
        "activity_serves_own_plan_later",
        "activity",
        "UPDATE OF plan_id",
        "NEW.plan_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM performance_plan AS p "
        "WHERE p.id = NEW.plan_id AND p.person_id = NEW.person_id)",
        "an activity serves a plan of its person",
    ),
    RowRule(
        "activity_is_kept",
        "activity",
        "DELETE",
        f"OLD.state <> 'draft' AND {is_kept('activity', day='OLD.done_on')}",
        "what was sent is kept for two years",
    ),
    *(
        RowRule(
            name,
            "activity",
            act,
            "NEW.state = 'sent' AND NEW.done_on > NEW.sent_on",
            "no day is told before it came",
        )
        for name, act in (
            ("activity_not_ahead", "INSERT"),
            ("activity_not_ahead_later", "UPDATE OF state, done_on, sent_on"),
        )
    ),
)
EVENT_RULES = (
    # The reason is encrypted anew when the key of texts is changed; nothing else ever changes.
    stays("activity_event", "activity_id", "old", "new", "happened_at", "person_id"),
    RowRule(
        "activity_event_is_kept",
        "activity_event",
        "DELETE",
        "EXISTS (SELECT 1 FROM activity AS a WHERE a.id = OLD.activity_id AND KEPT)".replace(
            "KEPT", is_kept("activity", day="a.done_on")
        ),
        "what happened is kept for two years",
    ),
)
