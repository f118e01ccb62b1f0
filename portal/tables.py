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
from portal.evaluation.appraisals import models as quarters
from portal.evaluation.appraisals import snapshot_models as snapshots
from portal.evaluation.appraisals import yearly_models as years
from portal.evaluation.corrections import models as corrections
from portal.evaluation.cycles import models as cycles
from portal.evaluation.guide import models as practice_plans
from portal.evaluation.monitoring import digest_models as digests
from portal.evaluation.monitoring import models as monitoring
from portal.evaluation.objections import models as objections
from portal.evaluation.peer_feedback import models as peer_feedback
from portal.evaluation.plans import models as plans
from portal.evaluation.realisations import evidence_models as evidence
from portal.evaluation.realisations import models as realisations
from portal.evaluation.realisations import silence_models as silence
from portal.evaluation.work import models as work
from portal.evaluation.work import retention_models as retention
from portal.organisation.calendar import models as calendar
from portal.organisation.figure_rules import models as figure_rules
from portal.organisation.importing import models as column_meanings
from portal.organisation.people import agency_results, change_models
from portal.organisation.people import models as people
from portal.organisation.places import models as arrangements
from portal.organisation.places import models as places
from portal.organisation.posters import models as poster
from portal.publication.earlier_results import models as earlier
from portal.publication.releases import contradiction_models as contradictions
from portal.publication.releases import models as release
from portal.publication.releases import staff_models as staff
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


