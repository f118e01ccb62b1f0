"""`flask releases revise` on the command line: one clear line, and the right exit code."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from portal.publication.figures.revisions import revision_address
from portal.publication.releases.queries import published
from portal.time import clock
from portal.web.extensions import db
from tests.factories.random_city import RandomCity, make_ballots
from tests.factories.revisions import add_paper, exclude, make_year


@pytest.fixture
def december_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 10 February 2027."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 2, 10, 3, tzinfo=UTC))


@pytest.fixture
def city(app: Flask, december_is_out: None) -> RandomCity:
    """The year 2026 is out."""
    with app.app_context():
        return make_year(db.session())


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["releases", *words])
    return result.exit_code, result.output


def test_says_what_was_revised_and_what_was_left_out_and_refuses_a_second_time(
    app: Flask, city: RandomCity
) -> None:
    with app.app_context():
        add_paper(db.session(), city)
        add_paper(db.session(), city, desk=1, n=5)
    code, output = run(app, "revise", "2026", "--by", "Ratna", "--reason", "Kertas terlambat.")

    assert (code, output.splitlines()[1]) == (0, "2026 is revised: 2 places")
    with app.app_context():
        assert published(db.session(), revision_address(2026)) is not None
    code, output = run(app, "revise", "2026")
    assert (code, output) == (
        1,
        "Error: 2026 was revised on 2027-02-10, and is revised once\n",
    )


def test_names_what_it_leaves_out_and_why(app: Flask, december_is_out: None) -> None:
    with app.app_context():
        city = make_year(db.session(), seed=7)
        for desk in range(4):
            add_paper(db.session(), city, desk=desk, n=40)

    code, output = run(app, "revise", "2026")

    assert code == 0
    assert "left out, few_officers: desks/loket-0-3" in output.splitlines()


def test_a_revision_can_be_verified_and_a_late_exclusion_is_named(
    app: Flask, city: RandomCity
) -> None:
    with app.app_context():
        make_ballots(db.session(), city)
        exclude(db.session(), city, desk=1)
    run(app, "revise", "2026")

    code, output = run(app, "verify")
    assert (code, output.splitlines()) == (
        0,
        [
            *(f"verifying: {done} of 5" for done in range(1, 6)),
            "everything published agrees with its ballots, documents and ledger",
        ],
    )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("2026",), "nowhere in 2026 did 10 or more ratings change: nothing is revised"),
        (("2027",), "2027-12 is not published, so 2027 cannot be revised"),
        (("2026", "--by", "Ratna"), "an explained revision needs a name and a reason"),
    ],
)
def test_refuses_in_one_clear_line(
    app: Flask, city: RandomCity, words: tuple[str, ...], line: str
) -> None:
    code, output = run(app, "revise", *words)

    assert (code, output.splitlines()[-1]) == (1, f"Error: {line}")
    assert "Traceback" not in output


def test_wrong_usage_has_its_own_code(app: Flask) -> None:
    assert run(app, "revise")[0] == 2
    assert run(app, "revise", "soon")[0] == 2
