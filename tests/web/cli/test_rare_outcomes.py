"""What commands and jobs say when something happens that hardly ever does."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from portal.accounts.letters import sending
from portal.accounts.letters.domain import Letter
from portal.cli import complaints, contradictions, jobs, plainly, releases
from portal.organisation.places.service import DatedState
from portal.publication.releases.recomputing import RecomputedDifference
from portal.storage.failures import FailureKind
from portal.survey.elements import Element
from portal.time import clock
from portal.time.schedule.domain import ALL_DONE, JobResult, RunOutcome
from portal.web.extensions import current_settings, db
from tests.factories.official import LESTARI, NOW, make_official_scene


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, result.output


def test_a_round_says_which_jobs_failed_and_ends_with_1(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = {
        "mix": JobResult(RunOutcome.DONE),
        "mail": JobResult(RunOutcome.FAILED),
        "backup": JobResult(RunOutcome.PARTLY_FAILED),
    }
    monkeypatch.setattr(jobs, "run_due_jobs", lambda **_: results)

    assert run(app, "jobs", "run-due") == (1, "Error: not everything was done: mail, backup\n")

    monkeypatch.setattr(jobs, "run_due_jobs", lambda **_: {"mix": results["mix"]})
    assert run(app, "jobs", "run-due") == (0, "")


def test_what_other_code_made_is_named_and_is_no_difference(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = RecomputedDifference("2026-01", "version 3", "version 4")

    def differences(*_: object, on_other_code: Callable[[Any], None], **__: object) -> Any:
        on_other_code(other)
        return iter(())

    monkeypatch.setattr(releases, "differences", differences)

    code, said = run(app, "releases", "verify")

    assert code == 0
    assert f"other code made it, so only its figures are verified: {other}" in said
    assert "everything published agrees" in said


def test_what_a_service_asks_is_dated_and_said_month_by_month(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = list(Element)[:2]
    states = [DatedState("2026-01", frozenset({second, first})), DatedState("2026-03", frozenset())]
    asked: list[str] = []

    def date_by_ratings(_: object, address: str, **__: object) -> list[DatedState]:
        asked.append(address)
        return states

    monkeypatch.setattr(contradictions, "date_by_ratings", date_by_ratings)

    code, said = run(app, "releases", "contradictions", "--date", "services/ktp")

    names = " ".join(sorted([first, second]))
    assert (code, asked) == (0, ["services/ktp"])
    assert said.splitlines() == [
        f"services/ktp: left_out {names} from 2026-01 on",
        "services/ktp: left_out - from 2026-03 on",
    ]


@pytest.mark.parametrize(
    ("refused", "problems"), [(0, ()), (2, ("2 waiting complaints cannot be opened",))]
)
def test_complaints_that_stay_closed_are_a_problem_of_the_night(
    app: Flask, monkeypatch: pytest.MonkeyPatch, refused: int, problems: tuple[str, ...]
) -> None:
    opened = SimpleNamespace(stored=3, refused=refused)
    monkeypatch.setattr(complaints, "open_waiting", lambda *_, **__: opened)

    with app.app_context():
        report = complaints.open_in_no_order(db.session(), current_settings(), now=clock.now())

    assert report.problems == problems
    assert (report == ALL_DONE) is not bool(problems)


def test_a_failure_of_a_file_is_not_said_to_be_one_of_the_database() -> None:
    error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    said = plainly._reason(FailureKind.DISK_FULL, error)

    assert said == "a file cannot be used (disk_full): No space left on device"
    assert plainly._reason(FailureKind.DISK_FULL, ValueError()) == plainly.what_to_do(
        FailureKind.DISK_FULL
    )


def test_a_letter_whose_first_try_cannot_be_noted_stays_for_the_jobs(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[Letter] = []

    def attempt(letter: Letter, **_: object) -> None:
        tried.append(letter)

    def refuse(*_: object, **__: object) -> None:
        raise OperationalError("", None, OSError(errno.ENOSPC, "full"))

    monkeypatch.setattr(sending, "_attempt", attempt)
    monkeypatch.setattr(sending, "note_first_try", refuse)
    letter = Letter("ratna@kota.test", "Perihal", "Isi")

    sending._deliver_apart(app, sending.Enclosed(letter, 7))

    assert tried == [letter]
    assert "a letter's first try could not be noted: kind=" in caplog.text
    assert "ratna" not in caplog.text
    with app.app_context():
        assert db.session.connection()  # the session is usable again


def test_daily_progress_is_counted_before_anything_is_changed(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with app.app_context():
        make_official_scene(db.session())
    path = tmp_path / "progres.csv"
    heading = "NIP;Rencana Aksi;Tanggal;Jam Mulai;Jam Selesai;Kegiatan Harian;Realisasi;Satuan"
    path.write_text(f"{heading};Status\n{LESTARI};;2026-01-12;;;Loket;1;kali;\n")

    counted = run(app, "activities", "import", str(path), "--dry-run")
    taken = run(app, "activities", "import", str(path))
    again = run(app, "activities", "import", str(path), "--dry-run")

    assert (counted[0], "1 activities would be changed" in counted[1]) == (0, True), counted
    assert (taken[0], "1 activities were changed" in taken[1]) == (0, True), taken
    assert (again[0], "0 activities would be changed" in again[1]) == (0, True), again
