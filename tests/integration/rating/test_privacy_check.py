"""The insider's attack finds nothing here, and finds what a careless schema would give away."""

from collections.abc import Callable
from datetime import datetime
from itertools import count as numbers
from random import Random

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, select, text, update
from sqlalchemy.orm import Session

from portal.rating.domain.mixing import Place, ballot_of
from portal.rating.domain.submission import SubmitRating
from portal.rating.keys import KeyStore
from portal.rating.models.ballot import Ballot
from portal.rating.models.inbox import AcceptedSubmission, InboxKey, Ticket
from portal.rating.privacy import scratch
from portal.rating.privacy.attack import Finding, check_privacy
from portal.rating.privacy.citizens import made_up_citizens
from portal.rating.privacy.scratch import NoScratchDatabase
from portal.rating.privacy.trial import EXPIRES_ON, TIMEZONE
from portal.rating.service.mix.run import mix_ratings
from portal.rating.service.mix.write import new_token


def leaks(findings: list[Finding]) -> dict[tuple[str, str], int]:
    return {(f.target, f.method): f.links for f in findings if f.is_leak}


def test_nobody_is_tied_to_what_they_said(session: Session) -> None:
    findings = check_privacy(session.connection().engine, ratings=600)

    assert leaks(findings) == {}
    assert {finding.target for finding in findings} == {
        "ballot",
        "comment",
        "officer answer",
        "profile",
        "every answer",
    }
    assert {f.citizens for f in findings if f.target in {"ballot", "comment"}} == {600}
    assert all(f.citizens >= 300 for f in findings)
    is_postgresql = session.connection().dialect.name == "postgresql"
    traces = {"xmin ~ xmin", "ctid ~ ctid"} if is_postgresql else {"sealed token ~ primary key"}
    assert traces <= {finding.method for finding in findings}


def change_schema(session: Session, change: Callable[[Connection], object]) -> None:
    engine = session.connection().engine
    session.commit()
    with engine.begin() as connection:
        change(connection)


def rate_openly(session: Session, command: SubmitRating, *, number: int | None = None) -> None:
    """Take a rating in the careless way: proof and ballot in one transaction."""
    place = Place(command.agency_id, unit_id=None, desk_id=command.desk_id, channel=command.channel)
    cell = place.cell(command.answers, period="2026-03")
    ballot = {"token": new_token(), **ballot_of(command.answers.scores, cell=cell)}
    columns = Ballot.__table__.insert().values(**ballot)
    session.execute(columns)
    if number is not None:
        named = text("UPDATE ballot SET received = :number WHERE token = :token")
        session.execute(named, {"number": number, "token": ballot["token"]})
    if command.ticket_hash:
        spent = update(Ticket).where(Ticket.code_hash == command.ticket_hash)
        session.execute(spent.values(is_spent=True))
    else:
        session.add(AcceptedSubmission(key_hash=command.grant_hash, expires_on=EXPIRES_ON))
    session.commit()


