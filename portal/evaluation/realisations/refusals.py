"""Rules that the database itself enforces on realisations and their evidence."""

from portal.evaluation.rules.machines import REALISATION, transitions_of
from portal.storage.row_rules import RowRule, never_deleted, state_rules, stays

_PLACE = ("plan_id", "person_id", "indicator_key", "cycle_id", "period_number")
REALISATION_RULES = (
    *state_rules("realisation", first=REALISATION.first, allowed=transitions_of(REALISATION)),
    stays("realisation", *_PLACE),
    never_deleted("realisation"),
    RowRule(
        "realisation_report_stays",
        "realisation",
        "UPDATE OF value, reported_on, is_late",
        "OLD.state IN ('reported', 'verified', 'not_measurable') AND (NEW.value IS DISTINCT FROM "
        "OLD.value OR NEW.reported_on IS DISTINCT FROM OLD.reported_on "
        "OR NEW.is_late IS DISTINCT FROM OLD.is_late)",
        "what was reported stays",
    ),
    RowRule(
        "realisation_answer_stays",
        "realisation",
        "UPDATE OF decided_by, appraiser_value, cause, proposed_by, agreed_by",
        "OLD.state IN ('verified', 'not_measurable') AND (NEW.decided_by IS DISTINCT FROM "
        "OLD.decided_by OR NEW.appraiser_value IS DISTINCT FROM OLD.appraiser_value "
        "OR NEW.cause IS DISTINCT FROM OLD.cause OR NEW.proposed_by IS DISTINCT FROM "
        "OLD.proposed_by OR NEW.agreed_by IS DISTINCT FROM OLD.agreed_by)",
        "an answer stays",
    ),
    RowRule(
        "realisation_silence_is_settled",
        "realisation",
        "UPDATE OF state",
        "NEW.state = 'not_reported' AND OLD.state <> 'not_reported' AND (NEW.decided_by IS NULL "
        "OR (SELECT count(*) FROM realisation_reminder AS r WHERE r.plan_id = NEW.plan_id "
        "AND r.indicator_key = NEW.indicator_key AND r.period_number = NEW.period_number) < 2)",
        "silence counts after two reminders and by somebody who looked",
    ),
    RowRule(
        "realisation_of_agreed_indicator",
        "realisation",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM plan_indicator AS i JOIN plan_version AS v ON v.id = "
        "i.version_id JOIN performance_plan AS p ON p.id = v.plan_id WHERE v.plan_id = NEW.plan_id "
        "AND i.key = NEW.indicator_key AND v.agreed_at IS NOT NULL AND p.cycle_id = NEW.cycle_id)",
        "only an agreed indicator is realised",
    ),
)
REALISATION_EVENT_RULES = (
    stays("realisation_event", "realisation_id", "old", "new", "happened_at", "person_id"),
    never_deleted("realisation_event"),
)
_IS_REMOVED = (
    "EXISTS (SELECT 1 FROM evidence_removal AS m WHERE m.link_id = NEW.id "
    "AND m.removed_on IS NOT NULL)"
)
EVIDENCE_RULES = (
    stays("realisation_link", "realisation_id", "added_on"),
    RowRule(
        "realisation_link_address_stays",
        "realisation_link",
        "UPDATE OF link",
        # As ``evidence.GONE`` says.
        "NEW.link <> OLD.link AND NOT (NEW.link = 'https://removed.invalid/' || NEW.id "
        f"AND {_IS_REMOVED})",
        "an address goes only with the trace of its removal",
    ),
    never_deleted("realisation_link"),
    RowRule(
        "realisation_link_opened_once",
        "realisation_link",
        "UPDATE OF opened_on, opened_by",
        "OLD.opened_on IS NOT NULL AND (NEW.opened_on IS DISTINCT FROM OLD.opened_on "
        "OR NEW.opened_by IS DISTINCT FROM OLD.opened_by)",
        "that a link was opened stays",
    ),
    RowRule(
        "realisation_link_before_answer",
        "realisation_link",
        "INSERT",
        "EXISTS (SELECT 1 FROM realisation AS r WHERE r.id = NEW.realisation_id "
        "AND r.state IN ('verified', 'not_measurable'))",
        "evidence is added before the answer",
    ),
)
