"""Rules that the database itself enforces on plans."""

from portal.evaluation.rules.machines import PLAN, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

AFTER_AGREEMENT = (
    "('agreed', 'agreed_conditionally', 'running', 'amended', 'ended_early', 'concluded')"
)
# What a version needs before it can be sent, in the order in which the rules name it.
_NO_MAIN = "NOT EXISTS (SELECT 1 FROM plan_result WHERE version_id = NEW.id AND kind = 'main')"
_EMPTY_RESULT = (
    "EXISTS (SELECT 1 FROM plan_result AS r WHERE r.version_id = NEW.id AND NOT EXISTS "
    "(SELECT 1 FROM plan_indicator AS i WHERE i.result_id = r.id))"
)
_INCOMPLETE = (
    "EXISTS (SELECT 1 FROM plan_indicator WHERE version_id = NEW.id AND (method = '' "
    "OR source = '' OR (target IS NULL AND target_text = '') "
    "OR (target IS NOT NULL AND weight IS NULL)))"
)
_WEIGHTS = (
    "COALESCE((SELECT sum(weight) FROM plan_indicator WHERE version_id = NEW.id "
    "AND target IS NOT NULL), 100) <> 100"
)
_CITIZENS_TWICE = (
    "(SELECT count(*) FROM plan_indicator WHERE version_id = NEW.id AND uses_citizens) > 1"
)
PLAN_RULES = (
    never_deleted("performance_plan"),
    stays("performance_plan", "cycle_id", "person_id", "starts_on"),
    RowRule(
        "performance_plan_only_shortened",
        "performance_plan",
        "UPDATE OF ends_on",
        "NEW.ends_on > OLD.ends_on",
        "a plan ends early, never later",
    ),
    RowRule(
        "performance_plan_in_cycle",
        "performance_plan",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM evaluation_cycle AS c WHERE c.id = NEW.cycle_id "
        "AND c.state = 'open' AND c.starts_on <= NEW.starts_on AND c.ends_on >= NEW.ends_on)",
        "a plan lies in an open cycle",
    ),
)
VERSION_RULES = (
    *state_rules("plan_version", first=PLAN.first, allowed=transitions_of(PLAN)),
    stays("plan_version", "plan_id", "person_id", "number"),
    never_deleted("plan_version"),
    RowRule(
        "plan_version_agreement_stays",
        "plan_version",
        "UPDATE OF agreed_by, agreed_at",
        f"OLD.state IN {AFTER_AGREEMENT} AND (NEW.agreed_by IS DISTINCT FROM OLD.agreed_by "
        "OR NEW.agreed_at IS DISTINCT FROM OLD.agreed_at)",
        "an agreement stays",
    ),
    RowRule(
        "plan_version_is_complete",
        "plan_version",
        "UPDATE OF state",
        f"NEW.state = 'submitted' AND ({_NO_MAIN} OR {_EMPTY_RESULT} OR {_INCOMPLETE} "
        f"OR {_WEIGHTS} OR {_CITIZENS_TWICE})",
        "a plan is complete before it is sent",
    ),
)
EVENT_RULES = (
    # The reason is encrypted anew when the key of texts is changed; nothing else ever changes.
    stays("plan_event", "version_id", "old", "new", "happened_at", "person_id"),
    never_deleted("plan_event"),
)
_IS_NO_DRAFT = (
    "NOT EXISTS (SELECT 1 FROM plan_version AS v "
    "WHERE v.id = {row}.version_id AND v.state = 'draft')"
)
# Columns of a result that may still be filled in once the leader has a plan.
_LINKS = {"plan_result": ("serves_id",)}
_COLUMNS = {
    "plan_result": (
        "version_id",
        "key",
        "kind",
        "text",
        "serves_text",
        "own_reason",
        "assigned_by",
    ),
    "plan_indicator": (
        "version_id",
        "result_id",
        "key",
        "text",
        "aspect",
        "direction",
        "target",
        "unit",
        "target_text",
        "method",
        "source",
        "weight",
        "quarters",
        "uses_citizens",
    ),
    "plan_expectation": ("version_id", "value"),
    "plan_appendix": ("version_id", "kind", "text"),
}


def content_rules(table: str) -> tuple[RowRule, ...]:
    """Return the rules that what a version says is only changed while it is a draft."""
    acts = {
        "insert": ("INSERT", "NEW"),
        "update": (f"UPDATE OF {', '.join(_COLUMNS[table])}", "OLD"),
        "delete": ("DELETE", "OLD"),
    }
    rules = [
        RowRule(
            f"{table}_is_fixed_on_{name}",
            table,
            act,
            _IS_NO_DRAFT.format(row=row),
            "only a draft is changed",
        )
        for name, (act, row) in acts.items()
    ]
    if table in _LINKS:
        rules.append(
            RowRule(
                f"{table}_serves_stays",
                table,
                "UPDATE OF serves_id",
                "OLD.serves_id IS NOT NULL AND NEW.serves_id IS DISTINCT FROM OLD.serves_id "
                "AND NOT EXISTS (SELECT 1 FROM plan_version AS v "
                "WHERE v.id = OLD.version_id AND v.state = 'draft')",
                "what a result serves stays",
            )
        )
    return tuple(rules)


CONTENT_RULES = tuple(rule for table in _COLUMNS for rule in content_rules(table))
