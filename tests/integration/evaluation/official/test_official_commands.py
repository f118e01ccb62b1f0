"""`flask plans`: what is printed and which exit code ends it."""

from pathlib import Path

import pytest
from flask import Flask

from portal.evaluation.plans import queries
from portal.web.extensions import db
from tests.factories.official import RATNA, make_official_scene, plan_table


@pytest.fixture
def person(app: Flask) -> int:
    with app.app_context():
        return make_official_scene(db.session()).person


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["plans", *words])
    return result.exit_code, result.output


def count(app: Flask, person: int) -> int:
    with app.app_context():
        return len(queries.plans_of(db.session(), person))


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    app: Flask, person: int, tmp_path: Path
) -> None:
    file = tmp_path / "skp.csv"
    file.write_bytes(plan_table({}))

    code, said = run(app, "import", str(file), "--dry-run")

    assert (code, count(app, person)) == (0, 0)
    assert "199105172015032903: new, 1 changes (result)" in said
    assert "1 plans would be changed" in said


def test_a_refused_row_is_listed_and_does_not_refuse_the_file(
    app: Flask, person: int, tmp_path: Path
) -> None:
    file = tmp_path / "skp.csv"
    file.write_bytes(plan_table({}, {"number": RATNA, "weight": "banyak"}))

    code, said = run(app, "import", str(file))

    assert (code, count(app, person)) == (1, 1)
    assert "line 3, BOBOT: 'banyak' is no number that fits here" in said
    assert "1 faults; everything else was taken in" in said


def test_template_and_export_are_read_by_the_import(
    app: Flask, person: int, tmp_path: Path
) -> None:
    template, export = tmp_path / "template.xlsx", tmp_path / "out.xlsx"
    assert run(app, "template", str(template))[0] == 0
    assert run(app, "import", str(template))[0] == 0
    assert count(app, person) == 1

    assert run(app, "export", str(export))[0] == 0
    code, said = run(app, "import", str(export), "--dry-run")

    # The draft is its person's own, so that the table is empty.
    assert (code, "0 plans would be changed" in said) == (0, True)
    assert run(app, "export", str(export), "--year", "1999")[0] == 1


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_daily_progress_goes_out_in_the_columns_that_come_in(
    app: Flask, person: int, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"progres.{ending}"
    runner = app.test_cli_runner()
    span = ["--from", "2026-01-01", "--to", "2026-01-31"]

    written = runner.invoke(args=["activities", "export", str(out), "--person", RATNA, *span])
    again = runner.invoke(args=["activities", "import", str(out), "--person", RATNA])

    assert written.exit_code == 0, written.output
    assert "written" in written.output
    assert "0 activities were changed" in again.output
    unknown = ["activities", "export", str(out), "--person", "199105172015032999", *span]
    assert runner.invoke(args=unknown).exit_code != 0
