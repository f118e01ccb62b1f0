"""Tests stand where what they test stands: folders of tests are named like those of `portal/`."""

from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PORTAL = ROOT / "portal"
KINDS = ("unit", "integration", "web")
# Of no package: what is deployed, and what an attacker or a probe sends to every page. Below
# releases, the many tests of one of its files.
BESIDE = {"unit/deploy", "web/hostile", "web/health", "integration/publication/releases/verifying"}
# Tests that lie in a package whose features have folders are those of several features.
IN_PACKAGES = {
    "unit/complaints": 0,
    "unit/evaluation": 0,
    "unit/organisation": 0,
    "unit/publication": 0,
    "integration/evaluation": 4,
    "integration/organisation": 2,
    "integration/publication": 1,
    "integration/rating": 0,
    "integration/complaints": 0,
    "web/complaints": 2,
    "web/evaluation": 6,
    "web/organisation": 4,
    "web/publication": 0,
    "web/rating": 3,
}


def folders(below: Path) -> set[str]:
    """Return the folders below ``below`` that hold modules, as paths with strokes."""
    return {
        str(path.parent.relative_to(below))
        for path in below.rglob("*.py")
        if path.parent != below and "__pycache__" not in path.parts
    }


def strangers(tested: set[str], portal: set[str]) -> set[str]:
    """Return the folders of tests that no folder of the portal corresponds to."""
    return tested - portal


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_of_tests_is_named_like_what_it_tests(kind: str) -> None:
    beside = {each.partition("/")[2] for each in BESIDE if each.startswith(f"{kind}/")}

    assert strangers(folders(ROOT / "tests" / kind), folders(PORTAL)) == beside


def test_a_folder_that_the_portal_has_not_is_found() -> None:
    assert strangers({"rating", "rating/gone"}, {"rating", "rating/tickets"}) == {"rating/gone"}


def test_tests_of_one_feature_stand_in_its_folder() -> None:
    found: Counter[str] = Counter()
    for name in IN_PACKAGES:
        found[name] = len(list((ROOT / "tests" / name).glob("test_*.py")))

    assert {name: count for name, count in found.items() if count > IN_PACKAGES[name]} == {}
