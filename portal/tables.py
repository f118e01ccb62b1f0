"""Every table of the portal, imported in one place so that migrations see them all.

Of each is said who writes into it: what a citizen's act writes must not tell the order of acts.
"""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from portal.accounts.audit_log import models as audit
from portal.accounts.authentication import models as kept_forms
from portal.accounts.drafts import models as form_drafts
from portal.accounts.letters import models as letters
from portal.accounts.links import models as asked_links
from portal.accounts.refusals import models as refusals
from portal.accounts.sessions import models as proofs
from portal.accounts.staff import models as account
from portal.complaints.intake import course_models as course
from portal.complaints.intake import models as item
from portal.complaints.published import models as counted
from portal.evaluation.advice import models as advice
from portal.evaluation.appraisals import models as quarters
from portal.evaluation.appraisals import snapshot_models as snapshots
from portal.evaluation.appraisals import yearly_models as years
from portal.evaluation.awards import jury_models as juries
from portal.evaluation.awards import models as awards
from portal.evaluation.corrections import models as corrections
from portal.evaluation.cycles import models as cycles
from portal.evaluation.development import models as programmes
from portal.evaluation.development_plans import models as development_plans
from portal.evaluation.good_cases import models as good_cases
from portal.evaluation.guide import models as practice_plans
from portal.evaluation.insight import equity_models as equity
from portal.evaluation.insight import meeting_models as calibrations
from portal.evaluation.insight import models as look_again
from portal.evaluation.monitoring import digest_models as digests
from portal.evaluation.monitoring import models as monitoring
from portal.evaluation.objections import case_models as cases
from portal.evaluation.objections import models as objections
from portal.evaluation.papers import models as signed_papers
from portal.evaluation.peer_feedback import models as peer_feedback
from portal.evaluation.plan_silence import models as plan_silence
from portal.evaluation.plans import models as plans
from portal.evaluation.realisations import evidence_models as evidence
from portal.evaluation.realisations import models as realisations
from portal.evaluation.realisations import silence_models as silence
from portal.evaluation.recognition import models as recognition
from portal.evaluation.substitutes import models as substitutes
from portal.evaluation.training import models as training
from portal.evaluation.unit_measures import models as unit_measures
from portal.evaluation.work import models as work
from portal.evaluation.work import retention_models as retention
from portal.organisation.agency_results import models as agency_results
from portal.organisation.calendar import models as calendar
from portal.organisation.city_settings import models as city_settings
from portal.organisation.figure_rules import models as figure_rules
from portal.organisation.importing import models as column_meanings
from portal.organisation.people import change_models
from portal.organisation.people import models as people
from portal.organisation.places import models as arrangements
from portal.organisation.places import models as places
from portal.organisation.posters import models as poster
from portal.publication.earlier_results import models as earlier
from portal.publication.releases import contradiction_models as contradictions
from portal.publication.releases import models as release
from portal.publication.releases import staff_models as staff
from portal.publication.report_plans import models as report_plans
from portal.rating.devices import models as devices
from portal.rating.mixing import anomaly_models as signals
from portal.rating.mixing import ballot_models as ballot
from portal.rating.mixing import ballot_models as parts
from portal.rating.mixing import inbox_models as inbox
from portal.rating.paper import models as paper
from portal.storage.database import Base
from portal.storage.files import models as files
from portal.storage.lasting_keys import keys as lasting_keys
from portal.storage.order_of_arrival import Rewritten
from portal.time.schedule import models as schedule
from portal.web import models as web

MIGRATIONS = Path(__file__).parent / "migrations"


class Writer(StrEnum):
    """Whose acts write into a table; the strictest of them counts."""

    CITIZEN = "citizen"
    """Written anew in key order each night (``REWRITTEN``)."""
    SEALED = "citizen, sealed"
    """Emptied, or sealed again in shuffled order, by each mix."""
    MIX = "mix"
    """By the nightly mix alone, in batches or for all at once."""
    STAFF = "staff"
    """By people at work and their machines; some rows hold the moment."""
    JOBS = "jobs"
    """By periodic work."""


