"""Web tests look at requests and answers; one database is enough for them."""

import pytest


@pytest.fixture
def database_kind() -> str:
    return "sqlite"
