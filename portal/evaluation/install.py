"""Puts every feature of the evaluation into the app, in the order in which menus show them."""

from flask import Flask

from portal.evaluation.advice.install import install_advice
from portal.evaluation.appraisals.install import install_appraisals
from portal.evaluation.awards.install import install_awards
from portal.evaluation.corrections.install import install_corrections
from portal.evaluation.cycles.install import install_cycles
from portal.evaluation.development.install import install_development
from portal.evaluation.development_plans.install import install_development_plans
from portal.evaluation.explaining.drawn_fields import install_explaining
from portal.evaluation.good_cases.install import install_good_cases
from portal.evaluation.guide.install import install_guide
from portal.evaluation.handovers.install import install_handovers
from portal.evaluation.heads.install import install_heads
from portal.evaluation.hearing.install import install_hearing
from portal.evaluation.insight.install import install_insight
from portal.evaluation.monitoring.install import install_monitoring
from portal.evaluation.objections.install import install_objections
from portal.evaluation.official.install import install_official
from portal.evaluation.official_forms.install import install_official_forms
from portal.evaluation.official_realisations.install import install_official_realisations
from portal.evaluation.on_paper.install import install_on_paper
from portal.evaluation.peer_feedback.install import install_colleagues
from portal.evaluation.plan_silence.install import install_plan_silence
from portal.evaluation.plans.install import install_plans
from portal.evaluation.realisations.install import install_realisations
from portal.evaluation.recognition.install import install_recognition
from portal.evaluation.removals.install import install_removals
from portal.evaluation.reports.install import install_reports_of_year
from portal.evaluation.substitutes.install import install_substitutes
from portal.evaluation.training.install import install_training
from portal.evaluation.unit_measures.install import install_unit_measures
from portal.evaluation.work.install import install_work
from portal.evaluation.yearly.install import install_yearly

FEATURES = (
    install_explaining,
    install_cycles,
    install_plans,
    install_substitutes,
    install_plan_silence,
    install_handovers,
    install_heads,
    install_guide,
    install_work,
    install_realisations,
    install_removals,
    install_colleagues,
    install_official,
    install_official_forms,
    install_official_realisations,
    install_reports_of_year,
    install_monitoring,
    install_yearly,
    install_on_paper,
    install_advice,
    install_objections,
    install_hearing,
    install_corrections,
    install_development,
    install_awards,
    install_recognition,
    install_insight,
    install_training,
    install_unit_measures,
    install_development_plans,
    install_good_cases,
    install_appraisals,
)


def install_evaluation(app: Flask) -> None:
    """Register the pages, words and parts of the first screen of each feature."""
    for install in FEATURES:
        install(app)
