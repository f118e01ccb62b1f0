"""Rules of the database on awards and certificates."""

from portal.evaluation.awards.refusals import SITTING, STATE, once
from portal.evaluation.rules.award_scores import LEAST_JURORS
from portal.evaluation.rules.machines import AWARD, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_JUDGED = (
    "EXISTS (SELECT 1 FROM award_nominee AS n WHERE n.scheme_id = NEW.scheme_id "
    "AND n.person_id = NEW.person_id AND n.state = 'eligible')"
)
JURY_RULES = (
    RowRule(
        "award_of_a_jury",
        "award",
        "INSERT",
        f"{SITTING.format(row='NEW.scheme_id')} < {LEAST_JURORS}",
        "an award needs a jury of three",
    ),
)
AWARD_RULES = (
    *state_rules("award", first=AWARD.first, allowed=transitions_of(AWARD)),
    stays("award", "scheme_id", "place", "person_id", "decided_on", "agency_id"),
    once("award", "names_agency"),
    never_deleted("award"),
    RowRule(
        "award_of_a_judged_nominee",
        "award",
        "INSERT",
        f"NOT {_JUDGED} OR {STATE.format(row='NEW')} <> 'judging'",
        "an award goes to a nominee whom the jury judged",
    ),
    *JURY_RULES,
)
CERTIFICATE_RULES = (
    stays("award_certificate", "award_id", "number", "code_hash", "issued_on"),
    once("award_certificate", "ended_on"),
    never_deleted("award_certificate"),
    RowRule(
        "award_certificate_of_a_given_one",
        "award_certificate",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM award AS a JOIN award_scheme AS s ON s.id = a.scheme_id "
        "WHERE a.id = NEW.award_id AND a.state = 'given' AND s.state IN ('announced', 'closed'))",
        "a certificate stands for an award that was announced",
    ),
)
