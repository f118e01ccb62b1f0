"""The same seed and day build the same city, another seed another one."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from portal.demo.city import DemoCity, build_city
from portal.organisation.records import queries as records_queries
from portal.storage.database import engine_options
from tests.factories.records import TODAY


@contextmanager
def empty_database(path: Path) -> Iterator[Session]:
    url = f"sqlite:///{path}"
    engine = create_engine(url, **engine_options(url))
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def built(sqlite_template: Path, tmp_path: Path) -> Callable[[int], tuple[DemoCity, dict]]:
    made: list[Path] = []

    def build(seed: int) -> tuple[DemoCity, dict]:
        path = tmp_path / f"{len(made)}.db"
        made.append(path)
        shutil.copy(sqlite_template, path)
        with empty_database(path) as session:
            city = build_city(session, seed=seed, today=TODAY)
            return city, records_queries.structure(session)

    return build


def test_the_same_seed_builds_the_same_city(
    built: Callable[[int], tuple[DemoCity, dict]],
) -> None:
    assert built(3) == built(3)


def test_another_seed_builds_another_city(
    built: Callable[[int], tuple[DemoCity, dict]],
) -> None:
    (one, records), (other, other_records) = built(3), built(4)

    assert one.visits != other.visits
    assert records != other_records
