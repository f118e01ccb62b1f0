"""Every field that people fill in during a year says why it is asked."""

import pytest
from wtforms import HiddenField
from wtforms.csrf.core import CSRFTokenField

from portal.evaluation.appraisals.forms import ReviewForm, SelfReportForm
from portal.evaluation.explaining.why_texts import WHY
from portal.evaluation.plans.forms import IndicatorForm, ResultForm, StartForm
from portal.evaluation.plans.text_forms import AppendixForm, ExpectationsForm
from portal.evaluation.realisations.forms import ReportForm
from portal.evaluation.work.forms import ActivityForm

FORMS = (
    ActivityForm,
    AppendixForm,
    ExpectationsForm,
    IndicatorForm,
    ReportForm,
    ResultForm,
    ReviewForm,
    SelfReportForm,
    StartForm,
)
# The first quarter's text speaks of all four.
WITH_THE_FIRST = {"quarter_2", "quarter_3", "quarter_4"}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_field_of_the_year_says_why_it_is_asked(form: type) -> None:
    shown = {
        name
        for name, field in form.__dict__.items()
        if hasattr(field, "field_class")
        and not issubclass(field.field_class, (HiddenField, CSRFTokenField))
    }

    assert set(WHY[form.__name__]) == shown - WITH_THE_FIRST


def test_no_text_belongs_to_a_form_that_is_not_there() -> None:
    assert set(WHY) == {form.__name__ for form in FORMS}
