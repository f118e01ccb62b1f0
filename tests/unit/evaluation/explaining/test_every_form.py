"""Every form of the evaluation says why it is asked, and the pages draw what it says."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField

import portal.evaluation
from portal.evaluation.explaining.explained_forms import ExplainedForm
from portal.evaluation.explaining.why_texts import WHY
from tests.architecture.source_files import ROOT

TEMPLATES = ROOT / "portal" / "templates" / "evaluation"
# A look at what a file would change is answered with a button; what it sends is hidden.
NOTHING_TYPED = {"OfficialYesForm", "_KindForm"}
# Of fields that are asked once for each of several, the first one's text speaks of all.
FIRST_SPEAKS = re.compile(r"(\w+)_([2-9]|10)|example_(?!service)\w+")


def forms_of_the_evaluation() -> Iterator[type[FlaskForm]]:
    for module in pkgutil.walk_packages(portal.evaluation.__path__, "portal.evaluation."):
        found = vars(importlib.import_module(module.name)).values()
        for form in found:
            is_form = isinstance(form, type) and issubclass(form, FlaskForm)
            if is_form and form.__module__ == module.name:
                yield form


def typed(form: type[FlaskForm]) -> Mapping[str, Any]:
    """Return the kinds of a form's fields that somebody fills, by name."""
    fields = {
        name: field.field_class
        for kind in reversed(form.__mro__)
        for name, field in vars(kind).items()
        if hasattr(field, "field_class")
    }
    return {name: each for name, each in fields.items() if not issubclass(each, HiddenField)}


def explained(form: type[FlaskForm]) -> set[str]:
    return {name for kind in form.__mro__ for name in WHY.get(kind.__name__, {})}


FORMS = [each for each in forms_of_the_evaluation() if each.__name__ not in NOTHING_TYPED]
FILLED = [each for each in FORMS if typed(each)]


@pytest.mark.parametrize("form", FILLED, ids=lambda form: form.__name__)
def test_a_form_says_why_it_is_asked_and_so_does_every_text(form: type[FlaskForm]) -> None:
    assert issubclass(form, ExplainedForm)
    assert explained(form)
    texts = {name for name, kind in typed(form).items() if issubclass(kind, TextAreaField)}
    assert {each for each in texts if not FIRST_SPEAKS.fullmatch(each)} <= explained(form)


def test_a_reason_belongs_to_a_form_and_a_field_that_are_there() -> None:
    forms = {each.__name__: each for each in FILLED}

    assert set(WHY) <= set(forms)
    assert len(FILLED) >= 70
    for name, words in WHY.items():
        assert set(words) <= set(typed(forms[name])), name


def test_a_reason_fits_on_a_phone() -> None:
    longest = max((str(text) for words in WHY.values() for text in words.values()), key=len)

    assert len(longest) <= 200, longest


def test_no_page_draws_a_text_without_its_reason() -> None:
    """A field is drawn by a macro that has the reason; a file is drawn beside it."""
    bare = [
        f"{path.relative_to(TEMPLATES)}"
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"<textarea|type=\"file\"", path.read_text()) and "why" not in path.read_text()
    ]

    assert bare == []
