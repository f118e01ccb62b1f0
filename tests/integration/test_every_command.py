"""Every command on a database that is newer, gone or read-only: 1, one line, no traceback.

The commands are found by walking; a new one is in these tests without being named.
"""

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import create_engine, text

from tests.conftest import close, run_on_server

# They write into the source of the portal or only read it; whoever changes the schema runs them.
OF_DEVELOPERS = {
    *(
        "branches",
        "check",
        "edit",
        "heads",
        "history",
        "init",
        "list-templates",
        "merge",
        "migrate",
    ),
    *("revision", "show"),
}
# They ask nothing of a database, or put one in its place.
WITHOUT_DATABASE = {
    ("activities", "template"),
    ("backup", "restore"),
    ("organisation", "template"),
    ("plans", "template"),
    ("ratings", "make-recovery-key"),
    ("ratings", "restore-key"),
    ("ratings", "template"),
    ("results", "template"),
}
# What has no end, or costs minutes, is bounded.
EXTRA = {
    ("jobs", "loop"): ("--give-up-after", "1", "--seconds", "0"),
    ("privacy", "check"): ("--ratings", "500"),
    ("keys", "rotate", "secret"): ("--new-key-from", "-"),
    ("desks", "poster"): ("dukcapil-1",),
}
READING = {
    ("audit", "verify"),
    ("db", "current"),
    ("desks", "list"),
    ("keys", "check"),
    ("organisation", "export"),
    ("releases", "contradictions"),
    ("releases", "due"),
    ("releases", "verify"),
    ("results", "list"),
    ("tickets", "keys", "list"),
}
# They write only where something is to be done, and here nothing is.
NOTHING_TO_DO = {
    ("db", "stamp"),
    ("db", "upgrade"),
    ("jobs", "clock-is-right"),
    ("ratings", "open-inbox"),
}
NEW_KEY = "another key of the tests, as long as a real one is\n"
VALUES = {
    "email": "ratna@kota.test",
    "first": "2026-01-01",
    "last": "2026-01-31",
    "number": "1",
    "period": "2026-01",
}
Words = tuple[str, ...]


def commands(app: Flask) -> dict[Words, click.Command]:
    return dict(below(app.cli, ()))


def below(group: click.Group, path: Words) -> Iterator[tuple[Words, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        # A lazy group hands over to the one it loads.
        member = getattr(found, "_loaded", found)
        if isinstance(member, click.Group):
            yield from below(member, (*path, name))
        elif member is not None and not (path == ("db",) and name in OF_DEVELOPERS):
            yield (*path, name), member


def value_of(parameter: click.Parameter, folder: Path) -> str:
    kind, name = parameter.type, str(parameter.name)
    if isinstance(kind, click.Choice):
        return str(kind.choices[0])
    if isinstance(kind, click.IntRange):
        return str(max(kind.min or 1, 2026 if name == "year" else 1))
    if isinstance(kind, click.Path | click.File):
        path = folder / f"{name}.csv"
        if getattr(kind, "file_okay", True) is False:
            return str(folder)
        if getattr(kind, "exists", True):
            path.write_text("code\n")
        else:
            path.unlink(missing_ok=True)
        return str(path)
    return VALUES.get(name, "x")


def run(app: Flask, words: Words, command: click.Command, *, folder: Path) -> Result:
    folder.mkdir(exist_ok=True)
    given: list[str] = []
    for parameter in command.params:
        if parameter.required and isinstance(parameter, click.Option):
            given += [parameter.opts[0], value_of(parameter, folder)]
        elif parameter.required:
            given.append(value_of(parameter, folder))
    return app.test_cli_runner().invoke(args=[*words, *given, *EXTRA.get(words, ())], input=NEW_KEY)


def is_one_line(result: Result) -> bool:
    lines = result.output.strip().splitlines()
    is_plain = isinstance(result.exception, SystemExit)
    return is_plain and result.exit_code == 1 and lines[-1:] != [] and lines[-1][:7] == "Error: "


def told(app: Flask, folder: Path, *, but: set[Words]) -> dict[Words, str]:
    """Run every command and return what each said."""
    found = {}
    for words, command in commands(app).items():
        if words in but:
            continue
        result = run(app, words, command, folder=folder)
        assert is_one_line(result), (words, result.output, result.exception)
        found[words] = result.output
    return found


@pytest.fixture
def started(make_app: Callable[..., Flask]) -> Flask:
    """A demonstration city, so that its commands get as far as the database."""
    app = make_app(DEMO="1")
    assert app.test_cli_runner().invoke(args=["ratings", "open-inbox"]).exit_code == 0
    close(app)
    return app


def test_a_database_of_a_newer_version_is_named_with_what_to_do(
    started: Flask, database_url: str, tmp_path: Path
) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'ffffffffffff'"))
    engine.dispose()

    said = told(started, tmp_path / "files", but=WITHOUT_DATABASE)

    assert {words for words, output in said.items() if "newer version" not in output} == set()
    assert {output.count("\n") for output in said.values()} == {1}


def test_a_database_file_that_is_gone_is_named_and_nothing_is_made_in_its_place(
    started: Flask, database_url: str, database_kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "portal.db"
    if database_kind == "sqlite":
        for path in tmp_path.glob("portal.db*"):
            path.rename(tmp_path / f"unmounted-{path.name}")
    else:
        run_on_server(f"DROP DATABASE {database_url.rsplit('/', 1)[1]} WITH (FORCE)")

    try:
        said = told(started, tmp_path / "files", but=WITHOUT_DATABASE)
    finally:
        if database_kind == "postgresql":
            run_on_server(f"CREATE DATABASE {database_url.rsplit('/', 1)[1]}")

    assert {words for words, out in said.items() if "there is no database" not in out} == set()
    assert not file.exists()
    if database_kind == "sqlite":
        assert "belongs-to is still there" in said["db", "upgrade"]


def test_a_database_that_takes_no_writes_is_named_by_whatever_writes(
    started: Flask,
    database_url: str,
    database_kind: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What only reads goes on; nothing else ends without saying why."""
    if database_kind == "postgresql":
        name = database_url.rsplit("/", 1)[1]
        run_on_server(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    else:
        forbid_writing(monkeypatch)
    silent, said = set(), {}
    for words, command in commands(started).items():
        result = run(started, words, command, folder=tmp_path / "files")
        assert result.exit_code in {0, 1}, (words, result.output)
        if result.exit_code == 1:
            assert is_one_line(result), (words, result.output, result.exception)
            said[words] = result.output
        else:
            silent.add(words)

    for words in (("ratings", "mix"), ("accounts", "create-admin"), ("demo", "seed")):
        assert "the database takes no writes" in said[words]
    assert silent <= READING | NOTHING_TO_DO | WITHOUT_DATABASE


def forbid_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every connection to SQLite refuse to write, as a file does that belongs to another."""
    connect = sqlite3.connect

    def reading(*words: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*words, **options)
        connection.execute("PRAGMA query_only = ON")
        return connection

    monkeypatch.setattr("sqlite3.dbapi2.connect", reading)
