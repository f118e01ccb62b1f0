"""What these tests leave to be done after an answer is done before the next test begins."""

from collections.abc import Iterator

import pytest

from portal.accounts.links.background import wait_until_done


@pytest.fixture(autouse=True)
def done_afterwards() -> Iterator[None]:
    """Let no letter of one test be printed in the next one."""
    yield
    wait_until_done()
