"""How many a mean needs is a dated rule: documents name it, and the floor is no level."""

import ast
import re
from pathlib import Path

from tests.architecture.source_files import ROOT, nodes, parsed, portal_files

DOCUMENTS = ("docs/disclosure.md", "docs/report.md", "docs/threat-model.md", "docs/public-pages.md")
LEVEL = re.compile(
    r"\b(29|30|thirty) (ratings?|answers?|respondents?|people|questionnaires?)\b", re.I
)
NAMED = re.compile(r"rule in force|a mean needs|by the rule|30 or more", re.I)
# What was measured on invented cities, at the rule of 30 that they had.
MEASURED = (
    "Of the 43 desk-quarters",
    "Five of the first quarter",
    "of 30 ratings by three channels",
    "At 30 answers",
    # A constant of the officers' rule, whatever a mean needs.
    "answers of the year name somebody",
)
# Where the least that any rule may ask is meant, and no rule in force.
FLOOR = {
    "portal/survey/elements.py",
    "portal/organisation/figure_rules/models.py",
    "portal/organisation/figure_rules/forms.py",
    # What a rule is before the first decision: defaults that every caller of a release replaces.
    "portal/publication/figures/disclosure_rules.py",
    "portal/publication/exact_sums/inputs.py",
    "portal/publication/building/yearly.py",
    # Where the curve of the funnel begins.
    "portal/publication/staff_building/officers.py",
}


def levels_in(text: str) -> list[str]:
    """Return the sentences outside tables that state a level as a number without its rule."""
    lines = [line for line in text.splitlines() if not line.startswith("|")]
    sentences = re.split(r"(?<=[.;:])\s", "\n".join(lines))
    return [
        each
        for each in sentences
        if LEVEL.search(each)
        and not NAMED.search(each)
        and not any(known in each for known in MEASURED)
    ]


def test_documents_state_levels_by_the_rule_in_force() -> None:
    stated = [each for name in DOCUMENTS for each in levels_in((ROOT / name).read_text())]

    assert stated == []
    assert levels_in("A mean is shown from 30 ratings on.")
    assert not levels_in("A mean is shown from 30 ratings on, or more by the rule in force.")


def names_of(path: Path) -> set[str]:
    return {alias.name for node in nodes(parsed(path), ast.ImportFrom) for alias in node.names}


def test_nothing_that_is_shown_rests_on_the_floor_instead_of_the_rule() -> None:
    used = {
        str(path.relative_to(ROOT))
        for path in portal_files()
        if "MIN_RESPONDENTS" in names_of(path)
    }

    assert used <= FLOOR
    assert len(used) == len(FLOOR) - 1
