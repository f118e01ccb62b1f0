"""Architecture tests need one database at the most."""

import pytest


@pytest.fixture
def database_kind() -> str:
    return "sqlite"
