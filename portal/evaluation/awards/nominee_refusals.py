"""Rules of the database on nominees, nominations and records from outside."""

from portal.evaluation.awards.refusals import STATE, once
from portal.evaluation.rules.machines import NOMINEE, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

NOMINEE_RULES = (
    *state_rules("award_nominee", first=NOMINEE.first, allowed=transitions_of(NOMINEE)),
    stays("award_nominee", "scheme_id", "person_id"),
    once("award_nominee", "number", "screened", "work_result"),
    never_deleted("award_nominee"),
    RowRule(
        "award_nominee_while_nominating",
        "award_nominee",
        "INSERT",
        f"{STATE.format(row='NEW')} <> 'nominating'",
        "nominees are named while nominations are open",
    ),
    RowRule(
        "award_nominee_frozen_in_screening",
        "award_nominee",
        "UPDATE OF number, screened, work_result",
        f"{STATE.format(row='NEW')} <> 'screening'",
        "numbers are frozen while nominees are screened",
    ),
)
NOMINATION_RULES = (
    stays("award_nomination", "nominee_id", "by_id", "way", "made_on"),
    RowRule(
        "award_nomination_while_nominating",
        "award_nomination",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM award_nominee AS n JOIN award_scheme AS s "
        "ON s.id = n.scheme_id WHERE n.id = NEW.nominee_id AND s.state = 'nominating')",
        "nominations are written while they are open",
    ),
)
RECORD_RULES = (
    stays("award_record", "nominee_id", "kind", "year", "value", "source", "dated"),
    never_deleted("award_record"),
    RowRule(
        "award_record_before_freezing",
        "award_record",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM award_nominee AS n JOIN award_scheme AS s "
        "ON s.id = n.scheme_id WHERE n.id = NEW.nominee_id "
        "AND s.state IN ('nominating', 'screening') AND s.numbers_digest IS NULL)",
        "what is recorded after the freezing counts no more",
    ),
)