# One name after the other, in order; a new table is added here or below, never nowhere.
_BY_STAFF = """
    absence account activity activity_event adviser_recommendation agency
    agency_category_change agency_indicator agency_predicate api_key appraisal_snapshot
    asked_link audit_entry award award_certificate award_criterion award_listed_juror
    award_nomination award_nominee award_points award_record award_scheme award_seat
    calibration_meeting calibration_record calibration_seat city_emblem city_setting_change
    clock_vouch column_meaning
    comment_decision complaint_claim complaint_former_place complaint_unit content_look
    cycle_substitute cycle_substitute_bar dated_name dated_note delivery_reminder desk
    desk_offer_change desk_service desk_unit_change development_aim development_plan dialogue
    dialogue_event difficulty digest_choice earlier_element
    earlier_total equity_decision evaluation_cycle evaluation_deadline evaluation_exception
    evaluation_extension evaluation_period evaluation_rule_set evidence_removal exclusion
    feedback_note
    figure_rule_change form_draft good_case holiday improvement_programme kept_form known_device
    lasting_key left_out_element note_addition objection objection_companion objection_decider
    objection_event objection_evidence objection_file objection_key
    objection_meeting objection_point officer one_time_link
    opening_hours paired_device paper_act paper_batch paper_record paper_withdrawal
    peer_round people_change performance_plan
    periodic_evaluation periodic_event person_notice person_post plan_appendix plan_event
    plan_expectation plan_indicator plan_result plan_version population poster posting
    practice_plan programme_check_in programme_figure programme_goal promised_action
    promised_action_change
    rating_draft realisation realisation_draft realisation_event realisation_figure
    realisation_file realisation_link realisation_reminder recovery_code refusal_count
    reporting_line result_correction results_file role_grant second_look service
    service_question_change signal_note signal_review staff_number staff_relation
    report_action report_plan staff_session stored_content superior_doubt training_record
    training_rule training_topic
    unit unit_measure unit_review unsent_letter visits_served withheld_month yearly_evaluation
    yearly_event yearly_rating yearly_step
"""
WRITERS: Mapping[str, Writer] = dict.fromkeys(_BY_STAFF.split(), Writer.STAFF) | {
    "accepted_submission": Writer.CITIZEN,
    "anomaly_signal": Writer.JOBS,
    "ballot": Writer.MIX,
    "complaint": Writer.CITIZEN,
    "complaint_appeal": Writer.CITIZEN,
    "complaint_event": Writer.CITIZEN,
    "complaint_half_year": Writer.JOBS,
    "complaint_message": Writer.CITIZEN,
    "contradiction": Writer.JOBS,
    "document": Writer.JOBS,
    "draft_document": Writer.JOBS,
    "equity_check": Writer.JOBS,
    "equity_difference": Writer.JOBS,
    "inbox_key": Writer.MIX,
    "job_run": Writer.JOBS,
    "ledger": Writer.JOBS,
    "mix_turn": Writer.MIX,
    "officer_tally": Writer.MIX,
    "peer_box": Writer.SEALED,
    "peer_key": Writer.JOBS,
    "peer_outcome": Writer.JOBS,
    "peer_place": Writer.JOBS,
    "peer_seat": Writer.JOBS,
    "plan_silence_notice": Writer.JOBS,
    "poster_scan": Writer.CITIZEN,
    "profile_tally": Writer.MIX,
    "rating_comment": Writer.MIX,
    "reason_tally": Writer.MIX,
    "release": Writer.JOBS,
    "sealed_part": Writer.SEALED,
    "sealed_rating": Writer.SEALED,
    "staff_document": Writer.JOBS,
    "staff_draft": Writer.JOBS,
    "tally": Writer.MIX,
    "ticket": Writer.CITIZEN,
    "trial_write": Writer.JOBS,
    "unit_point": Writer.JOBS,
    "watch_state": Writer.MIX,
    "watched_tally": Writer.MIX,
    "work_retention": Writer.JOBS,
}


def _rewritten(name: str, only: str = "TRUE") -> Rewritten:
    return Rewritten(Base.metadata.tables[name], only)


# In one transaction each night: acts of citizens, and comments, which would keep their batch.
# Within a group in the order in which an act reaches its tables. Of tickets only those that were
# spent tell when somebody rated.
REWRITTEN = (
    tuple(_rewritten(f"complaint{part}") for part in ("", "_message", "_event", "_appeal")),
    (_rewritten("poster_scan"), _rewritten("rating_comment")),
    (_rewritten("ticket", only="is_spent"), _rewritten("accepted_submission")),
)

__all__ = [
    "MIGRATIONS",
    "REWRITTEN",
    "WRITERS",
    "Base",
    "Writer",
    "account",
    "advice",
    "agency_results",
    "arrangements",
    "asked_links",
    "audit",
    "awards",
    "ballot",
    "calendar",
    "calibrations",
    "cases",
    "change_models",
    "city_settings",
    "column_meanings",
    "contradictions",
    "corrections",
    "counted",
    "course",
    "cycles",
    "development_plans",
    "devices",
    "digests",
    "earlier",
    "equity",
    "evidence",
    "figure_rules",
    "files",
    "form_drafts",
    "good_cases",
    "inbox",
    "item",
    "juries",
    "kept_forms",
    "lasting_keys",
    "letters",
    "look_again",
    "monitoring",
    "objections",
    "paper",
    "parts",
    "peer_feedback",
    "people",
    "places",
    "plan_silence",
    "plans",
    "poster",
    "practice_plans",
    "programmes",
    "proofs",
    "quarters",
    "realisations",
    "recognition",
    "refusals",
    "release",
    "report_plans",
    "retention",
    "schedule",
    "signals",
    "signed_papers",
    "silence",
    "snapshots",
    "staff",
    "substitutes",
    "training",
    "unit_measures",
    "web",
    "work",
    "years",
]
