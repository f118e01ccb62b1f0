"""`flask organisation` and `flask desks`: what they print, and the codes they exit with."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click import ClickException
from click.testing import Result
from flask import Flask

from portal.accounts.audit_log.queries import entries
from portal.cli.faults import REASONS, TABLE_REASONS, refuse, sentence
from portal.organisation.posters import service as posters_service
from portal.organisation.records import service as records_service
from portal.organisation.records.faults import FaultKind
from portal.organisation.records.queries import structure
from portal.organisation.records.record_types import as_structure
from portal.storage.spreadsheets.table import RowFault, TableFaultKind
from portal.web.extensions import db
from portal.web.import_pages import TABLE_FAULTS
from tests.factories.records import TODAY, WHOLE

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "organisation-import.md"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    def invoke(*words: str | Path) -> Result:
        return app.test_cli_runner().invoke(args=[str(word) for word in words])

    return invoke


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example of the document, as a file."""
    found = re.search(r"```csv\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert found is not None
    path = tmp_path / "city.csv"
    path.write_text(found[1])
    return path


def test_the_documented_example_is_imported_and_again_changes_nothing(
    run: Run, example: Path
) -> None:
    first = run("organisation", "import", example)
    again = run("organisation", "import", example)

    assert first.exit_code == again.exit_code == 0
    assert "desk create: 3" in first.output
    assert "14 records were changed" in first.output
    assert again.output == "0 records were changed\n"


def test_a_dry_run_changes_nothing(run: Run, example: Path, app: Flask) -> None:
    result = run("organisation", "import", example, "--dry-run")

    assert (result.exit_code, "14 records would be changed" in result.output) == (0, True)
    with app.app_context():
        assert structure(db.session()) == {}


@pytest.mark.parametrize("option", [(), ("--dry-run",)])
def test_a_faulty_file_is_refused_with_every_line_and_exit_code_1(
    run: Run, example: Path, app: Flask, option: tuple[str, ...]
) -> None:
    text = example.read_text().replace("1-5=07:30", "1-9=07:30")
    example.write_text(text.replace(",dinkes,pkm-cempaka,", ",dinkess,pkm-cempaka,"))

    result = run("organisation", "import", example, *option)

    assert result.exit_code == 1
    assert "line 9, hours: '1-9=07:30-16:00' are no hours" in result.output
    assert "line 10, agency: there is no 'dinkess'" in result.output
    assert "nothing was changed" in result.output
    with app.app_context():
        assert structure(db.session()) == {}


def test_a_missing_file_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    assert run("organisation", "import", tmp_path / "none.csv").exit_code == 2
    assert run("organisation", "import").exit_code == 2
    assert run("desks", "list", "--format", "yaml").exit_code == 2


def test_what_is_exported_can_be_imported_elsewhere(
    run: Run, example: Path, tmp_path: Path, app: Flask
) -> None:
    run("organisation", "import", example)
    target = tmp_path / "out.csv"

    result = run("organisation", "export", target)

    assert (result.exit_code, result.output) == (0, "14 rows written\n")
    assert run("organisation", "import", target).output == "0 records were changed\n"
    with app.app_context():
        lines = target.read_text().splitlines()
        assert len(lines) == len(structure(db.session())) + 1


def test_an_import_stands_in_the_audit_log_and_a_refused_one_does_not(
    run: Run, example: Path, app: Flask
) -> None:
    def imports() -> int:
        with app.app_context():
            return [sealed.entry.action for sealed in entries(db.session())].count(
                "organisation.import"
            )

    run("organisation", "import", example)
    assert imports() == 1
    example.write_text("kind,code\nroom,x\n")
    run("organisation", "import", example)
    assert imports() == 1


def fill(app: Flask) -> None:
    with app.app_context():
        records_service.change_records(db.session(), WHOLE, today=TODAY)
        assert structure(db.session()) == as_structure(WHOLE)
        posters_service.revoke_poster(db.session(), "dinkes-2")


def test_lists_desks_as_json_with_the_address_on_the_poster(run: Run, app: Flask) -> None:
    fill(app)

    desks = json.loads(run("desks", "list", "--format", "json").output)

    assert [desk["code"] for desk in desks] == ["dinkes-2", "pkm-melati-1", "rsud-1"]
    assert desks[0]["url"] is None
    assert desks[1]["name"] == "Loket 1 - Pendaftaran"
    assert desks[1]["agency"] == "dinkes"
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/r/[0-9A-Z]{8}", desks[1]["url"])


def test_lists_the_same_as_csv_and_text(run: Run, app: Flask) -> None:
    fill(app)

    desks = json.loads(run("desks", "list", "--format", "json").output)
    rows = list(csv.DictReader(io.StringIO(run("desks", "list", "--format", "csv").output)))

    assert rows == [{**desk, "url": desk["url"] or ""} for desk in desks]
    assert desks[1]["url"] in run("desks", "list").output


def test_an_empty_city_is_an_empty_list(run: Run) -> None:
    assert json.loads(run("desks", "list", "--format", "json").output) == []


def test_a_retired_desk_is_not_listed(run: Run, app: Flask, example: Path) -> None:
    run("organisation", "import", example)

    assert "disdukcapil-2" not in run("desks", "list").output


def test_every_fault_has_words() -> None:
    assert set(REASONS) == set(FaultKind)
    assert set(TABLE_REASONS) == set(TABLE_FAULTS) == set(TableFaultKind)
    assert sentence(RowFault(0, "", TableFaultKind.EMPTY)) == "the file: the file has no rows"
    assert sentence(RowFault(3, "name", FaultKind.TOO_LONG, "160")) == (
        "line 3, name: longer than 160 characters"
    )


def test_a_staff_number_is_corrected_by_command(run: Run, example: Path) -> None:
    run("organisation", "import", example)
    old = "198703032010011005"

    taken = run("organisation", "renumber", old, "199106152015032002")
    wrong = run("organisation", "renumber", old, "1.9E+17")
    unknown = run("organisation", "renumber", "12", "13")
    right = run("organisation", "renumber", old, "19870303 201001 1 006")

    assert "another officer has the staff number" in taken.output
    assert "'1.9E+17' is no whole staff number" in wrong.output
    assert "no officer has the staff number '12'" in unknown.output
    assert right.output == "the officer has the staff number 198703032010011006 now\n"
    assert [each.exit_code for each in (taken, wrong, unknown, right)] == [1, 1, 1, 0]


def test_a_long_list_of_faults_ends_with_how_many_there_are(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "city.csv"
    file.write_text("kind,code\n" + "desk,A B\n" * 600)

    output = run("organisation", "import", file).output

    assert output.count("is no code") == 500
    assert "line 502: this row and those below were not looked at" in output
    assert "501 faults; nothing was changed" in output


def test_no_command_lists_more_than_a_thousand_faults(capsys: pytest.CaptureFixture[str]) -> None:
    faults = [RowFault(line, "", TableFaultKind.EXTRA_CELLS) for line in range(1, 1_003)]

    with pytest.raises(ClickException, match="1002 faults; nothing was changed"):
        refuse(faults, outcome="nothing was changed")

    assert capsys.readouterr().err.splitlines()[999:] == [
        "line 1000: the cell is filled, but its column has no heading",
        "... and 2 more",
    ]


def test_an_import_says_from_when_what_is_dated_holds(
    run: Run, example: Path, tmp_path: Path
) -> None:
    run("organisation", "import", example)
    file = tmp_path / "less.csv"
    file.write_text("kind,code,left_out\nservice,poli-umum,cost\n")

    too_far = run("organisation", "import", file, "--since", "2099-01")
    no_month = run("organisation", "import", file, "--since", "soon")
    dry = run("organisation", "import", file, "--dry-run")
    done = run("organisation", "import", file, "--since", "2026-01")

    assert (too_far.exit_code, no_month.exit_code) == (1, 2)
    assert "a change holds from the next month on at the latest" in too_far.output
    assert "a month is written 2026-11" in no_month.output
    assert "service poli-umum: left_out - -> cost, from 20" in dry.output
    assert "service poli-umum: left_out - -> cost, from 2026-01 on" in done.output
