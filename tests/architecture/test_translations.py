"""The check of the catalogues finds what it is there to find."""

import re
import runpy
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from portal.survey.elements import MIN_RESPONDENTS

ROOT = Path(__file__).resolve().parents[2]
CHECK = ROOT / "scripts" / "check_translations.py"
TRANSLATIONS = ROOT / "portal" / "translations"
faults = runpy.run_path(str(CHECK))["faults"]


def found(catalogue: Catalog, *texts: str) -> list[str]:
    return list(faults(catalogue, dict.fromkeys(texts, "portal/page.html:1")))


@pytest.fixture
def catalogue() -> Catalog:
    return Catalog(locale="en")


def test_a_whole_catalogue_is_accepted(catalogue: Catalog) -> None:
    catalogue.add("Loket %(name)s", "Desk %(name)s")
    catalogue.add(("%(num)d jawaban", "%(num)d jawaban"), ("%(num)d answer", "%(num)d answers"))

    assert found(catalogue, "Loket %(name)s", "%(num)d jawaban") == []


def test_a_text_with_a_context_is_another_text(catalogue: Catalog) -> None:
    catalogue.add("Masuk", "Sign in")
    catalogue.add("Masuk", "Received", context="kolom")

    assert found(catalogue, "Masuk", "kolom: Masuk") == []
    assert found(catalogue, "Masuk") == ["'kolom: Masuk' is no longer in the code"]


def test_a_missing_text_is_named_with_its_place(catalogue: Catalog) -> None:
    assert found(catalogue, "Loket") == ["portal/page.html:1: 'Loket' is missing"]


@pytest.mark.parametrize("string", ["", None])
def test_an_empty_translation_is_refused(catalogue: Catalog, string: str | None) -> None:
    catalogue.add("Loket", string)

    assert found(catalogue, "Loket") == ["'Loket' is not translated"]


def test_a_plural_form_that_is_lacking_is_refused(catalogue: Catalog) -> None:
    catalogue.add(("%(num)d jawaban", "%(num)d jawaban"), ("%(num)d answer", ""))

    assert found(catalogue, "%(num)d jawaban") == ["'%(num)d jawaban' is not translated"]


def test_an_uncertain_translation_is_refused(catalogue: Catalog) -> None:
    catalogue.add("Loket", "Desk", flags=["fuzzy"])

    assert found(catalogue, "Loket") == ["'Loket' is uncertain (fuzzy)"]


def test_other_placeholders_are_refused(catalogue: Catalog) -> None:
    catalogue.add("Loket %(name)s", "Desk %(nama)s")

    assert found(catalogue, "Loket %(name)s") == [
        "'Loket %(name)s' has other placeholders than the original"
    ]


def test_a_text_the_code_no_longer_has_is_refused(catalogue: Catalog) -> None:
    catalogue.add("Loket", "Desk")

    assert found(catalogue) == ["'Loket' is no longer in the code"]


def test_no_text_states_the_respondents_of_a_mean_as_a_number() -> None:
    # The rule can be raised for a month: pages state the rule of their month.
    catalogue = (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").read_text()
    texts = [line for line in catalogue.splitlines() if line.startswith(("msgid", "msgstr"))]

    stated = re.compile(rf"\b{MIN_RESPONDENTS}\b (?!menit|minutes|jam|hours|mm|%)")
    assert [text for text in texts if stated.search(text)] == []