def give_ballots_a_rowid(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        made = connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = 'ballot'"))
        connection.exec_driver_sql("DROP TABLE ballot")
        connection.exec_driver_sql(str(made).replace("WITHOUT ROWID", ""))


def test_a_ballot_written_with_its_proof_is_found_out(session: Session) -> None:
    change_schema(session, give_ballots_a_rowid)

    found = leaks(check_privacy(session.connection().engine, ratings=500, rate=rate_openly))

    is_postgresql = session.connection().dialect.name == "postgresql"
    assert found["ballot", "arrival ~ xmin" if is_postgresql else "arrival ~ rowid"] == 500


def test_a_column_that_tells_the_order_is_found_out(session: Session) -> None:
    order = numbers()
    change_schema(
        session,
        lambda connection: connection.exec_driver_sql(
            "ALTER TABLE ballot ADD COLUMN received INTEGER"
        ),
    )

    def rate(session: Session, command: SubmitRating) -> None:
        rate_openly(session, command, number=next(order))

    found = leaks(check_privacy(session.connection().engine, ratings=500, rate=rate))

    assert found["ballot", "arrival ~ column received"] == 500


def test_a_trace_that_only_some_rows_have_is_tried_on_those(session: Session) -> None:
    """Only the ballots of one desk keep their number, and only tickets know when they came."""

    def change(connection: Connection) -> None:
        connection.exec_driver_sql("ALTER TABLE ballot ADD COLUMN received INTEGER")
        connection.exec_driver_sql("ALTER TABLE ticket ADD COLUMN printed INTEGER DEFAULT 1")

    change_schema(session, change)
    order = numbers()
    seen: set[int] = set()

    def rate(session: Session, command: SubmitRating) -> None:
        seen.add(command.desk_id)
        is_noted = command.desk_id == min(seen) == max(seen)
        rate_openly(session, command, number=next(order) if is_noted else None)

    findings = check_privacy(session.connection().engine, ratings=500, rate=rate)

    tried = {f.method: f for f in findings if f.target == "ballot"}
    assert {"arrival ~ column received", "column printed ~ primary key"} <= tried.keys()
    assert 0 < tried["arrival ~ column received"].links < 500
    assert not tried["column printed ~ primary key"].is_leak


def test_a_key_that_does_not_die_is_found_out(session: Session) -> None:
    def mix(session: Session, store: KeyStore, now: datetime) -> None:
        public_key = session.scalars(
            select(InboxKey.public_key).where(InboxKey.state == "current")
        ).one()
        private_key = store.load(public_key)
        mix_ratings(session, store, now=now, timezone=TIMEZONE)
        store.save(private_key)
        for state, which in (
            ("closed", InboxKey.state == "current"),
            ("current", InboxKey.public_key == public_key),
        ):
            session.execute(update(InboxKey).where(which).values(state=state))
        session.commit()

    findings = check_privacy(session.connection().engine, ratings=500, mix=mix)

    (kept,) = (finding for finding in findings if finding.method.startswith("kept"))
    assert kept.is_leak
    assert kept.links == kept.citizens


def test_made_up_citizens_have_answers_of_their_own() -> None:
    citizens = made_up_citizens(600, random=Random(1))

    assert len({tuple(citizen.scores.items()) for citizen in citizens}) == 600
    assert len({tuple(citizen.profile.items()) for citizen in citizens}) == 600
    assert all(citizen.profile for citizen in citizens)


def test_the_command_names_its_methods_and_what_they_found(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["privacy", "check", "--all"])

    assert result.exit_code == 0, result.output
    assert "database alone: ballot: 600 citizens" in result.output
    assert "database with the current key: profile" in result.output
    assert "arrival ~ primary key: " in result.output
    assert result.output.splitlines()[-1].startswith("none of ")


def test_the_command_ends_with_1_when_someone_is_tied(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    leak = Finding("database alone", "ballot", "xmin ~ xmin", 500, 500, 20.0, 45.0)
    luck = Finding("database alone", "ballot", "ctid ~ ctid", 500, 21, 20.0, 45.0)
    monkeypatch.setattr("portal.cli.privacy.check_privacy", lambda *_, **__: [leak, luck])

    result = app.test_cli_runner().invoke(args=["privacy", "check"])

    assert result.exit_code == 1
    assert "xmin ~ xmin: 500 links found: LEAK" in result.output
    assert "1 of 2 methods tie" in result.output


def test_a_server_that_allows_no_scratch_database_is_named(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(engine: object, *, ratings: int) -> None:
        raise NoScratchDatabase("grant CREATEDB")

    monkeypatch.setattr("portal.cli.privacy.check_privacy", refuse)

    result = app.test_cli_runner().invoke(args=["privacy", "check"])

    assert (result.exit_code, "CREATEDB" in result.output) == (1, True)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_user_who_may_not_create_databases_is_told_so(session: Session) -> None:
    engine = session.connection().engine
    session.execute(text("CREATE ROLE portal_plain_user LOGIN"))
    session.commit()
    plain = create_engine(engine.url.set(username="portal_plain_user"))
    try:
        with pytest.raises(NoScratchDatabase, match="CREATEDB"), scratch.scratch_database(plain):
            pytest.fail("a scratch database was made")
    finally:
        plain.dispose()
        session.execute(text("DROP ROLE portal_plain_user"))
        session.commit()
