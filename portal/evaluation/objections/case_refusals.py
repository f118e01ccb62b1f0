"""Rules of the database on a case's key and its files."""

from portal.evaluation.objections.refusals import IS_PENDING
from portal.storage.row_rules import RowRule, never_deleted, stays

_OF_CASE = "SELECT 1 FROM objection AS o WHERE o.id = NEW.objection_id"
KEY_RULES = (
    stays("objection_key", "objection_id"),
    never_deleted("objection_key"),
    RowRule(
        "objection_key_is_gone_once",
        "objection_key",
        "UPDATE OF wrapped_key, expired_on",
        "OLD.expired_on IS NOT NULL AND (NEW.wrapped_key IS NOT NULL "
        "OR NEW.expired_on IS DISTINCT FROM OLD.expired_on)",
        "what was destroyed stays so",
    ),
    RowRule(
        "objection_key_waits",
        "objection_key",
        "UPDATE OF expired_on",
        f"NEW.expired_on IS NOT NULL AND EXISTS ({_OF_CASE} AND o.state IN {IS_PENDING})",
        "what waits for a decision is kept",
    ),
)
FILE_RULES = (
    stays("objection_file", "evidence_id", "objection_id", "kind", "size", "sha256"),
    never_deleted("objection_file"),
    RowRule(
        "objection_file_of_its_case",
        "objection_file",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM objection_evidence AS e WHERE e.id = NEW.evidence_id "
        "AND e.objection_id = NEW.objection_id)",
        "a file belongs to the case of its evidence",
    ),
    RowRule(
        "objection_file_is_gone_once",
        "objection_file",
        "UPDATE OF stored_as, file_key, removed_on, removed_by, removal_reason",
        "OLD.removed_on IS NOT NULL AND (NEW.stored_as IS NOT NULL OR NEW.file_key IS NOT NULL "
        "OR NEW.removed_on IS DISTINCT FROM OLD.removed_on OR NEW.removed_by IS DISTINCT FROM "
        "OLD.removed_by)",
        "what was taken away stays away",
    ),
)
