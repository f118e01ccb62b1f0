"""Rules of the database on good cases."""

from portal.evaluation.rules.help_machines import GOOD_CASE
from portal.evaluation.rules.machines import transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_CASE = "good_case"
CASE_RULES = (
    *state_rules(_CASE, first=GOOD_CASE.first, allowed=transitions_of(GOOD_CASE)),
    stays(_CASE, "person_id", "written_by", "agency_id", "made_on"),
    RowRule(
        f"{_CASE}_publication_stays",
        _CASE,
        "UPDATE OF published_on, names_agency",
        "OLD.published_on IS NOT NULL AND (NEW.published_on IS DISTINCT FROM OLD.published_on "
        "OR NEW.names_agency IS DISTINCT FROM OLD.names_agency)",
        "what was published stays as it was",
    ),
    never_deleted(_CASE),
)
