"""What commands say in the rarer cases: more than is listed, expired documents, a strange error."""

from types import SimpleNamespace
from typing import Any

import click
import pytest

from portal.accounts.staff.staff_numbers import in_groups
from portal.cli import evaluation, jobs, plans, releases
from portal.evaluation.advice.screen import AdviceOnScreen, AdvisedLine
from portal.evaluation.awards.screen import AwardsOnScreen
from portal.evaluation.official.merging import Outcome
from portal.evaluation.official.plan_service import PlanImport
from portal.evaluation.rules.states import SeatState
from portal.storage.failures import FailureKind, StorageAway


def line(number: int) -> Any:
    return SimpleNamespace(
        number=f"{number}", outcome=Outcome.NEW, changes=(), change_count=0, gap_count=0
    )


def test_of_many_plans_the_first_are_listed_and_the_others_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    many = plans.FAULTS_LISTED + 3
    done = PlanImport(lines=tuple(map(line, range(many))), counts={Outcome.NEW: many})

    plans._report(done, verb="would be")

    said = capsys.readouterr().out
    assert "... and 3 more plans" in said
    assert f"{many} plans would be changed" in said
    assert said.count("0 changes") == plans.FAULTS_LISTED


def test_documents_whose_keys_are_gone_are_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = SimpleNamespace(faults=(), read=12, expired=5)
    monkeypatch.setattr(evaluation, "verify_results", lambda *_, **__: found)
    monkeypatch.setattr(evaluation, "vault", lambda: None)
    monkeypatch.setattr(evaluation, "db", SimpleNamespace(session=lambda: None))

    callback = evaluation.verify.callback
    assert callback is not None
    click.Context(evaluation.verify).invoke(callback.__wrapped__)  # type: ignore[attr-defined] # without an app

    said = capsys.readouterr().out
    assert "12 documents agree" in said
    assert "5 documents expired: their digests stay, their keys are gone" in said


def test_a_database_that_fails_in_a_strange_way_is_named_by_the_kind_of_its_error() -> None:
    assert jobs._named(PermissionError("x")) == "the database cannot be used (PermissionError)"
    assert jobs._named(StorageAway(FailureKind.DISK_FULL)) != jobs._named(OSError())


def test_what_a_release_withholds_is_listed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(releases, "sentence_of", lambda found: f"{found} contradicts itself")
    prepared: Any = SimpleNamespace(
        edition="2026-03",
        documents=7,
        shown=4,
        hidden={"too_few": 2},
        contradictions=("services/kia",),
    )

    releases._report(prepared)

    said = capsys.readouterr().out.splitlines()
    assert said == [
        "2026-03 prepared: 7 documents",
        "figures shown: 4",
        "hidden, too_few: 2",
        "withheld: services/kia contradicts itself",
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("199001012020011001", "19900101 202001 1 001"),
        ("12345", "12345"),
        ("THL-7", "THL-7"),
        ("19900101202001100A", "19900101202001100A"),
    ],
)
def test_a_number_is_printed_in_groups_where_offices_group_it(number: str, said: str) -> None:
    assert in_groups(number) == said


def test_what_waits_of_awards_and_advice_is_counted() -> None:
    seats = tuple(SimpleNamespace(state=state) for state in (SeatState.DRAWN, SeatState.TAKEN))
    awards = AwardsOnScreen((), (), seats, points_left=3)
    advice = AdviceOnScreen(2026, (AdvisedLine("Ayu", 1), AdvisedLine("Budi", 2)))

    assert awards.waiting == 4
    assert advice.waiting == 2