WRITERS: Mapping[str, Writer] = {
    "absence": Writer.STAFF,
    "accepted_submission": Writer.CITIZEN,
    "account": Writer.STAFF,
    "activity": Writer.STAFF,
    "activity_event": Writer.STAFF,
    "agency": Writer.STAFF,
    "agency_category_change": Writer.STAFF,
    "agency_indicator": Writer.STAFF,
    "agency_predicate": Writer.STAFF,
    "anomaly_signal": Writer.JOBS,
    "api_key": Writer.STAFF,
    "appraisal_snapshot": Writer.STAFF,
    "asked_link": Writer.STAFF,
    "audit_entry": Writer.STAFF,
    "ballot": Writer.MIX,
    "clock_vouch": Writer.STAFF,
    "column_meaning": Writer.STAFF,
    "comment_decision": Writer.STAFF,
    "complaint": Writer.CITIZEN,
    "complaint_appeal": Writer.CITIZEN,
    "complaint_claim": Writer.STAFF,
    "complaint_event": Writer.CITIZEN,
    "complaint_former_place": Writer.STAFF,
    "complaint_half_year": Writer.JOBS,
    "complaint_message": Writer.CITIZEN,
    "complaint_unit": Writer.STAFF,
    "content_look": Writer.STAFF,
    "contradiction": Writer.JOBS,
    "dated_name": Writer.STAFF,
    "dated_note": Writer.STAFF,
    "delivery_reminder": Writer.STAFF,
    "desk": Writer.STAFF,
    "desk_offer_change": Writer.STAFF,
    "desk_service": Writer.STAFF,
    "desk_unit_change": Writer.STAFF,
    "dialogue": Writer.STAFF,
    "dialogue_event": Writer.STAFF,
    "difficulty": Writer.STAFF,
    "digest_choice": Writer.STAFF,
    "document": Writer.JOBS,
    "draft_document": Writer.JOBS,
    "earlier_element": Writer.STAFF,
    "earlier_total": Writer.STAFF,
    "evaluation_cycle": Writer.STAFF,
    "evaluation_deadline": Writer.STAFF,
    "evaluation_exception": Writer.STAFF,
    "evaluation_extension": Writer.STAFF,
    "evaluation_period": Writer.STAFF,
    "evaluation_rule_set": Writer.STAFF,
    "exclusion": Writer.STAFF,
    "feedback_note": Writer.STAFF,
    "figure_rule_change": Writer.STAFF,
    "form_draft": Writer.STAFF,
    "holiday": Writer.STAFF,
    "inbox_key": Writer.MIX,
    "job_run": Writer.JOBS,
    "kept_form": Writer.STAFF,
    "known_device": Writer.STAFF,
    "lasting_key": Writer.STAFF,
    "ledger": Writer.JOBS,
    "left_out_element": Writer.STAFF,
    "mix_turn": Writer.MIX,
    "note_addition": Writer.STAFF,
    "objection": Writer.STAFF,
    "objection_companion": Writer.STAFF,
    "objection_decider": Writer.STAFF,
    "objection_event": Writer.STAFF,
    "objection_evidence": Writer.STAFF,
    "objection_meeting": Writer.STAFF,
    "objection_point": Writer.STAFF,
    "officer": Writer.STAFF,
    "officer_tally": Writer.MIX,
    "one_time_link": Writer.STAFF,
    "opening_hours": Writer.STAFF,
    "paired_device": Writer.STAFF,
    "paper_batch": Writer.STAFF,
    "peer_box": Writer.SEALED,
    "peer_key": Writer.JOBS,
    "peer_outcome": Writer.JOBS,
    "peer_place": Writer.JOBS,
    "peer_round": Writer.STAFF,
    "peer_seat": Writer.JOBS,
    "people_change": Writer.STAFF,
    "periodic_evaluation": Writer.STAFF,
    "periodic_event": Writer.STAFF,
    "person_notice": Writer.STAFF,
    "person_post": Writer.STAFF,
    "performance_plan": Writer.STAFF,
    "plan_appendix": Writer.STAFF,
    "plan_event": Writer.STAFF,
    "plan_expectation": Writer.STAFF,
    "plan_indicator": Writer.STAFF,
    "plan_result": Writer.STAFF,
    "plan_version": Writer.STAFF,
    "population": Writer.STAFF,
    "poster": Writer.STAFF,
    "poster_scan": Writer.CITIZEN,
    "posting": Writer.STAFF,
    "practice_plan": Writer.STAFF,
    "profile_tally": Writer.MIX,
    "promised_action": Writer.STAFF,
    "rating_comment": Writer.MIX,
    "rating_draft": Writer.STAFF,
    "realisation": Writer.STAFF,
    "realisation_draft": Writer.STAFF,
    "realisation_event": Writer.STAFF,
    "realisation_figure": Writer.STAFF,
    "realisation_file": Writer.STAFF,
    "realisation_link": Writer.STAFF,
    "realisation_reminder": Writer.STAFF,
    "reason_tally": Writer.MIX,
    "recovery_code": Writer.STAFF,
    "refusal_count": Writer.STAFF,
    "release": Writer.JOBS,
    "reporting_line": Writer.STAFF,
    "result_correction": Writer.STAFF,
    "results_file": Writer.STAFF,
    "role_grant": Writer.STAFF,
    "sealed_part": Writer.SEALED,
    "sealed_rating": Writer.SEALED,
    "second_look": Writer.STAFF,
    "service": Writer.STAFF,
    "service_question_change": Writer.STAFF,
    "signal_review": Writer.STAFF,
    "staff_document": Writer.JOBS,
    "staff_draft": Writer.JOBS,
    "staff_number": Writer.STAFF,
    "staff_relation": Writer.STAFF,
    "staff_session": Writer.STAFF,
    "superior_doubt": Writer.STAFF,
    "tally": Writer.MIX,
    "stored_content": Writer.STAFF,
    "ticket": Writer.CITIZEN,
    "trial_write": Writer.JOBS,
    "unit": Writer.STAFF,
    "unit_review": Writer.STAFF,
    "unsent_letter": Writer.STAFF,
    "visits_served": Writer.STAFF,
    "watch_state": Writer.MIX,
    "watched_tally": Writer.MIX,
    "withheld_month": Writer.STAFF,
    "yearly_evaluation": Writer.STAFF,
    "yearly_event": Writer.STAFF,
    "yearly_rating": Writer.STAFF,
    "yearly_step": Writer.STAFF,
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
    "agency_results",
    "arrangements",
    "asked_links",
    "audit",
    "ballot",
    "calendar",
    "change_models",
    "column_meanings",
    "contradictions",
    "corrections",
    "counted",
    "course",
    "cycles",
    "devices",
    "digests",
    "earlier",
    "evidence",
    "figure_rules",
    "files",
    "form_drafts",
    "inbox",
    "item",
    "kept_forms",
    "lasting_keys",
    "letters",
    "monitoring",
    "objections",
    "paper",
    "parts",
    "peer_feedback",
    "people",
    "places",
    "plans",
    "poster",
    "practice_plans",
    "proofs",
    "quarters",
    "realisations",
    "refusals",
    "release",
    "retention",
    "schedule",
    "signals",
    "silence",
    "snapshots",
    "staff",
    "web",
    "work",
    "years",
]
