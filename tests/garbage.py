"""Looks for garbage among what tests make, not again and again among all tests and modules."""

import gc


def pytest_sessionstart() -> None:
    """Look for none until every test is collected: nothing of it is thrown away."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Leave what is there now alone, and look through the rest more seldom."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 10)
    gc.enable()
