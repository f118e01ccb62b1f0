"""`flask releases` and the job behind it, on the command line."""

import random
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import delete

from portal.cli import release_jobs
from portal.cli.jobs import RELEASE_JOB
from portal.cli.release_jobs import publish_what_is_due
from portal.publication.releases.queries import latest_month
from portal.publication.releases.staff_models import StaffDocument
from portal.time import clock
from portal.time.schedule.domain import RunOutcome
from portal.time.schedule.job_locks import PUBLISHING, job_lock
from portal.time.schedule.service import run_job
from portal.web.extensions import current_settings, db
from tests.factories.random_city import make_random_city, rate
from tests.factories.tampering import reseal, unguard

# Both months are due, and no other.
MARCH = datetime(2026, 3, 6, 5, tzinfo=UTC)


@pytest.fixture
def rated(app: Flask) -> Flask:
    """An app whose small city was rated in two months that are over."""
    with app.app_context():
        dice = random.Random(3)
        city = make_random_city(db.session(), dice, agencies=1, desks=2)
        for month in ("2026-01", "2026-02"):
            rate(db.session(), city, month=month, dice=dice)
    return app


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["releases", *words])
    return result.exit_code, result.output


def test_prepare_publishes_older_months_that_were_due_first(rated: Flask) -> None:
    code, output = run(rated, "prepare", "2026-02")

    assert code == 0
    assert "2026-01 was due: published" in output
    assert "2026-02 prepared:" in output
    assert "hidden, too_few:" in output


def test_publish_signs_off_and_publishes_also_what_was_not_prepared(rated: Flask) -> None:
    code, output = run(
        rated, "publish", "2026-01", "--by", "Ratna", "--reflection", "Antrean dipisah."
    )

    assert (code, output.splitlines()[-1]) == (0, "2026-01 is published")


def test_due_publishes_every_month_whose_day_has_come(rated: Flask) -> None:
    code, output = run(rated, "due")

    assert code == 0
    assert output.splitlines()[:2] == ["2026-01 was due: published", "2026-02 was due: published"]


def test_what_was_prepared_is_published_as_it_was_looked_at(rated: Flask) -> None:
    run(rated, "prepare", "2026-01")

    code, output = run(rated, "publish", "2026-01")

    assert (code, output) == (0, "2026-01 is published\n")


def test_holds_once_and_says_for_how_long(rated: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 2, 3, tzinfo=UTC))
    run(rated, "prepare", "2026-02")
    words = ("hold", "2026-02", "--by", "Ratna", "--reason", "Gempa", "--days", "7")

    assert run(rated, *words) == (0, "2026-02 is held for 7 days after its fixed day\n")
    assert run(rated, *words)[0] == 1


def test_verify_names_the_first_difference(rated: Flask) -> None:
    run(rated, "due")

    code, output = run(rated, "verify")

    # The city of this test has sums without the ballots that should make them.
    assert (code, output.startswith("Error: tally of 2026-01")) == (1, True)


def test_verify_says_how_many_releases_have_nothing_kept_to_build_them_from(
    rated: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 6, 3, tzinfo=UTC))
    run(rated, "due")
    with rated.app_context():
        unguard(db.session())
        db.session.execute(delete(StaffDocument).where(StaffDocument.address == "inputs"))
        reseal(db.session())
        db.session.commit()

    assert "only figures are verified of 2 releases" in run(rated, "verify")[1].splitlines()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("prepare", "2999-01"), "2999-01 is not over"),
        (("prepare", "soon"), "a month is written 2026-11"),
        (("publish", "2026-01", "--by", "Ratna"), "a sign-off needs a name and a reflection"),
        (("hold", "2026-01", "--by", "R", "--reason", "Gempa"), "cannot be held"),
    ],
)
def test_refuses_in_one_clear_line(rated: Flask, words: tuple[str, ...], line: str) -> None:
    code, output = run(rated, *words)

    assert code == 1
    assert line in output
    assert "Traceback" not in output


def test_wrong_usage_has_its_own_code(app: Flask) -> None:
    assert run(app, "prepare")[0] == 2
    assert run(app, "forget")[0] == 2
    assert "hold" in run(app, "--help")[1]


def test_the_job_publishes_by_the_citys_calendar_and_prepares_the_next(rated: Flask) -> None:
    with rated.app_context():
        # Half past midnight of 5 March in Jakarta is still 4 March in UTC.
        now = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)
        publish_what_is_due(db.session(), current_settings(), now=now)

        assert latest_month(db.session()) == "2026-02"


def test_a_web_worker_loads_no_statistics_and_no_charts() -> None:
    program = (
        "import sys, wsgi; heavy = {'numpy', 'scipy', 'plotly'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_the_job_says_how_far_it_is_when_several_months_are_due(
    rated: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with rated.app_context():
        publish_what_is_due(db.session(), current_settings(), now=MARCH)

    lines = capsys.readouterr().out.splitlines()
    assert lines == ["publishing months: 1 of 2", "publishing months: 2 of 2"]


def test_the_job_is_silent_about_a_single_month(
    rated: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with rated.app_context():
        publish_what_is_due(
            db.session(), current_settings(), now=datetime(2026, 2, 5, 5, tzinfo=UTC)
        )

        assert latest_month(db.session()) == "2026-01"
    assert capsys.readouterr().out == ""


def test_the_job_ends_after_a_month_when_told_to_and_goes_on_the_next_time(
    rated: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    months = []
    with rated.app_context():
        for is_stopping in (True, False):
            monkeypatch.setattr(release_jobs, "stop_was_asked", lambda told=is_stopping: told)
            publish_what_is_due(db.session(), current_settings(), now=MARCH)
            months.append(latest_month(db.session()))

    assert months == ["2026-01", "2026-02"]


@pytest.mark.parametrize(
    "words",
    [("due",), ("prepare", "2026-01"), ("publish", "2026-01", "--by", "R", "--reflection", "A.")],
)
def test_two_processes_never_publish_at_once(rated: Flask, words: tuple[str, ...]) -> None:
    with rated.app_context(), job_lock(db.engine, PUBLISHING) as is_ours:
        assert is_ours
        refused = run(rated, *words)

        assert refused == (1, "Error: another process is publishing; try again in a minute\n")
        assert latest_month(db.session()) is None
    assert run(rated, *words)[0] == 0


def test_the_job_waits_for_its_turn_as_well(rated: Flask) -> None:
    with rated.app_context(), job_lock(db.engine, RELEASE_JOB.name):
        now = clock.now()
        result = run_job(db.session(), RELEASE_JOB, settings=current_settings(), now=now)

        assert result.outcome is RunOutcome.RUNNING_ELSEWHERE
        assert RELEASE_JOB.name == PUBLISHING
