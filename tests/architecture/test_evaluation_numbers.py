"""Every number that the design asks of the evaluation has a measurement, and a figure."""

import re

from benchmarks.__main__ import measurements
from tests.architecture.source_files import ROOT

ROW = re.compile(r"^\| ([^|]+) \| `([^`|]+)` \| ([^|]+) \|$", re.MULTILINE)
TITLE = "## The evaluation's numbers\n"
# Of the design paper's section 5, a row that names several forms or days has one line for each,
# and what else the nights of the evaluation have to do.
WANTED = {
    "signs",
    "staff_forms",
    "first_screen",
    "confirming",
    "cycle_days",
    "colleagues",
    "january",
    "yearly_evaluation",
    "official_import",
    "colleagues_attack",
}


def rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs" / "performance.md").read_text().partition(TITLE)[2]
    return ROW.findall(text.partition("<!-- results")[0])


def test_every_number_has_a_measurement_that_make_bench_runs() -> None:
    assert {name for _, name, _ in rows()} == WANTED
    assert set(measurements()) >= WANTED


def test_every_number_has_a_figure() -> None:
    assert [asked for asked, _, figure in rows() if not re.search(r"\d", figure)] == []
