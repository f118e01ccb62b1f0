"""Which programs copy a PostgreSQL database, and what they are not allowed to say."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from portal.app import create_app
from portal.storage.backup.copies import CannotCopy
from portal.storage.backup.postgresql import SCRATCH
from portal.storage.backup.postgresql_programs import Programs, _address, _environment
from tests.conftest import POSTGRESQL, close, run_on_server, settings_for
from tests.integration.storage.made import made

Run = Callable[..., Result]


@pytest.fixture
def database_kind() -> str:
    return "postgresql"


def program(folder: Path, *, version: int) -> None:
    folder.mkdir(parents=True)
    (folder / "pg_dump").write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {version}.2'\n")
    (folder / "pg_dump").chmod(0o755)


def test_the_servers_own_version_comes_first_then_a_newer_one(tmp_path: Path) -> None:
    for version in (14, 16, 17):
        program(tmp_path / str(version) / "bin", version=version)
    (tmp_path / "9.6" / "bin").mkdir(parents=True)

    assert Programs.for_server("160004", debian=tmp_path).folder == tmp_path / "16/bin"
    assert Programs.for_server("150004", debian=tmp_path).folder == tmp_path / "16/bin"


def test_programs_on_the_path_serve_unless_they_are_older(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", version=15)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    assert Programs.for_server("150004", debian=tmp_path).folder == tmp_path / "bin"
    with pytest.raises(CannotCopy, match="install postgresql-client-16"):
        Programs.for_server("160000", debian=tmp_path)


def test_a_program_that_says_nothing_of_a_version_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "bin", version=15)
    (tmp_path / "bin/pg_dump").write_text("#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))

    with pytest.raises(CannotCopy, match="install postgresql-client-15"):
        Programs.for_server("150000", debian=tmp_path)


def test_a_password_never_stands_on_a_command_line() -> None:
    engine = create_engine("postgresql+psycopg://kota:r%40hasia@db.example:5433/portal")

    assert "hasia" not in _address(engine)
    assert "host=db.example" in _address(engine)
    assert _environment(engine)["PGPASSWORD"] == "r@hasia"


@pytest.fixture
def role_without_rights(database_url: str) -> Iterator[str]:
    name = f"portal_role_{secrets.token_hex(4)}"
    run_on_server(f"CREATE ROLE {name} LOGIN")
    yield name
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
    engine.dispose()
    run_on_server(f"DROP ROLE {name}")


def test_a_role_that_may_make_no_scratch_database_is_told_the_remedy(
    database_url: str, role_without_rights: str, tmp_path: Path, folder: Path, run: Run
) -> None:
    url = make_url(database_url).set(username=role_without_rights)
    app = create_app(settings_for(tmp_path, url.render_as_string(hide_password=False)))

    result = run(app, "backup", "create", folder)
    close(app)

    assert result.exit_code == 1
    assert "ALTER ROLE ... CREATEDB" in result.output
    assert list(folder.iterdir()) == []


def test_a_table_that_may_not_be_read_is_no_backup(
    database_url: str, role_without_rights: str, tmp_path: Path, folder: Path, run: Run
) -> None:
    run_on_server(f"ALTER ROLE {role_without_rights} CREATEDB")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {role_without_rights}"))
        connection.execute(
            text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role_without_rights}")
        )
        connection.execute(text("CREATE SEQUENCE not_granted"))
    engine.dispose()
    url = make_url(database_url).set(username=role_without_rights)
    other = create_app(settings_for(tmp_path, url.render_as_string(hide_password=False)))

    result = run(other, "backup", "create", folder)
    close(other)

    assert result.exit_code == 1
    assert "Error: pg_dump: " in result.output
    assert result.output.count("\n") == 1
    assert list(folder.iterdir()) == []


def test_scratch_databases_are_dropped_also_those_that_a_kill_left(
    app: Flask, folder: Path, run: Run
) -> None:
    left = f"{SCRATCH}{secrets.token_hex(6)}"
    run_on_server(f"CREATE DATABASE {left}")

    made(run, app, folder)

    engine = create_engine(POSTGRESQL)
    with engine.connect() as connection:
        names = connection.scalars(text("SELECT datname FROM pg_database")).all()
    engine.dispose()
    assert left not in names
