"""Rules of the database on figures of the portal and files, and of taking evidence away."""

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
# Whether exactly one of the two who take it away is the person whose realisation it is.
_IS_BY_BOTH_SIDES = (
    "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id "
    "AND (NEW.asked_by = r.person_id) <> (NEW.removed_by = r.person_id))"
)
_IS_ANSWERED = (
    "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id "
    "AND r.state NOT IN ('open', 'reported'))"
)
_BY_ONE = f"NEW.removed_on IS NOT NULL AND {_IS_ANSWERED} AND NOT {_IS_BY_BOTH_SIDES}"
_TWO_HANDS = "what was answered loses evidence by both sides only"
REMOVAL_RULES = (
    stays(
        "evidence_removal",
        "realisation_id",
        "link_id",
        "figure_id",
        "sha256",
        "asked_by",
        "asked_on",
    ),
    never_deleted("evidence_removal"),
    RowRule(
        "evidence_removal_of_its_realisation",
        "evidence_removal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM realisation_link AS l WHERE l.id = NEW.link_id "
        "AND l.realisation_id = NEW.realisation_id) AND NOT EXISTS (SELECT 1 FROM "
        "realisation_figure AS f WHERE f.id = NEW.figure_id "
        "AND f.realisation_id = NEW.realisation_id)",
        "a removal belongs to the realisation of its evidence",
    ),
    RowRule(
        "evidence_removal_has_a_reason",
        "evidence_removal",
        "INSERT",
        "NEW.reason IS NULL",
        "nothing is taken away without a reason",
    ),
    RowRule("evidence_removal_by_two", "evidence_removal", "INSERT", _BY_ONE, _TWO_HANDS),
    RowRule(
        "evidence_removal_agreed",
        "evidence_removal",
        "UPDATE OF removed_by, removed_on",
        _BY_ONE,
        _TWO_HANDS,
    ),
    RowRule(
        "evidence_removal_ends_once",
        "evidence_removal",
        "UPDATE OF removed_by, removed_on, ended_by, ended_on",
        "OLD.removed_on IS NOT NULL OR OLD.ended_on IS NOT NULL",
        "what was taken away or ended stays so",
    ),
)
