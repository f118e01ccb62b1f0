"""Objects come back from their JSON as they were, and nothing else is taken for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.publication.figures.encoding import Unreadable, read, to_json
from portal.publication.figures.figures import Reason
from portal.time.months import MonthRange


@dataclass(frozen=True)
class Inner:
    reason: Reason
    is_out: bool


@dataclass(frozen=True)
class Outer:
    n: int
    on: date
    span: MonthRange
    name: str | None
    inner: tuple[Inner, ...]
    found: Mapping[int, frozenset[int]]


inners = st.builds(Inner, reason=st.sampled_from(Reason), is_out=st.booleans())
outers = st.builds(
    Outer,
    n=st.integers(0, 10**9),
    on=st.dates(),
    span=st.just(MonthRange("2026-01", "2026-03")),
    name=st.none() | st.text(),
    inner=st.lists(inners, max_size=3).map(tuple),
    found=st.dictionaries(st.integers(1, 9), st.frozensets(st.integers(1, 9))),
)


@given(outers)
def test_what_was_written_is_read_as_it_was(outer: Outer) -> None:
    assert read(Outer, to_json(outer)) == outer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        '{"reason": "too_few"}',
        '{"reason": "because", "out": true}',
        '{"reason": null, "out": true}',
        '{"reason": ["too_few"], "out": true}',
    ],
)
def test_what_was_never_written_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        read(Inner, text)
