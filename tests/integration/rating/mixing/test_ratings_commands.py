"""`flask ratings` and the night's job: what is said, and when it counts as failed."""

import base64
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from click.testing import Result
from flask import Flask
from nacl.public import PrivateKey
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.cli.ratings import MIX_JOB
from portal.rating.mixing.ballot_models import Ballot
from portal.rating.mixing.inbox_models import InboxKey
from portal.rating.mixing.lock import only_mixer
from portal.rating.mixing.readiness import KeysState, state_of_keys
from portal.storage.sealing.keys import KeyStore, key_name
from portal.time.schedule.domain import ALL_DONE, WorkReport
from portal.time.schedule.service import run_job
from portal.web.extensions import db
from tests.conftest import settings_for
from tests.factories.ratings import SmallCity, answers_of, make_inbox_key, send
from tests.integration.rating.conftest import MARCH, Mix, count


def flask(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def lose_current_key(session: Session, store: KeyStore) -> bytes:
    key = session.scalars(select(InboxKey.public_key).where(InboxKey.state == "current")).one()
    store.destroy(key)
    return key


def test_mix_says_what_it_did(app: Flask, session: Session, city: SmallCity) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=12)
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[1], times=3)

    result = flask(app, "ratings", "mix", "--now", "2026-05-31T18:00:00")

    assert result.exit_code == 0
    assert "mixing: 12 of 12" in result.output
    assert "12 ratings mixed, 3 wait for their batch" in result.output
    assert set(session.scalars(select(Ballot.period))) == {"2026-06"}


def test_mix_takes_the_present_moment_by_default(app: Flask, city: SmallCity) -> None:
    assert flask(app, "ratings", "mix").exit_code == 0


def test_a_lost_key_ends_the_command_with_1_and_is_named(
    app: Flask, session: Session, city: SmallCity, store: KeyStore
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])
    lost = lose_current_key(session, store)

    result = flask(app, "ratings", "mix")

    assert result.exit_code == 1
    assert f"lost keys: {key_name(lost)}" in result.output


def test_a_clock_that_went_back_is_one_clear_line_with_a_way_on(
    app: Flask, session: Session, city: SmallCity
) -> None:
    runner = app.test_cli_runner()
    for moment in ("2026-04-02T18:00:00", "2026-03-14T18:00:00"):
        send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)
        result = runner.invoke(args=["ratings", "mix", "--now", moment])

    assert result.exit_code == 1
    assert result.output.startswith("Error: it is 2026-03 by this machine's clock")

    vouched = ["ratings", "mix", "--now", "2026-03-14T18:00:00", "--month-is-right"]
    assert "10 ratings mixed" in runner.invoke(args=vouched).output


def test_a_mix_under_way_refuses_another(app: Flask, session: Session, city: SmallCity) -> None:
    with only_mixer(session):
        mixed, opened = flask(app, "ratings", "mix"), flask(app, "ratings", "open-inbox")

    assert (mixed.exit_code, opened.exit_code) == (1, 1)
    assert mixed.output == opened.output
    assert mixed.output == (
        "Error: a mix is already running; if it was killed a moment ago, try again in a minute\n"
    )


def test_a_key_whose_second_copy_cannot_be_written_is_not_used(
    make_app: object, session: Session, tmp_path: Path
) -> None:
    recovery = base64.b64encode(bytes(range(32))).decode()
    app = make_app(RECOVERY_KEY=recovery, ESCROW_DIR=str(tmp_path / "gone"))  # type: ignore[operator]

    result = flask(app, "ratings", "open-inbox")

    assert result.exit_code == 1
    assert "second copies" in result.output
    assert session.scalars(select(InboxKey.state)).all() == ["prepared"]


def test_a_new_portal_opens_its_inbox_once(app: Flask, session: Session) -> None:
    assert flask(app, "ratings", "open-inbox").output == "the inbox is open\n"
    assert flask(app, "ratings", "open-inbox").exit_code == 0
    assert session.scalars(select(InboxKey.state)).all() == ["current"]


