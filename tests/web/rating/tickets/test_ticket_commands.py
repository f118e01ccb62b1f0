"""`flask tickets`: batches as CSV and as sheets whose codes a scanner reads, and machine keys."""

import csv
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from click.testing import Result

from portal.cli.jobs import FORGET_JOB
from portal.rating.mixing.inbox_models import Ticket
from portal.time import clock
from portal.web.extensions import db
from tests.factories.organisation import make_agency, make_service
from tests.web.rating.conftest import Citizen, City


def run(city: City, *words: str) -> Result:
    return city.app.test_cli_runner().invoke(args=["tickets", *words])


def issue(city: City, target: Path, *more: str, code: str = "dukcapil-1") -> Result:
    form = target.suffix.removeprefix(".")
    return run(city, "issue", code, "--format", form, "--output", str(target), *more)


def decoded(pdf: Path) -> Sequence[list[str]]:
    """Return the texts of the QR codes of each page, as a scanner sees them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [page.render(scale=3).to_pil() for page in document]
        return [[code.text for code in zxingcpp.read_barcodes(page)] for page in pages]
    finally:
        document.close()


def test_a_csv_holds_tickets_that_open_the_form(
    city: City, citizen: Citizen, tmp_path: Path
) -> None:
    target = tmp_path / "tickets.csv"
    result = issue(city, target, "--count", "30")

    rows = list(csv.DictReader(target.read_text().splitlines()))
    assert (result.exit_code, len(rows), city.count(Ticket)) == (0, 30, 30)
    assert rows[0].keys() == {"ticket", "url", "expires_on"}
    assert rows[0]["url"].endswith(f"/t/{rows[0]['ticket']}")
    assert citizen.rate(f"/t/{rows[0]['ticket']}").status_code == 303


def test_sheets_carry_twenty_four_tickets_whose_qr_opens_the_form(
    city: City, citizen: Citizen, tmp_path: Path
) -> None:
    target = tmp_path / "tickets.pdf"
    result = issue(city, target, "--count", "30")

    pages = decoded(target)
    assert (result.exit_code, [len(page) for page in pages]) == (0, [24, 6])
    paths = [url[url.index("/t/") :] for page in pages for url in page]
    assert len(set(paths)) == 30
    assert citizen.open(paths[0]).status_code == 200


def test_sheets_without_a_public_address_say_contoh(city: City, tmp_path: Path) -> None:
    target = tmp_path / "tickets.pdf"
    issue(city, target, "--count", "1")

    document = pypdfium2.PdfDocument(target)
    page = document[0]
    text = page.get_textpage().get_text_range()
    document.close()
    assert "CONTOH" in text
    assert "Nilai pelayanan" in text


@pytest.mark.parametrize("code", ["ktp", "dukcapil"])
def test_services_and_agencies_have_tickets_too(city: City, tmp_path: Path, code: str) -> None:
    assert issue(city, tmp_path / "t.csv", "--count", "2", code=code).exit_code == 0


def test_a_shared_code_asks_for_the_kind(city: City, tmp_path: Path) -> None:
    city.change(lambda session: make_service(session, make_agency(session, "dinsos"), "dukcapil-1"))
    target = tmp_path / "t.csv"

    refused = issue(city, target, "--count", "2")
    assert (refused.exit_code, "--for" in refused.output) == (1, True)
    assert issue(city, target, "--count", "2", "--for", "service").exit_code == 0


def test_an_unknown_code_and_a_wrong_count_are_refused(city: City, tmp_path: Path) -> None:
    unknown = issue(city, tmp_path / "t.csv", "--count", "2", code="nothing")

    assert (unknown.exit_code, "nothing" in unknown.output) == (1, True)
    assert issue(city, tmp_path / "t.csv", "--count", "0").exit_code == 2
    assert city.count(Ticket) == 0


def test_a_key_is_shown_once_and_can_be_taken_back(city: City) -> None:
    made = run(city, "keys", "create", "dukcapil", "Mesin antrean")
    listed = run(city, "keys", "list").output

    assert (made.exit_code, made.output.startswith("loket_")) == (0, True)
    assert "dukcapil  Mesin antrean  good" in listed
    assert made.output.strip() not in listed
    number = listed.split()[0]
    assert run(city, "keys", "revoke", number).exit_code == 0
    assert "revoked" in run(city, "keys", "list").output
    assert run(city, "keys", "revoke", number).exit_code == 1


@pytest.mark.parametrize("words", [("nothing", "Mesin"), ("dukcapil", " "), ("dukcapil", "x" * 81)])
def test_a_key_needs_an_agency_and_a_name(city: City, words: Any) -> None:
    assert run(city, "keys", "create", *words).exit_code == 1


def test_the_nightly_job_forgets_old_tickets(city: City, tmp_path: Path) -> None:
    issue(city, tmp_path / "t.csv", "--count", "3")
    runner = city.app.test_cli_runner()

    ran = runner.invoke(args=["jobs", "run-due"])
    kept = city.count(Ticket)
    with city.app.app_context():
        settings = city.app.extensions["portal_settings"]
        later = clock.now() + timedelta(days=600)
        FORGET_JOB.run(db.session(), settings, now=later)

    assert ("forget tickets" in ran.output, kept, city.count(Ticket)) == (True, 3, 0)
