"""Rules of the database on signed papers."""

from portal.storage.row_rules import RowRule, never_deleted, stays

_OF_PLAN = "NEW.kind = 'plan' AND NOT EXISTS (SELECT 1 FROM plan_version AS v"
_OF_PERIOD = "NEW.kind = 'realisation' AND NOT EXISTS (SELECT 1 FROM performance_plan AS p"
_OF_YEAR = "NEW.kind = 'receipt' AND NOT EXISTS (SELECT 1 FROM yearly_evaluation AS e"
_OF_CASE = "NEW.kind = 'objection' AND NOT EXISTS (SELECT 1 FROM objection AS o"
PAPER_RULES = (
    stays(
        "paper_record",
        "person_id",
        "plan_id",
        "kind",
        "about_id",
        "signed_on",
        "file_kind",
        "size",
        "sha256",
        "recorded_by",
        "recorded_at",
    ),
    never_deleted("paper_record"),
    RowRule(
        "paper_record_of_its_matter",
        "paper_record",
        "INSERT",
        f"({_OF_PLAN} WHERE v.id = NEW.about_id AND v.plan_id = NEW.plan_id)) "
        f"OR ({_OF_PERIOD} JOIN evaluation_period AS d ON d.cycle_id = p.cycle_id "
        "WHERE p.id = NEW.plan_id AND d.number = NEW.about_id)) "
        f"OR ({_OF_YEAR} WHERE e.id = NEW.about_id AND e.plan_id = NEW.plan_id "
        "AND e.person_id = NEW.person_id)) "
        f"OR ({_OF_CASE} WHERE o.id = NEW.about_id AND o.plan_id = NEW.plan_id))",
        "a paper belongs to the plan of what it is about",
    ),
    RowRule(
        "paper_record_not_by_oneself",
        "paper_record",
        "INSERT",
        "EXISTS (SELECT 1 FROM account AS a WHERE a.id = NEW.recorded_by "
        "AND a.officer_id = NEW.person_id)",
        "nobody records what they signed themself",
    ),
    RowRule(
        "paper_record_is_gone_once",
        "paper_record",
        "UPDATE OF stored_as, file_key, removed_on",
        "OLD.removed_on IS NOT NULL AND (NEW.stored_as IS NOT NULL OR NEW.file_key IS NOT NULL "
        "OR NEW.removed_on IS DISTINCT FROM OLD.removed_on)",
        "what was destroyed stays so",
    ),
)