def test_a_lost_key_comes_back_from_its_second_copy_and_is_mixed(
    make_app: object, session: Session, city: SmallCity, tmp_path: Path
) -> None:
    (tmp_path / "escrow").mkdir()
    private = tmp_path / "recovery"
    made = flask(make_app(), "ratings", "make-recovery-key", str(private))  # type: ignore[operator]
    variables = {
        "RECOVERY_KEY": made.output.strip().removeprefix("PORTAL_RECOVERY_KEY="),
        "ESCROW_DIR": str(tmp_path / "escrow"),
    }
    app = make_app(**variables)  # type: ignore[operator]
    flask(app, "ratings", "mix")
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)
    for file in (tmp_path / "keys").glob("*.key"):
        file.unlink()
    assert flask(app, "ratings", "mix").exit_code == 1

    (copy,) = (file for file in (tmp_path / "escrow").iterdir() if is_of_closed_key(session, file))
    restored = flask(app, "ratings", "restore-key", str(copy), "--recovery-key", str(private))

    assert restored.exit_code == 0, restored.output
    assert "10 ratings mixed" in flask(app, "ratings", "mix").output
    assert len(list((tmp_path / "escrow").iterdir())) == 1
    assert len(list((tmp_path / "keys").glob("*.key"))) == 1
    assert stat.S_IMODE(private.stat().st_mode) == 0o600


def is_of_closed_key(session: Session, file: Path) -> bool:
    closed = session.scalars(select(InboxKey.public_key).where(InboxKey.state == "closed")).all()
    return file.stem in {key_name(key) for key in closed}


def test_a_recovery_key_never_overwrites_a_file(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("precious")

    result = flask(app, "ratings", "make-recovery-key", str(tmp_path / "kept"))

    assert result.exit_code == 1
    assert (tmp_path / "kept").read_text() == "precious"


def test_what_is_no_second_copy_is_refused(app: Flask, tmp_path: Path) -> None:
    for name, text in (("copy", "no copy"), ("key", "no key")):
        (tmp_path / name).write_text(text)
    (tmp_path / "good").write_text(base64.b64encode(bytes(range(32))).decode())

    for recovery in ("key", "good"):
        result = flask(
            app,
            "ratings",
            "restore-key",
            str(tmp_path / "copy"),
            "--recovery-key",
            str(tmp_path / recovery),
        )
        assert result.exit_code == 1


def test_the_nights_job_mixes(app: Flask, session: Session, city: SmallCity) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0], times=10)

    with app.app_context():
        run_job(db.session(), MIX_JOB, settings=app.extensions["portal_settings"], now=MARCH)

    assert count(session, Ballot) == 10


def test_the_nights_job_names_a_lost_key_and_leaves_a_running_mix_alone(
    session: Session, city: SmallCity, store: KeyStore, tmp_path: Path
) -> None:
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / 'city.db'}")
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])
    lost = lose_current_key(session, store)

    with only_mixer(session):
        assert MIX_JOB.run(session, settings, now=datetime.now(UTC)) == ALL_DONE
    report = MIX_JOB.run(session, settings, now=datetime.now(UTC))

    assert isinstance(report, WorkReport)
    assert [key_name(lost) in problem for problem in report.problems] == [True]


def test_run_due_ends_with_1_when_the_mix_could_not_open_a_key(
    app: Flask, session: Session, city: SmallCity, store: KeyStore
) -> None:
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])
    lost = lose_current_key(session, store)

    result = flask(app, "jobs", "run-due")

    assert result.exit_code == 1
    assert f"mix: partly failed: lost keys: {key_name(lost)}" in result.output
    assert result.output.endswith("Error: not everything was done: mix\n")


def test_the_nights_job_fails_with_a_reason_when_the_second_copies_are_away(
    make_app: Callable[..., Flask], city: SmallCity, tmp_path: Path
) -> None:
    key = base64.b64encode(bytes(PrivateKey.generate().public_key)).decode()
    app = make_app(ESCROW_DIR=str(tmp_path / "away"), RECOVERY_KEY=key)

    result = flask(app, "jobs", "run-due")

    assert result.exit_code == 1
    assert "mix: failed: the folder of the second copies of keys is not there" in result.output


def test_readiness_tells_no_key_from_a_good_one_and_a_lost_one(
    session: Session, store: KeyStore, city: SmallCity, mix: Mix
) -> None:
    assert state_of_keys(session, store) is KeysState.OK
    send(session, answers_of(city.service_ids[0]), desk_id=city.desk_ids[0])
    lose_current_key(session, store)
    assert state_of_keys(session, store) is KeysState.FILE_MISSING
    mix()
    assert state_of_keys(session, store) is KeysState.FILE_MISSING


def test_a_closed_key_that_nothing_waits_for_is_not_missed(
    session: Session, store: KeyStore, city: SmallCity
) -> None:
    make_inbox_key(session, state="closed")

    assert state_of_keys(session, store) is KeysState.OK


def test_readyz_says_so(make_app: Callable[..., Flask], session: Session) -> None:
    app = make_app(DEMO="1")
    client = app.test_client()
    assert client.get("/readyz").json["keys"].startswith("no key yet")
    flask(app, "ratings", "open-inbox")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json["keys"]) == (200, "ok")
