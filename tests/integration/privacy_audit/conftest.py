"""An installed, empty portal on each database, shared by all tests of the attack."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from portal.storage.database import engine_options
from tests.conftest import migrate_to_head, missing
from tests.servers import Cluster

# The tests' shared cluster may keep no log worth reading; this one keeps what production keeps.
# A checkpoint comes every five minutes whatever a test does, and would take the log's beginning.
SETTINGS = "-c wal_level=replica -c fsync=off -c autovacuum=off -c wal_keep_size=4GB"


@pytest.fixture(scope="session")
def own_cluster() -> Iterator[Cluster]:
    """A PostgreSQL of the tests' own whose write-ahead log tells what production's tells."""
    with tempfile.TemporaryDirectory(prefix="portal-privacy-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            cluster = Cluster(folder, settings=SETTINGS)
        except FileNotFoundError:
            missing("a PostgreSQL server")
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def installed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """The engine of an empty portal; attacks copy its schema and leave it as it is."""
    folder = tmp_path_factory.mktemp("installed")
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "portal.db")
        url = f"sqlite:///{folder / 'portal.db'}"
    else:
        url = request.getfixturevalue("own_cluster").new_database()
        migrate_to_head(folder, url)
    engine = create_engine(url, **engine_options(url))
    yield engine
    engine.dispose()
