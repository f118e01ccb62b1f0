"""Every table of the evaluation with texts about people has a term, or is named as one without.

The domain paper (15.5) gives terms for activities, notes and documents of results only; of
trainings and calibration meetings the city sets them among the rules of a cycle.
"""

from collections.abc import Callable
from inspect import getsourcefile
from pathlib import Path
from typing import Any

from portal import tables
from portal.evaluation.appraisals.confirming_service import expire_results
from portal.evaluation.awards.housekeeping import forget_nominations
from portal.evaluation.guide.service import forget_practice
from portal.evaluation.insight.housekeeping import forget_meetings
from portal.evaluation.monitoring.housekeeping import forget_talk
from portal.evaluation.objections.file_service import forget_cases
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
# The city has to decide about these; docs/impact-assessment.md says so. None is to be added.
WITHOUT_A_TERM = {
    "AwardRow",
    "CertificateRow",
    "CheckInRow",
    "CorrectionRow",
    "CycleException",
    "DevelopmentAimRow",
    "DevelopmentPlanRow",
    "FigureRow",
    "GoalRow",
    "GoodCaseRow",
    "NomineeRow",
    "PeriodicEvaluation",
    "PlanEvent",
    "PlanExpectation",
    "PlanVersion",
    "PointsRow",
    "ProgrammeRow",
    "RealisationEvent",
    "RealisationRow",
    "RecommendationRow",
    "SecondLookRow",
    "SignalNote",
    "UnitMeasureRow",
    "UnitReview",
    "YearlyEvaluation",
    "YearlyEvent",
    "YearlyRating",
    "YearlyStep",
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


def test_every_record_with_texts_has_a_term_or_is_named_as_one_without() -> None:
    has_term = set().union(*DESTROYED.values()) | OF_A_CASE | DRAFTS

    assert records_with_texts() - has_term == WITHOUT_A_TERM
    assert has_term <= records_with_texts()


def test_what_has_a_term_is_destroyed_where_the_table_says() -> None:
    for forget, records in DESTROYED.items():
        source = Path(getsourcefile(forget) or "").read_text()
        assert all(each in source for each in records), forget
