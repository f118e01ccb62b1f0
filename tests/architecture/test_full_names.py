"""A desk or unit is named with what it is in: five desks of a city are called "Loket Pelayanan".

``Catalogue.full_name`` and ``name_in_agency`` (and ``DeskInBrief`` like them) say a place's name;
published documents carry it as well. Whoever prints the bare name says here why that is enough.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_files import ROOT, modules, nodes, parsed, portal_files, text_of

PLACES = frozenset({"desk", "unit", "desks", "units", "desks_by_code", "units_by_code"})
IN_TEMPLATES = re.compile(
    r"\b(?:(?:desks|units)(?:_by_code)?(?:\[[^\]]+\]|\.get\([^)]*\))|desk|unit|shown\.place)\.name\b"
)

BESIDE = "unit and agency stand beside it"
DOCUMENT = "the name in a published document carries the unit"
HEADING = "the page's head, with agency and unit above it"
ONE_AGENCY = "units of the one agency that is named above"
PARTS = "gives the parts of the name separately, with the unit"
ALLOWED = {
    "portal/templates/components/rating.html": HEADING,
    "portal/templates/publication/staff_figures/funnel_table.html": DOCUMENT,
    "portal/templates/publication/reports/running.html": BESIDE,
    "portal/templates/organisation/staff_pages/agency.html": "an agency is in nothing",
    "portal/templates/organisation/staff_pages/desk.html": HEADING,
    "portal/templates/organisation/staff_pages/places.html": BESIDE,
    "portal/templates/organisation/staff_pages/service.html": HEADING,
    "portal/templates/organisation/staff_pages/unit.html": HEADING,
    "portal/templates/organisation/people_pages/parts.html": BESIDE,
    "portal/templates/evaluation/unit_measures/parts.html": BESIDE,
    "portal/templates/evaluation/insight/completeness.html": ONE_AGENCY,
    "portal/transparency/directory.py": PARTS,
    "portal/transparency/beside_figures.py": PARTS,
    "portal/publication/reports/request.py": PARTS,
    "portal/organisation/places/catalogue.py": "is what puts the name together",
    "portal/organisation/posters/queries.py": PARTS,
    "portal/organisation/posters/drawing.py": PARTS,
    "portal/evaluation/reports/queries.py": ONE_AGENCY,
    "portal/complaints/intake/place_labels.py": PARTS,
    "portal/complaints/handling/queue_routes.py": ONE_AGENCY,
    "portal/cli/desks.py": "the code stands beside it, and other programs read the name as it is",
    "portal/demo/city.py": "writes the made-up city",
}


def bare_names(file: Path) -> Iterator[int]:
    """Give the lines of a file that say the bare name of a desk or a unit."""
    if file.suffix == ".html":
        text = text_of(file)
        for found in IN_TEMPLATES.finditer(text):
            yield text.count("\n", 0, found.start()) + 1
        return
    for node in nodes(parsed(file), ast.Attribute):
        if node.attr == "name":
            of = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if getattr(of, "attr", getattr(of, "id", "")) in PLACES:
                yield node.lineno


def test_nobody_prints_the_bare_name_of_a_desk_or_unit() -> None:
    found = {
        file.relative_to(ROOT).as_posix(): lines
        for file in (*portal_files("html"), *modules())
        if (lines := [*bare_names(file)])
    }

    assert {name: lines for name, lines in found.items() if name not in ALLOWED} == {}
    assert set(ALLOWED) - set(found) == set()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<td>{{ desk.name }}</td>"),
        ("a.html", "<td>{{ found.desks[row.desk_id].name }}</td>"),
        ("a.html", "<td>{{ places.units.get(row.unit_id).name }}</td>"),
        ("a.py", "label = places.desks[desk_id].name"),
        ("a.py", "label = found.unit.name"),
    ],
)
def test_a_bare_name_would_be_found(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    assert list(bare_names(tmp_path / name)) == [1]
