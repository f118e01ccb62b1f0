"""Every table about people has a term, or stays for a reason that is written down.

The domain paper (15.5) gives terms for activities, notes and documents of results only; of all
else the city sets them among the rules of a cycle (``keeping``), local policy.
"""

from collections.abc import Callable
from inspect import getsourcefile
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from portal import tables
from portal.evaluation.appraisals.confirming_service import expire_results
from portal.evaluation.awards.housekeeping import forget_nominations
from portal.evaluation.forgetting.domain import MATTERS
from portal.evaluation.guide.service import forget_practice
from portal.evaluation.insight.housekeeping import forget_meetings
from portal.evaluation.monitoring.housekeeping import forget_talk
from portal.evaluation.objections.file_service import forget_cases
from portal.evaluation.papers.service import forget_papers
from portal.evaluation.realisations.file_service import forget_files
from portal.evaluation.training.housekeeping import forget_trainings
from portal.evaluation.work.housekeeping import forget_activities
from portal.storage.texts.columns import text_columns

# What destroys a record itself, or the key of its texts, when their time is over.
DESTROYED: dict[Callable[..., Any], set[str]] = {
    forget_activities: {"ActivityEvent"},
    forget_talk: {"AdditionRow", "DialogueEvent", "DialogueRow", "DifficultyRow", "NoteRow"},
    forget_nominations: {"NominationRow"},
    forget_files: {"EvidenceRemoval", "RealisationFile"},
    forget_cases: {"ObjectionFile", "ObjectionKey"},
    forget_papers: {"PaperRecord"},
    forget_practice: {"PracticeRow"},
    forget_trainings: {"TrainingRow"},
    forget_meetings: {"CalibrationRecord"},
    expire_results: {"AppraisalSnapshot"},
}
# Under the key of their case, which goes with it.
OF_A_CASE = {
    "ObjectionDecider",
    "ObjectionEvent",
    "ObjectionEvidence",
    "ObjectionMeeting",
    "ObjectionPoint",
    "ObjectionRow",
}
# Only until it is sent.
DRAFTS = {"RatingDraft", "RealisationDraft"}
# Of these the texts are overwritten when the city's term is over.
OVERWRITTEN = set(MATTERS)
# What stays, and why. Nothing is to be added without a reason that a person could be told.
STAYS = {
    "award_certificate": "a certificate is checked and printed as long as the award stands",
    "award_nominee": "the draw can be checked: numbers, screening and work result",
    "award_points": "the draw can be checked: points of the jury",
}


# Tables without such a text: why their rows stay, or what takes them away.
WITHOUT_TEXTS: dict[str, str] = {
    "activity calibration_seat": "goes with the records above",
    "peer_box peer_key peer_place peer_seat": "destroyed when a round is folded",
    "agency_indicator agency_predicate award_criterion award_scheme equity_check equity_decision "
    "equity_difference evaluation_cycle evaluation_deadline evaluation_extension "
    "evaluation_period evaluation_rule_set calibration_meeting peer_round training_rule "
    "training_topic unit_point work_retention": "rules, days and counts: about no person",
    "absence officer person_notice person_post people_change posting reporting_line staff_number "
    "staff_relation superior_doubt": "who belonged where: who may read a year follows from it",
    "cycle_substitute cycle_substitute_bar": "by what lot one was drawn: part of who decided",
    "performance_plan plan_appendix plan_indicator plan_result realisation_figure "
    "realisation_link": "what was expected and shown, no judgement of a person",
    "delivery_reminder periodic_event plan_silence_notice realisation_reminder": "days and states",
    "peer_outcome": "one figure in half steps, without a count",
    "award_listed_juror award_record award_seat": "published, or what the draw is checked by",
    "content_look": "with the audit log: who read what about whom",
    "paper_act": "for which act a paper stands: a part of that act's history",
    "objection_companion": "who could read a case: part of its trail",
    "digest_choice": "an account's own choice, as long as the account",
}
ABOUT_PEOPLE = (
    "portal.evaluation.",
    "portal.organisation.people.",
    "portal.organisation.agency_results.",
)


def tables_about_people() -> set[str]:
    """Return every table of the evaluation and of the organisation's people."""
    return {
        mapper.local_table.name
        for mapper in tables.Base.registry.mappers
        if mapper.class_.__module__.startswith(ABOUT_PEOPLE)
        and isinstance(mapper.local_table, Table)
    }


def records_with_texts() -> set[str]:
    """Return every record of the evaluation that holds an encrypted text."""
    named = {each.text.table.name for each in text_columns()}
    return {
        mapper.class_.__name__
        for mapper in tables.Base.registry.mappers
        if mapper.class_.__module__.startswith("portal.evaluation.")
        and mapper.local_table is not None
        and getattr(mapper.local_table, "name", "") in named
    }


def test_every_record_with_texts_has_a_term_or_a_reason_to_stay() -> None:
    destroyed = set().union(*DESTROYED.values()) | OF_A_CASE | DRAFTS
    tables_of = {
        mapper.class_.__name__: mapper.local_table.name
        for mapper in tables.Base.registry.mappers
        if isinstance(mapper.local_table, Table)
    }
    others = {tables_of[each] for each in records_with_texts() - destroyed}

    assert others == OVERWRITTEN | set(STAYS)
    assert not OVERWRITTEN & set(STAYS)
    assert destroyed <= records_with_texts()


def test_every_table_about_people_is_destroyed_overwritten_or_stays_for_a_reason() -> None:
    with_texts = {each.text.table.name for each in text_columns()}
    named = [each for names in WITHOUT_TEXTS for each in names.split()]

    assert tables_about_people() - with_texts == set(named)
    assert len(named) == len(set(named))


def test_what_has_a_term_is_destroyed_where_the_table_says() -> None:
    for forget, records in DESTROYED.items():
        source = Path(getsourcefile(forget) or "").read_text()
        assert all(each in source for each in records), forget
