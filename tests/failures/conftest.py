"""A small portal that is hurt on purpose: by a crash, a full disk, a server that is gone."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import Cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of the tests' own with durable commits, which tests may stop and start."""
    # Not below pytest's own folder, which pytest keeps closed to PostgreSQL's user.
    with tempfile.TemporaryDirectory(prefix="portal-cluster-") as name:
        folder = Path(name)
        folder.chmod(0o755)
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
