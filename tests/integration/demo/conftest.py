"""A database for what is dear to make and only looked at."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.conftest import new_database, session_on


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_session(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Session]:
    """A session on a database that all tests of a file share."""
    folder = tmp_path_factory.mktemp("shared")
    with new_database(request.param, folder, request) as url, session_on(url) as session:
        yield session


@pytest.fixture(autouse=True)
def no_open_transaction(request: pytest.FixtureRequest) -> Iterator[None]:
    """End what a test read on the shared database: the server hangs up on who is idle in it."""
    yield
    if "shared_session" in request.fixturenames:
        request.getfixturevalue("shared_session").rollback()
