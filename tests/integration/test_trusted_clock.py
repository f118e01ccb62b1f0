"""Jobs by a clock that is wrong: nothing is done, and work goes on afterwards."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.accounts.audit_log.models import AuditEntry
from portal.cli.stopping import StopSignals
from portal.publication.figures.documents import ReleaseKind
from portal.publication.releases.models import Release
from portal.rating.mixing.ballot_models import Tally
from portal.rating.mixing.service import open_inbox
from portal.storage.sealing.keys import KeyStore
from portal.time.schedule.evidence import database_now
from portal.time.schedule.models import ClockVouch, JobRun
from tests.factories.ratings import SmallCity, answers_of, make_small_city, send

FEBRUARY = datetime(2026, 2, 10, 18, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 10, 18, 0, tzinfo=UTC)
DAY = timedelta(days=1)
AHEAD = MARCH + 61 * DAY
VOUCHED = ("jobs", "clock-is-right", "--by", "Ratna Dewi", "--reason", "NTP was set up anew.")


@dataclass
class Clocks:
    """The clocks of this machine and of the database."""

    now: datetime = MARCH
    #: None: the database's clock is this machine's, as on one host.
    database: datetime | None = None


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    clocks = Clocks()

    def of_database(session: Session) -> datetime | None:
        is_sqlite = session.get_bind().dialect.name == "sqlite"
        return None if is_sqlite else clocks.database or clocks.now

    monkeypatch.setattr("portal.time.clock.now", lambda: clocks.now)
    monkeypatch.setattr("portal.time.schedule.evidence.database_now", of_database)
    return clocks


@dataclass
class Town:
    """A city with its clocks, and what its jobs left."""

    app: Flask
    session: Session
    places: SmallCity
    clocks: Clocks

    def flask(self, *words: str, at: datetime) -> Result:
        self.clocks.now = at
        self.session.rollback()
        return self.app.test_cli_runner().invoke(args=list(words))

    def rate(self) -> None:
        places = self.places
        send(self.session, answers_of(places.service_ids[0]), desk_id=places.desk_ids[0], times=12)

    def mixed_months(self) -> set[str]:
        self.session.rollback()
        return set(self.session.scalars(select(Tally.period)))

    def published_months(self) -> set[str]:
        self.session.rollback()
        monthly = Release.kind == ReleaseKind.MONTHLY
        return set(self.session.scalars(select(Release.period).where(monthly)))

    def successes(self) -> dict[str, datetime]:
        self.session.rollback()
        return {run.name: run.last_success_at for run in self.session.scalars(select(JobRun))}


@pytest.fixture
def new_town(app: Flask, session: Session, clocks: Clocks) -> Town:
    """A city in which nobody has rated and no job has run."""
    places = make_small_city(session)
    settings = app.extensions["portal_settings"]
    open_inbox(session, KeyStore.from_settings(settings))
    return Town(app, session, places, clocks)


@pytest.fixture
def town(new_town: Town) -> Town:
    """A city whose jobs ran in March, and where ratings wait."""
    assert new_town.flask("jobs", "run-due", at=MARCH).exit_code == 0
    new_town.rate()
    return new_town


@pytest.fixture
def published(new_town: Town) -> Town:
    """A city whose February was mixed, and published in March."""
    new_town.rate()
    assert new_town.flask("ratings", "mix", at=FEBRUARY).exit_code == 0
    assert new_town.flask("jobs", "run-due", at=MARCH).exit_code == 0
    assert new_town.published_months() == {"2026-02"}
    new_town.rate()
    return new_town


def test_a_clock_61_days_ahead_does_nothing_and_work_goes_on_the_next_day(published: Town) -> None:
    before = published.successes()

    ahead = published.flask("jobs", "run-due", at=AHEAD)

    assert ahead.exit_code == 1
    assert "61 days after the last job" in ahead.output
    assert published.mixed_months() == {"2026-02"}
    assert published.published_months() == {"2026-02"}
    assert published.successes() == before

    next_day = published.flask("jobs", "run-due", at=MARCH + DAY)
    assert next_day.exit_code == 0
    assert "mix: done" in next_day.output
    assert published.mixed_months() == {"2026-02", "2026-03"}


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_clock_that_differs_from_the_databases_is_refused_however_little_time_passed(
    town: Town,
) -> None:
    town.clocks.database = MARCH

    result = town.flask("jobs", "run-due", at=MARCH + timedelta(hours=30))

    assert result.exit_code == 1
    assert "2026-03-10 18:00 UTC by the database's" in result.output
    vouched = town.flask(*VOUCHED, at=MARCH + timedelta(hours=30))
    assert (vouched.exit_code, vouched.output) == (1, result.output)


@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_the_databases_own_clock_is_asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.time.schedule.evidence.database_now", database_now)
    assert app.test_cli_runner().invoke(args=["jobs", "run-due"]).exit_code == 0
    tomorrow = datetime.now(UTC) + DAY
    monkeypatch.setattr("portal.time.clock.now", lambda: tomorrow)

    result = app.test_cli_runner().invoke(args=["jobs", "run-due"])

    assert result.exit_code == 1
    assert "by the database's" in result.output


def test_only_a_server_has_a_clock_of_its_own(session: Session) -> None:
    found = database_now(session)

    if session.get_bind().dialect.name == "sqlite":
        assert found is None
    else:
        assert found is not None
        assert abs(found - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_letter_about_a_clock_ahead_does_not_make_it_right(town: Town) -> None:
    assert town.flask("jobs", "run-due", at=AHEAD).exit_code == 1

    assert town.flask("jobs", "tell-failure", "suara-loket-jobs.service", at=AHEAD).exit_code == 0

    assert town.flask("jobs", "run-due", at=AHEAD).exit_code == 1
    assert town.flask("jobs", "run-due", at=MARCH + DAY).exit_code == 0


def test_a_clock_that_went_back_does_nothing(town: Town) -> None:
    result = town.flask("jobs", "run-due", at=MARCH - timedelta(hours=1))

    assert result.exit_code == 1
    assert "this was done later: job" in result.output
    assert town.mixed_months() == set()


def test_every_command_that_cannot_be_undone_is_refused(town: Town) -> None:
    for words in (
        ("ratings", "mix"),
        ("releases", "prepare", "2026-03"),
        ("releases", "publish", "2026-03", "--by", "Ratna", "--reflection", "We learned a lot."),
        ("releases", "due"),
    ):
        result = town.flask(*words, at=AHEAD)
        assert (words, result.exit_code) == (words, 1)
        assert "61 days after the last job" in result.output
    assert town.published_months() == set()
    assert town.mixed_months() == set()


def test_a_person_vouches_for_a_portal_that_was_off_for_two_months(published: Town) -> None:
    assert published.flask("jobs", "run-due", at=AHEAD).exit_code == 1

    vouched = published.flask(*VOUCHED, at=AHEAD)

    assert vouched.output == "noted: it is 2026-05-10 18:00 UTC; the jobs run again\n"
    assert published.flask("jobs", "run-due", at=AHEAD + timedelta(minutes=5)).exit_code == 0
    assert published.published_months() == {"2026-02", "2026-03", "2026-04"}
    vouches = select(AuditEntry).where(AuditEntry.action == "clock.vouched")
    entry = published.session.scalars(vouches).one()
    assert "Ratna Dewi" in entry.detail


def test_what_a_clock_ahead_left_stops_nothing_once_a_person_vouched(town: Town) -> None:
    """Damage of an earlier version: the jobs ran by a clock 61 days ahead."""
    assert town.flask(*VOUCHED, at=AHEAD).exit_code == 0
    assert town.flask("jobs", "run-due", at=AHEAD).exit_code == 0
    assert "2026-05" in town.mixed_months()
    town.rate()

    behind = town.flask("jobs", "run-due", at=MARCH + DAY)
    assert behind.exit_code == 1
    assert "2026-05" in behind.output

    assert town.flask(*VOUCHED, at=MARCH + DAY).exit_code == 0
    for day in (1, 2):
        result = town.flask("jobs", "run-due", at=MARCH + day * DAY + timedelta(minutes=5))
        assert result.exit_code == 0, result.output
        assert "mix: done" in result.output
    assert "2026-03" in town.mixed_months()
    assert max(town.successes().values()) < MARCH + 3 * DAY


def test_a_trace_is_called_wrong_only_as_long_as_it_stays_the_same(town: Town) -> None:
    town.session.add(JobRun(name="other", last_run_at=AHEAD))
    town.session.commit()
    assert town.flask(*VOUCHED, at=MARCH + DAY).exit_code == 0
    assert town.flask("jobs", "run-due", at=MARCH + DAY).exit_code == 0

    town.session.merge(JobRun(name="other", last_run_at=AHEAD + DAY))
    town.session.commit()

    assert town.flask("jobs", "run-due", at=MARCH + DAY).exit_code == 1


def test_the_month_is_right_is_the_same_word(town: Town) -> None:
    mixed = town.flask("ratings", "mix", "--month-is-right", at=AHEAD)

    assert mixed.exit_code == 0, mixed.output
    town.session.rollback()
    (vouch,) = town.session.scalars(select(ClockVouch))
    assert (vouch.reason, vouch.vouched_at) == ("--month-is-right", AHEAD)
    assert town.flask("jobs", "run-due", at=AHEAD).exit_code == 0


def test_nobody_vouches_for_a_clock_that_nothing_speaks_against(town: Town) -> None:
    result = town.flask(*VOUCHED, at=MARCH)

    assert (result.exit_code, result.output) == (0, "nothing speaks against the clock\n")
    assert town.session.scalars(select(ClockVouch)).all() == []


@pytest.mark.parametrize(
    ("by", "reason"), [("", "why"), ("who", " "), ("n" * 201, "why"), ("who", "r" * 501)]
)
def test_who_vouches_gives_a_name_and_a_reason(town: Town, by: str, reason: str) -> None:
    words = ("jobs", "clock-is-right", "--by", by, "--reason", reason)

    assert town.flask(*words, at=AHEAD).exit_code == 1
    assert town.flask("jobs", "run-due", at=AHEAD).exit_code == 1


def test_a_moment_in_the_future_is_not_mixed_at(town: Town) -> None:
    result = town.flask("ratings", "mix", "--now", "2026-05-10T00:00:00", at=MARCH)

    assert (result.exit_code, result.output) == (
        1,
        "Error: --now lies in the future; nothing was mixed\n",
    )


def test_readiness_says_what_speaks_against_the_clock(town: Town) -> None:
    client = town.app.test_client()

    assert client.get("/readyz").json["clock"] == "ok"
    town.clocks.now = AHEAD
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["clock"]) == (503, "far ahead of the last job")


def test_the_loop_says_so_and_goes_on(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter((False, True, True))

    def within(signals: StopSignals, seconds: int) -> bool:
        return next(answers)

    monkeypatch.setattr(StopSignals, "within", within)

    result = town.flask("jobs", "loop", at=AHEAD)

    assert result.exit_code == 0
    assert "61 days after the last job" in result.output


def test_the_jobs_of_a_demonstration_may_rest(make_app: object, clocks: Clocks) -> None:
    app = make_app(DEMO="1")  # type: ignore[operator]
    for moment in (MARCH, AHEAD):
        clocks.now = moment
        assert app.test_cli_runner().invoke(args=["jobs", "run-due"]).exit_code == 0


def test_who_vouched_is_never_changed(town: Town) -> None:
    assert town.flask(*VOUCHED, at=AHEAD).exit_code == 0
    town.session.rollback()
    (vouch,) = town.session.scalars(select(ClockVouch))

    vouch.vouched_by = "another"
    with pytest.raises(IntegrityError):
        town.session.flush()
