"""What the database refuses of evidence that is no link: figures of the portal, and files."""

from portal.storage.row_rules import RowRule, never_deleted, stays

BEFORE_ANSWER = (
    "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id "
    "AND r.state IN ('verified', 'not_measurable'))"
)
FIGURE_RULES = (
    stays(
        "realisation_figure",
        "realisation_id",
        "release_id",
        "address",
        "place_name",
        "period",
        "measure",
        "value",
        "n",
        "first_month",
        "last_month",
        "sha256",
        "added_on",
    ),
    never_deleted("realisation_figure"),
    RowRule(
        "realisation_figure_before_answer",
        "realisation_figure",
        "INSERT",
        BEFORE_ANSWER,
        "evidence is added before the answer",
    ),
    RowRule(
        "realisation_figure_was_published",
        "realisation_figure",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM document AS d JOIN release AS r ON r.id = d.release_id "
        "WHERE r.published_on IS NOT NULL AND d.release_id = NEW.release_id "
        "AND d.address = NEW.address AND d.period = NEW.period AND d.sha256 = NEW.sha256)",
        "only a published figure is evidence",
    ),
)
FILE_RULES = (
    stays(
        "realisation_file",
        "realisation_id",
        "plan_id",
        "period_number",
        "kind",
        "size",
        "sha256",
        "added_on",
    ),
    never_deleted("realisation_file"),
    RowRule(
        "realisation_file_before_answer",
        "realisation_file",
        "INSERT",
        BEFORE_ANSWER,
        "evidence is added before the answer",
    ),
    RowRule(
        "realisation_file_of_its_place",
        "realisation_file",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id "
        "AND r.plan_id = NEW.plan_id AND r.period_number = NEW.period_number)",
        "a file belongs to the plan and period of its realisation",
    ),
    RowRule(
        "realisation_file_is_gone_once",
        "realisation_file",
        "UPDATE OF stored_as, file_key, removed_on, removed_by, removal_reason",
        "OLD.removed_on IS NOT NULL AND (NEW.stored_as IS NOT NULL OR NEW.file_key IS NOT NULL "
        "OR NEW.removed_on IS DISTINCT FROM OLD.removed_on OR NEW.removed_by IS DISTINCT FROM "
        "OLD.removed_by)",
        "what was taken away stays away",
    ),
)
