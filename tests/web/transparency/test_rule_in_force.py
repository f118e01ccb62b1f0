"""The methodology states how many a mean needs by the rule of the running month."""

from datetime import date

import pytest
from flask import Flask

from portal.organisation.figure_rules.models import FigureRuleChange
from portal.web.extensions import db
from tests.web.transparency.test_measured_attack import Read


def decide(city: Flask, least: int, *, since: str) -> None:
    change = FigureRuleChange(
        period=since,
        least_mean=least,
        not_experienced="",
        decided_on=date(2026, 10, 1),
        decided_by="Ratna",
    )
    with city.app_context():
        db.session.add(change)
        db.session.commit()


@pytest.mark.parametrize(("since", "least"), [("2026-11", 60), ("2026-12", 30)])
def test_the_methodology_states_the_rule_in_force(
    city: Flask, read: Read, since: str, least: int
) -> None:
    decide(city, 60, since=since)

    page = read("/methodology?lang=id").replace("\N{NO-BREAK SPACE}", " ")

    assert f"Rata-rata butuh paling sedikit {least} penilaian" in page
    assert f"10 sampai {least - 1}" in page
    # A decision for next month is listed, with its month, and not yet in force.
    assert "rata-rata butuh 60 penilaian" in page
