"""Every file of a feature keeps to what its kind may do: rules 2 to 5 of the architecture.

What does not fit yet is named or counted here; these lists and numbers may only become shorter.
"""

from collections import Counter

from tests.architecture.imports_of_portal import imports_of
from tests.architecture.kinds_of_files import (
    KIND_OF_WORD,
    NAMED,
    against_the_order,
    feature_files,
    foreign_models,
    kind_of,
    may_import,
    named_imports,
    names,
)

BELOW_THE_WEB = {"service", "queries", "models", "domain"}
WEB = ("flask", "flask_wtf", "wtforms", "portal.web")
# Of the web, values and pure functions: who somebody is, what they did, how a day is counted.
WEB_VALUES = {
    "portal.web.access",
    "portal.web.day_keys",
    "portal.web.colours",
}
# What the evaluation tells of days is asked of the running app.
AGAINST_THE_ORDER = {("organisation.people.service", "organisation.people.evaluated")}
FILES_WITH_WEB_VALUES = 24
# Files that read tables of another feature, or of their own from above the use cases.
FOREIGN_MODELS = {
    "complaints.comments": 1,
    "complaints.handling": 12,
    "complaints.published": 5,
    "demo.comment_decisions": 1,
    "demo.complaints": 1,
    "demo.rating_rows": 2,
    "demo.ratings": 1,
    "demo.staff_year": 1,
    "demo.superiors": 1,
    "evaluation.plans": 1,
    "privacy_audit.acts": 1,
    "privacy_audit.visitors": 1,
    "privacy_audit.colleague_scene": 2,
    "privacy_audit.trial": 1,
    "rating.anomalies": 1,
    "rating.paper": 1,
    "rating.questionnaire": 2,
    "rating.tickets": 2,
}


def test_every_word_that_is_named_is_still_the_name_of_a_file() -> None:
    files = feature_files()
    last_words = {module.rpartition(".")[2].rpartition("_")[2] for module in files}

    assert set(KIND_OF_WORD) <= last_words
    assert {f"portal.{name}" for name in NAMED} <= set(files)


def test_in_a_feature_the_web_stands_above_use_cases_queries_tables_and_rules() -> None:
    assert against_the_order() == AGAINST_THE_ORDER


def test_a_file_with_an_unknown_name_is_held_to_the_strictest_rules() -> None:
    unknown = kind_of("portal.rating.tickets.something_new")

    assert unknown == "domain"
    assert not may_import(unknown, "queries")
    assert not may_import("queries", "service")
    assert may_import("routes", "domain")


def test_use_cases_queries_tables_and_rules_know_nothing_of_the_web() -> None:
    with_values, wrong = 0, {}
    for module, path in feature_files().items():
        if kind_of(module) not in BELOW_THE_WEB:
            continue
        found = {".".join(each.split(".")[:3]) for each in names(path, *WEB)} - {"portal.web"}
        with_values += bool(found & WEB_VALUES)
        if found - WEB_VALUES:
            wrong[module] = found - WEB_VALUES

    assert wrong == {}
    assert with_values == FILES_WITH_WEB_VALUES


def test_rules_and_values_are_pure() -> None:
    impure = {
        module: found
        for module, path in feature_files().items()
        if kind_of(module) == "domain"
        and (found := names(path, "sqlalchemy", "plotly", "portal.time.clock"))
    }

    assert impure == {}


def test_tables_are_read_by_their_own_feature_only() -> None:
    counted = Counter(".".join(module.split(".")[:2]) for module, _ in foreign_models())

    assert counted == FOREIGN_MODELS


def test_only_two_features_of_the_evaluation_may_read_citizens_figures() -> None:
    wrong = [
        (module, other)
        for module, path in feature_files().items()
        if module.startswith("portal.evaluation.")
        for other in imports_of(path)
        if other.startswith("portal.publication.")
        and not other.startswith(
            "portal.publication.yearly_evaluation"
        )  # holds no citizens' figure
        and (
            module.split(".")[2] not in {"realisations", "appraisals"}
            or other != "portal.publication.staff_figures.queries"
        )
    ]

    assert wrong == []


def test_feedback_of_colleagues_knows_no_accounts() -> None:
    files = {
        module: path
        for module, path in feature_files().items()
        if module.startswith("portal.evaluation.peer_feedback.")
    }

    assert {module: names(path, "portal.accounts") for module, path in files.items()} == {
        module: set() for module in files
    }


def test_what_a_file_imports_is_found_inside_functions_too() -> None:
    files = feature_files()
    found = named_imports(files["portal.accounts.passwords.credentials"])

    assert "portal.accounts.passwords.hashing" in found
