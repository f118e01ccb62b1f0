"""What citizens do is counted in one way, whose counters all end at midnight."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source_files import PORTAL, nodes, portal_files, syntax, text_of

# A counter that Flask-Limiter, or a time to live, ends a while after its first hit tells when
# somebody came. Whoever may count like this, and whom it counts:
OTHERWISE = {
    "web/guessing.py": "the one way itself; attempts of staff end an hour after the first",
    "accounts/refusals/throttle.py": "staff",
    "accounts/links/routes.py": "staff",
    "web/storage_probes.py": "a trial that counts nobody",
    "rating/questionnaire/kiosk_queue_routes.py": "a tablet, no citizen, for one minute",
}
COUNTING = {"limit", "shared_limit", "incr", "acquire_entry", "count_attempt"}


def counted_otherwise(source: str) -> Iterator[int]:
    """Give the lines that count with Flask-Limiter, its storage or attempts of staff."""
    for node in nodes(syntax(source), ast.Call):
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in COUNTING and ("limiter" in ast.dump(node.func) or name == "count_attempt"):
            yield node.lineno


def test_citizens_are_counted_until_midnight_and_in_no_other_way() -> None:
    found = {
        str(path.relative_to(PORTAL))
        for path in portal_files()
        if any(counted_otherwise(text_of(path)))
    }

    assert found == set(OTHERWISE)


@pytest.mark.parametrize(
    "source",
    [
        "@limiter.limit('5 per hour')\ndef view(): ...",
        "with limiter.limit(budget()):\n    pass",
        "limiter.storage.incr(key, 3600)",
        "count_attempt(Bound(parts, 5))",
    ],
)
def test_another_way_would_be_seen(source: str) -> None:
    assert list(counted_otherwise(source))
