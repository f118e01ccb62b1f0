"""The city of these tests is built once for each database; every test has a copy of its own."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.storage.database import engine_options
from tests.conftest import POSTGRESQL, run_on_server
from tests.factories.verified_city import make_verified_city
from tests.shared import built_once, folder_of_the_run


def fill(url: str) -> None:
    engine = create_engine(url, **engine_options(url))
    with Session(engine, expire_on_commit=False) as session:
        make_verified_city(session)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    def build(folder: Path) -> None:
        shutil.copy(sqlite_template, folder / "portal.db")
        fill(f"sqlite:///{folder / 'portal.db'}")

    return built_once(folder_of_the_run(tmp_path_factory), "verified-city", build) / "portal.db"


@pytest.fixture(scope="session")
def postgresql_template(postgresql_template: str) -> Iterator[str]:
    name = f"portal_verified_{secrets.token_hex(4)}"
    run_on_server(f"CREATE DATABASE {name} TEMPLATE {postgresql_template} STRATEGY file_copy")
    fill(POSTGRESQL.rsplit("/", 1)[0] + "/" + name)
    yield name
    run_on_server(f"DROP DATABASE {name} WITH (FORCE)")
