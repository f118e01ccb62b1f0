"""The table of the staff's first page says what was found in words, not by names of the code."""

import re

import pytest
from flask import Flask

from portal.cli.job_probes import RHYTHMS, TITLES
from portal.web.health import ProbeResult, ask, probes_of
from portal.web.state_table import _row

NAME_OF_THE_CODE = re.compile(r"[a-z]+_[a-z_]+")


def test_every_job_has_a_title() -> None:
    assert TITLES.keys() == RHYTHMS.keys()


def test_no_name_of_the_code_is_shown(app: Flask) -> None:
    with app.test_request_context():
        results = ask(probes_of(app))
        rows = [_row(probe, results[probe.name]) for probe in probes_of(app)]

    assert rows
    assert [fact for row in rows for fact in row.facts if NAME_OF_THE_CODE.search(fact)] == []


@pytest.mark.parametrize(
    ("name", "fact", "said"),
    [
        ("month", "2026-10", "Oktober 2026"),
        ("days_late", 24, "terlambat 24 hari"),
        ("keys_free_bytes", 83_096_096_768, "keys: 83,1 GB kosong"),
        ("disk_full", 3, "disk_full: 3"),
    ],
)
def test_what_was_measured_is_said(app: Flask, name: str, fact: str | int, said: str) -> None:
    with app.test_request_context():
        probe = next(iter(probes_of(app)))
        assert _row(probe, ProbeResult(False, "ok", **{name: fact})).facts == [said]
