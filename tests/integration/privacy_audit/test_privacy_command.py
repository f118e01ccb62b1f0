"""`flask privacy check` prints what each attack found, and ends with 1 when something links."""

from random import Random

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from portal.privacy_audit import scratch
from portal.privacy_audit.limiter import CountedLimits
from portal.privacy_audit.raw_bytes import FilesUnreadable, files_of
from portal.privacy_audit.scratch import NoScratchDatabase
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge
from portal.privacy_audit.visitors import made_up_visitors
from portal.privacy_audit.write_ahead_log import first_written
from tests.redis_server import RedisServer

LEAK = Finding(
    FoundLink.TICKET_BALLOT,
    "order within a batch",
    Knowledge.DATABASE,
    tried=1000,
    right=500,
    chance=40.0,
    method="rank of xmin ~ xmin",
)
LUCK = Finding(
    FoundLink.TICKET_COMMENT, "order", Knowledge.LIMITER, tried=1000, right=21, chance=20.0
)
KNOWN = Finding(
    FoundLink.COMPLAINT_COMMENT,
    "words",
    Knowledge.TEXT_KEY,
    tried=9,
    right=9,
    declared="they are read",
)
UNTRIED = Finding(FoundLink.TICKET_ANY, "log", Knowledge.DATABASE, missing="takes a superuser")


def run(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    *findings: Finding,
    options: tuple[str, ...] = (),
) -> tuple[int, str]:
    monkeypatch.setattr("portal.cli.privacy.check_privacy", lambda *_, **__: list(findings))
    result = app.test_cli_runner().invoke(args=["privacy", "check", *options])
    return result.exit_code, result.output


def test_the_table_can_be_had_for_documents(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    code, output = run(app, monkeypatch, LUCK, KNOWN, options=("--markdown",))

    heading, rule, *rows = [line for line in output.splitlines() if line.startswith("|")]
    assert code == 0
    assert heading == "| link | attack | knowledge | tried | right | chance | verdict |"
    assert rule == "| --- | --- | --- | --- | --- | --- | --- |"
    luck, known = rows
    assert luck.startswith("| ticket -> comment | order | and limiter's storage | 1000 | 21 | 20.0")
    assert luck.endswith("| no more than luck |")
    assert known == (
        "| complaint -> comment | words | and key of texts | 9 | 9 | 0.0 | known: they are read |"
    )


def line_with(output: str, words: str) -> str:
    (found,) = (line for line in output.splitlines() if words in line)
    return found


def test_the_command_ends_with_1_when_someone_is_tied(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, output = run(app, monkeypatch, LEAK, LUCK)

    assert code == 1
    assert line_with(output, "ticket -> ballot").endswith("LINKS (rank of xmin ~ xmin)")
    assert line_with(output, "ticket -> comment").endswith("no more than luck")
    assert "1 of 2 attacks tie" in output


def test_the_command_names_what_is_known_and_what_was_not_tried(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, output = run(app, monkeypatch, LUCK, KNOWN, UNTRIED)

    assert code == 0
    assert line_with(output, "complaint -> comment").endswith("known: they are read")
    assert line_with(output, "not tried").endswith("not tried: takes a superuser")
    assert "false alarm in at most 0.1% of runs" in output


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_command_makes_every_attack(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["privacy", "check", "--ratings", "500"])

    lines = result.output.splitlines()
    assert result.exit_code in {0, 1}
    assert "rating, mixing, complaining: 500 of 500" in lines
    tried = {str(link) for link in FoundLink if any(line.startswith(str(link)) for line in lines)}
    assert tried == set(FoundLink)
    assert "not tried: the trial counted in memory" in line_with(result.output, "beside the count")


def test_the_trial_counts_only_in_an_empty_redis(
    app: Flask, redis_process: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There the key of the day lies beside the counters; a Redis in use is left as it is."""
    used: list[CountedLimits] = []
    monkeypatch.setattr(
        "portal.cli.privacy.check_privacy", lambda *_, limits, **__: used.append(limits) or [LUCK]
    )
    client = redis_process.client()
    client.flushall()
    command = ["privacy", "check", "--limiter", redis_process.url]

    assert app.test_cli_runner().invoke(args=command).exit_code == 0
    used[0].rated(made_up_visitors(500, random=Random(1))[0])
    (half,) = used[0].contents().day_keys
    before = sorted(client.keys())
    again = app.test_cli_runner().invoke(args=command)

    assert len(half) == 32
    assert (again.exit_code, "give an empty one" in again.output) == (1, True)
    assert (len(used), sorted(client.keys())) == (1, before)
    client.flushall()
    client.close()


def test_a_server_that_allows_no_scratch_database_is_named(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(engine: object, **_: object) -> None:
        raise NoScratchDatabase("grant CREATEDB")

    monkeypatch.setattr("portal.cli.privacy.check_privacy", refuse)

    result = app.test_cli_runner().invoke(args=["privacy", "check"])

    assert (result.exit_code, "CREATEDB" in result.output) == (1, True)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_user_who_may_not_read_the_servers_files_is_told_so(session: Session) -> None:
    session.execute(text("CREATE ROLE portal_reads_no_files"))
    session.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO portal_reads_no_files"))
    session.commit()
    try:
        for attempt in (
            lambda: dict(files_of(session, "ballot")),
            lambda: first_written(session, since="0/0", keys=[b"k" * 16]),
        ):
            session.execute(text("SET ROLE portal_reads_no_files"))
            with pytest.raises(FilesUnreadable, match="superuser"):
                attempt()
    finally:
        session.rollback()
        session.execute(text("RESET ROLE"))
        session.execute(text("DROP OWNED BY portal_reads_no_files"))
        session.execute(text("DROP ROLE portal_reads_no_files"))
        session.commit()


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
