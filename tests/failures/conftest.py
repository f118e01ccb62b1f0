"""A small portal that is hurt on purpose: by a crash, a full disk, a server that is gone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import Cluster


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A PostgreSQL of the tests' own with durable commits, which tests may stop and start."""
    folder = tmp_path_factory.mktemp("cluster")
    for parent in (folder, *folder.parents[:2]):
        parent.chmod(0o755)
    try:
        cluster = Cluster(folder)
    except FileNotFoundError:
        missing("a PostgreSQL server")
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def durable_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database with durable commits."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/portal.db"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.new_database()
