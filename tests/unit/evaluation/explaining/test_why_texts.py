"""Every field that people fill in during a year says why it is asked."""

import re

import pytest
from wtforms import HiddenField
from wtforms.csrf.core import CSRFTokenField

from portal.evaluation.appraisals.forms import ReviewForm, SelfReportForm
from portal.evaluation.awards.nominee_forms import NominationForm
from portal.evaluation.development.forms import GoalForm, ProposeForm
from portal.evaluation.development_plans.forms import AimForm, DevelopmentPlanForm
from portal.evaluation.explaining.why_texts import WHY
from portal.evaluation.objections.forms import ClaimForm, DecideForm, ExplainForm
from portal.evaluation.plans.forms import IndicatorForm, ResultForm, StartForm
from portal.evaluation.plans.text_forms import AppendixForm, ExpectationsForm
from portal.evaluation.realisations.forms import ReportForm
from portal.evaluation.training.forms import DeclineForm, PlanTrainingForm, ProofForm
from portal.evaluation.work.forms import ActivityForm
from portal.evaluation.yearly.rating_forms import RatingForm

FORMS = (
    ActivityForm,
    AimForm,
    AppendixForm,
    ClaimForm,
    DecideForm,
    DeclineForm,
    DevelopmentPlanForm,
    ExpectationsForm,
    ExplainForm,
    GoalForm,
    IndicatorForm,
    NominationForm,
    PlanTrainingForm,
    ProofForm,
    ProposeForm,
    RatingForm,
    ReportForm,
    ResultForm,
    ReviewForm,
    SelfReportForm,
    StartForm,
)
# Of fields that are asked once for each of several, the first one's text speaks of all.
AGAIN = re.compile(r"(quarter|claim|text|finding|reason)_[2-9]|(step|example)_(?!service)\w+")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_field_of_the_year_says_why_it_is_asked(form: type) -> None:
    shown = {
        name
        for name, field in form.__dict__.items()
        if hasattr(field, "field_class")
        and not issubclass(field.field_class, (HiddenField, CSRFTokenField))
    }

    assert set(WHY[form.__name__]) == {name for name in shown if not AGAIN.fullmatch(name)}
