"""Paper questionnaires come in whole or not at all, once, as a channel of their own."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.rating.answers.answers import Channel
from portal.rating.mixing import sum_queries
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.paper import queries as paper_queries
from portal.rating.paper.domain import PaperFaultKind, paper_period
from portal.rating.paper.models import PaperBatch
from portal.rating.paper.reading import (
    AgencyUnknown,
    ImportPaper,
    PaperAlreadyImported,
    PaperPeriodNotOver,
    PaperPeriodsOverlap,
    PaperRefused,
)
from portal.rating.paper.service import import_paper, preview_paper
from portal.storage.spreadsheets.table import TableFaultKind
from portal.survey.elements import Element
from tests.factories.ratings import SmallCity, make_small_city
from tests.integration.rating.conftest import count

TODAY = date(2026, 7, 2)
HEADER = "time;cost;service;sex"
ROWS = "\n".join([HEADER, *["3;4;ktp;female"] * 8, *["1;;kk;male"] * 4])


@pytest.fixture
def city(session: Session) -> SmallCity:
    return make_small_city(session)


def paper(content: str | bytes = ROWS, **fields: Any) -> ImportPaper:
    raw = content.encode() if isinstance(content, str) else content
    defaults = {"agency_code": "dukcapil", "period": paper_period("2026-Q1")}
    return ImportPaper(content=raw, **(defaults | fields))


def test_questionnaires_become_ballots_and_tallies_of_the_last_month(
    session: Session, city: SmallCity
) -> None:
    report = import_paper(session, paper(), today=TODAY)

    rows = {row.service_id: row for row in sum_queries.tallies(session, periods=["2026-03"])}
    ktp, kk = (rows[service] for service in city.service_ids)
    assert (report.respondents, report.with_profile) == (12, 12)
    assert {row.channel for row in rows.values()} == {Channel.PAPER}
    assert (ktp.respondents, ktp.counts[Element.COST].answers) == (8, (0, 0, 0, 8))
    assert (kk.respondents, Element.COST in kk.counts) == (4, False)
    assert count(session, Ballot) == 12
    assert sum_queries.tallies(session, periods=["2026-01", "2026-02"]) == []


def test_a_batch_of_profiles_is_counted_for_the_year(session: Session, city: SmallCity) -> None:
    import_paper(session, paper(), today=TODAY)

    counts = {
        (row.year, row.answer): row.respondents
        for row in sum_queries.profile_counts(session, years=[2026])
    }
    assert counts == {(2026, "female"): 8, (2026, "male"): 4}


def test_fewer_profiles_than_a_batch_are_not_counted(session: Session, city: SmallCity) -> None:
    few = "\n".join(["time,sex", *["3,male"] * 9, *["3,"] * 9])

    assert import_paper(session, paper(few), today=TODAY).with_profile == 9
    assert sum_queries.profile_counts(session, years=[2026]) == []


def test_a_preview_changes_nothing(session: Session, city: SmallCity) -> None:
    assert preview_paper(session, paper(), today=TODAY).respondents == 12
    assert count(session, Ballot) == count(session, PaperBatch) == 0


def test_the_same_file_is_refused_the_second_time(session: Session, city: SmallCity) -> None:
    import_paper(session, paper(), today=TODAY)

    with pytest.raises(PaperAlreadyImported):
        import_paper(session, paper(period=paper_period("2026-04")), today=TODAY)
    session.rollback()

    assert count(session, Ballot) == 12


def test_a_second_file_of_the_same_months_adds_to_the_first(
    session: Session, city: SmallCity
) -> None:
    import_paper(session, paper(), today=TODAY)
    import_paper(session, paper(ROWS + "\n2;2;ktp;"), today=TODAY)

    batches = paper_queries.paper_batches(session, agency_id=city.agency_id)
    assert [batch.respondents for batch in batches] == [12, 13]
    assert paper_queries.paper_batches(session) == batches
    assert sum(row.respondents for row in sum_queries.tallies(session, periods=["2026-03"])) == 25


@pytest.mark.parametrize("label", ["2026-02", "2026-H1", "2026-03"])
def test_months_are_not_covered_by_files_of_different_periods(
    session: Session, city: SmallCity, label: str
) -> None:
    import_paper(session, paper(), today=TODAY)

    with pytest.raises(PaperPeriodsOverlap):
        import_paper(session, paper(ROWS + "\n", period=paper_period(label)), today=TODAY)


def test_a_period_that_is_not_over_is_refused(session: Session, city: SmallCity) -> None:
    with pytest.raises(PaperPeriodNotOver):
        import_paper(session, paper(), today=date(2026, 3, 31))


def test_an_unknown_agency_is_refused(session: Session, city: SmallCity) -> None:
    with pytest.raises(AgencyUnknown):
        import_paper(session, paper(agency_code="nowhere"), today=TODAY)


def test_codes_need_their_meaning(session: Session, city: SmallCity) -> None:
    content = "U1,U9\n3,4\n"

    with pytest.raises(PaperRefused) as refusal:
        import_paper(session, paper(content), today=TODAY)
    session.rollback()
    meanings = {"u1": "requirements", "u9": "facilities"}
    import_paper(session, paper(content, meanings=meanings), today=TODAY)

    kinds = [fault.kind for fault in refusal.value.faults if fault.column]
    assert kinds == [PaperFaultKind.CODE_WITHOUT_MEANING] * 2
    (row,) = sum_queries.tallies(session, periods=["2026-03"])
    assert set(row.counts) == {Element.REQUIREMENTS, Element.FACILITIES}


@pytest.mark.parametrize(
    ("content", "line", "kind"),
    [
        ("time,parking\n3,4\n", 1, TableFaultKind.UNKNOWN_COLUMN),
        ("sex\nmale\n", 1, PaperFaultKind.NO_ELEMENT),
        ("time,u3\n3,3\n", 1, TableFaultKind.REPEATED_COLUMN),
        ("time\n3\n7\n3\n", 3, PaperFaultKind.NOT_A_LEVEL),
        ("time\n", 0, TableFaultKind.EMPTY),
        ("", 0, TableFaultKind.EMPTY),
        ("time\n3,4,5\n", 2, TableFaultKind.EXTRA_CELLS),
    ],
)
def test_one_fault_refuses_the_whole_file(
    session: Session, city: SmallCity, content: str, line: int, kind: StrEnum
) -> None:
    with pytest.raises(PaperRefused) as refusal:
        import_paper(session, paper(content, meanings={"u3": "time"}), today=TODAY)
    session.rollback()

    assert (line, kind) in {(fault.line, fault.kind) for fault in refusal.value.faults}
    assert count(session, Ballot) == 0


def test_a_workbook_is_read_as_well(session: Session, city: SmallCity) -> None:
    book = Workbook()
    for row in (["Time", "Conduct"], [3, 4], [2, None]):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)

    assert import_paper(session, paper(written.getvalue()), today=TODAY).respondents == 2


@pytest.fixture
def command(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    monkeypatch.setattr("portal.time.clock.now", lambda: datetime(2026, 7, 2, tzinfo=UTC))

    def run(content: str, *words: str, period: str = "2026-Q1") -> Result:
        file = tmp_path / "kuesioner.csv"
        file.write_text(content)
        arguments = ["ratings", "import", str(file), "--agency", "dukcapil", "--period", period]
        return app.test_cli_runner().invoke(args=[*arguments, *words])

    return run


def test_the_command_tries_then_takes_in_then_refuses(
    city: SmallCity, session: Session, command: Callable[..., Result]
) -> None:
    trial, first, second = command(ROWS, "--dry-run"), command(ROWS), command(ROWS)

    assert (trial.exit_code, first.exit_code, second.exit_code) == (0, 0, 1)
    assert "12 questionnaires would be taken in for 2026-Q1" in trial.output
    assert "12 questionnaires taken in for 2026-Q1; 12 say something" in first.output
    assert "this very file was imported before" in second.output
    assert session.scalars(select(PaperBatch.respondents)).all() == [12]


def test_the_command_lists_every_faulty_line(
    city: SmallCity, command: Callable[..., Result]
) -> None:
    result = command("U1,time\n3,9\n2,\n", "--map", "U1=requirements")

    assert result.exit_code == 1
    assert "line 2, time: '9' is not 1, 2, 3 or 4" in result.output
    assert "1 faults; nothing was stored" in result.output


def test_wrong_usage_ends_with_2(city: SmallCity, command: Callable[..., Result]) -> None:
    assert command(ROWS, period="spring").exit_code == 2
    assert command(ROWS, "--map", "U1").exit_code == 2
    assert command(ROWS, "--map", "U1=parking").exit_code == 2
