"""What kind of file each file of a feature is: the last word of its name says it.

A word that no list names belongs to a file of pure rules and values, which may do least. So a new
file is held to the strictest rules until somebody says here that it is something else.
"""

import ast
from collections.abc import Set
from functools import cache
from pathlib import Path

from tests.architecture.imports_of_portal import imports_of
from tests.architecture.source_files import nodes, parsed, sources

# From the web down to pure rules: a file imports only its own kind and what stands later.
ORDER = ("install", "routes", "forms", "service", "queries", "models", "domain")
WORDS = {
    "install": "install menu",
    "routes": """
        acting asking authenticator background blueprint context directory
        entry evaluated fields inspectorate keeping machine pages probe reach
        routes scans scope screen sections sending state tasks throttle""",
    "forms": "charts forms labels texts",
    "service": """
        accepted amending comments daily decisions delegation editing history
        holding housekeeping in likeness lock looks due noting out own preparing
        publishing realising requests revising run service
        tallies up verifying volumes watching writing""",
    "queries": """
        assembling building circumstances excluding folder gathering months notices
        offers official overview paper public queries readiness rebuilding request
        respondents sampling servants staleness year""",
    "models": "models",
}
KIND_OF_WORD = {word: kind for kind, words in WORDS.items() for word in words.split()}
# Files whose last word says something else in other features.
NAMED = {
    "accounts.audit_log.recording": "routes",
    "accounts.audit_log.subject_names": "routes",
    "accounts.links.answering": "routes",
    "complaints.handling.answering": "service",
    "complaints.handling.moderation": "service",
    "evaluation.corrections.confirming": "routes",
    "evaluation.development.standing": "queries",
    "evaluation.on_paper.scan_reading": "routes",
    "evaluation.openness.counting": "queries",
    "evaluation.openness.in_time": "queries",
    "evaluation.monitoring.reading": "routes",
    "evaluation.monitoring.standing": "queries",
    "evaluation.yearly.delivering": "service",
    "evaluation.appraisals.standing": "queries",
    "evaluation.official.import_kinds": "forms",
    "evaluation.plans.reading": "queries",
    "evaluation.plans.standing": "queries",
    "evaluation.realisations.file_keeping": "routes",
    "evaluation.reports.help_sheets": "forms",
    "evaluation.reports.sheets": "forms",
    "evaluation.work.reading": "routes",
    "evaluation.realisations.reading": "routes",
    "evaluation.work.standing": "queries",
    "evaluation.yearly.redrawing": "service",
    "evaluation.yearly.signing": "routes",
    "organisation.people.date_rules": "models",
    "organisation.records.closed_months": "routes",
    "publication.releases.contradictions": "service",
    "publication.releases.recording": "service",
    "publication.releases.staff_documents": "service",
    "publication.releases.verifying_revisions": "queries",
    "publication.yearly_evaluation.releasing": "service",
    "publication.reports.encoding": "forms",
    "publication.reports.official": "queries",
    "publication.reports.recap": "forms",
    "publication.reports.history": "queries",
    "publication.reports.prose": "forms",
    "publication.reports.report_cache": "forms",
    "publication.reports.spreads": "queries",
    "publication.staff_figures.reading": "queries",
    "rating.devices.keys": "service",
    "rating.mixing.groups": "service",
    "rating.tickets.handing_over": "service",
    "rating.tickets.sheets": "service",
    "rating.tickets.sheets_program": "service",
    "rating.mixing.mix_keys": "service",
    "rating.paper.reading": "queries",
    "rating.paper.withdrawing": "service",
    "rating.questionnaire.form_page": "routes",
    "rating.questionnaire.service": "queries",
    "rating.questionnaire.questions": "forms",
    "rating.questionnaire.refusals": "routes",
}
# Pages of a report are drawn as templates are: with words and without asking anything.
DRAWN = "publication.reports.pdf."
CUT_BY_FEATURE = {"accounts", "organisation", "rating", "complaints", "publication", "evaluation"}


def feature_files() -> dict[str, Path]:
    """The files of all features by the name of their module."""
    return {
        module: path
        for module, path in sources().items()
        if len(module.split(".")) > 3
        and path.name != "__init__.py"
        and module.split(".")[1] in CUT_BY_FEATURE
    }


def kind_of(module: str) -> str:
    name = module.removeprefix("portal.")
    word = name.rpartition(".")[2].rpartition("_")[2]
    if name.startswith(DRAWN):
        return "forms"
    return NAMED.get(name) or KIND_OF_WORD.get(word, "domain")


def may_import(one: str, other: str) -> bool:
    """Whether a file of kind ``one`` may import a file of kind ``other`` in its own feature."""
    return ORDER.index(one) <= ORDER.index(other)


def feature_of_file(module: str) -> str:
    return ".".join(module.split(".")[:3])


def against_the_order() -> set[tuple[str, str]]:
    """Pairs of files of one feature of which the first may not import the second."""
    files = feature_files()
    return {
        (module.removeprefix("portal."), other.removeprefix("portal."))
        for module, path in files.items()
        for other in imports_of(path)
        if other in files
        and feature_of_file(other) == feature_of_file(module)
        and not may_import(kind_of(module), kind_of(other))
    }


@cache
def named_imports(path: Path) -> Set[str]:
    """Return every module that a file names in an import, of the portal or of others."""
    tree = parsed(path)
    found = {name.name for node in nodes(tree, ast.Import) for name in node.names}
    for node in nodes(tree, ast.ImportFrom):
        found |= {str(node.module), *(f"{node.module}.{name.name}" for name in node.names)}
    return found


def names(path: Path, *forbidden: str) -> set[str]:
    """Which of the ``forbidden`` modules, or what lies below them, a file imports."""
    return {
        each
        for each in named_imports(path)
        if any(each == one or each.startswith(f"{one}.") for one in forbidden)
    }


def foreign_models() -> set[tuple[str, str]]:
    """Pairs of a file and tables of another feature, or of its own from where none are read."""
    files = feature_files()
    tables = {module for module in files if kind_of(module) == "models"}
    pairs = set()
    for module, path in sources().items():
        readers = {"service", "queries", "models", "domain"}
        is_reader = module in files and kind_of(module) in readers
        for other in imports_of(path) & tables - {module}:
            if is_reader and feature_of_file(module) == feature_of_file(other):
                continue
            if module != "portal.tables":
                pairs.add((module.removeprefix("portal."), other.removeprefix("portal.")))
    return pairs
