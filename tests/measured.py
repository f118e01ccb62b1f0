"""Measures coverage only where a test can add to it: measuring takes a third of the time.

What is left out can make the measured share too low, never too high.
"""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent
# Of these the database makes no difference to which lines run: the run on SQLite tells them.
SAME_LINES_ON_BOTH = tuple(
    ROOT / "integration" / name for name in ("accounts", "complaints", "evaluation", "publication")
)

READING = ROOT / "architecture"
RUNNING = {"app", "make_app", "session"}
# Nights of colleagues' rounds lock and vacuum by database.
DIFFERENT_LINES = {"test_peer_rounds.py", "test_peer_rules.py"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out runs on the other database, and all but the first run of each slow test."""
    measured = set()
    for item in items:
        name = item.nodeid.partition("[")[0]
        is_run_again = name in measured and item.get_closest_marker("slow") is not None
        if is_run_again or is_on_other_database(item) or is_reading(item):
            item.add_marker("no_cover")
        measured.add(name)


def is_reading(item: pytest.Item) -> bool:
    """Return whether an item reads the portal's source and runs nothing of it."""
    if READING not in item.path.parents or RUNNING & {*getattr(item, "fixturenames", ())}:
        return False
    known = vars(getattr(item, "module", object)).values()
    modules = {
        str(getattr(each, "__module__", "") or getattr(each, "__name__", "")) for each in known
    }
    return not any(f"{each}.".startswith("portal.") for each in modules)


def is_on_other_database(item: pytest.Item) -> bool:
    """Return whether an item runs on PostgreSQL what runs on SQLite as well, line by line."""
    values = getattr(getattr(item, "callspec", None), "params", {})
    is_same = any(each in item.path.parents for each in SAME_LINES_ON_BOTH)
    is_same = is_same and item.path.name not in DIFFERENT_LINES
    return is_same and values.get("database_kind") == "postgresql"
