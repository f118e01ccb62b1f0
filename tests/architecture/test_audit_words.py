"""Every act of the code has words in the audit log."""

import ast
from collections.abc import Iterator

import pytest

from portal.accounts.audit_log.labels import ACTS, AREAS, act_words
from tests.architecture.source_files import nodes, parsed, portal_files

RECORDS = {"record_act", "Act"}
# Only the demonstration and the attack on the privacy of a scratch city write these.
MADE_UP = {"complaints.decide"}


def acts_of(tree: ast.Module) -> Iterator[str]:
    """Yield the acts that a file records by name; the fixed beginning of those that it composes."""
    for call in nodes(tree, ast.Call):
        if not (isinstance(call.func, ast.Name) and call.args):
            continue
        named = call.args[0]
        if call.func.id in RECORDS and isinstance(named, ast.Constant):
            yield str(named.value)
        elif call.func.id in RECORDS and isinstance(named, ast.JoinedStr):
            first = named.values[0]
            yield str(first.value) if isinstance(first, ast.Constant) else ""


def recorded() -> set[str]:
    return {each for path in portal_files() for each in acts_of(parsed(path))}


def test_every_act_has_words_and_every_composed_one_an_area() -> None:
    found = recorded() - MADE_UP - {""}

    whole = {each for each in found if each in ACTS}
    assert len(whole) > 100
    composed = {each for each in found if each.endswith(("_", "."))}
    assert found - whole - composed == set()
    assert {each.partition(".")[0] for each in found} - AREAS.keys() == set()


def test_an_act_without_words_would_be_found() -> None:
    tree = ast.parse("record_act('desk.painted', 'desk:1')\nrecord_act(f'desk.{how}', 'desk:1')")

    assert set(acts_of(tree)) - ACTS.keys() == {"desk.painted", "desk."}


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("session.start", "Sesi: masuk"),
        ("performance.training_held", "Kinerja"),
        ("desk.painted", "desk.painted"),
    ],
)
def test_an_act_is_said_as_far_as_there_are_words(action: str, words: str) -> None:
    assert act_words(action) == words
