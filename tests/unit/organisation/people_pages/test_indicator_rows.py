"""A file of main indicators says what counts, and reading it again adds nothing."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.organisation.agency_results.domain import RecordedIndicator, Term
from portal.organisation.people_pages.results_rows import (
    DECIMALS,
    HEADINGS,
    MOST,
    IndicatorFile,
    indicator_cells,
    plan_indicators,
    read_indicator_file,
)
from portal.storage.spreadsheets.cells import write_csv
from tests.examples import examples

CODES = {1: "dinkes", 2: "rsud"}
NOW = datetime(2026, 7, 1, tzinfo=UTC)
words = st.text("abcdefghij KLMNOP.%", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split())
)
amounts = st.decimals(0, MOST - 1, places=DECIMALS)
entries = st.builds(
    RecordedIndicator,
    st.sampled_from(sorted(CODES)),
    st.builds(Term, st.integers(2000, 2999), st.none() | st.integers(1, 4)),
    words.filter(lambda text: text[:1].isalpha()),
    words.filter(lambda text: text[:1].isalpha()),
    amounts,
    st.none() | amounts,
    st.just(NOW),
    counts=st.booleans(),
)


@settings(max_examples=examples(25), deadline=None)
@given(st.lists(entries, max_size=6, unique_by=lambda e: (e.agency_id, e.term, e.name.casefold())))
def test_a_file_of_what_counts_changes_nothing_when_it_is_read_again(
    recorded: list[RecordedIndicator],
) -> None:
    cells = indicator_cells(recorded, codes=CODES)
    file = read_indicator_file(write_csv(tuple(HEADINGS.values()), cells).encode())

    plan = plan_indicators(
        file,
        agencies={code: number for number, code in CODES.items()},
        names={},
        recorded=recorded,
    )

    counting = [each for each in recorded if each.counts]
    assert (plan.new, plan.followed) == ((), 0)
    assert plan.unchanged == len(counting)
    assert plan.faults == ()


def test_an_entry_that_was_replaced_is_recorded_again_when_a_file_says_it() -> None:
    old = RecordedIndicator(1, Term(2026), "Kepuasan", "%", Decimal(95), None, NOW, counts=False)
    now = RecordedIndicator(1, Term(2026), "Kepuasan", "%", Decimal(96), None, NOW, counts=True)
    heading = ",".join(HEADINGS.values())
    file = read_indicator_file(f"{heading}\ndinkes,2026,,KEPUASAN,%,95,\n".encode())

    plan = plan_indicators(file, agencies={"dinkes": 1}, names={}, recorded=[old, now])

    assert [(each.name, each.target) for each in plan.new] == [("KEPUASAN", Decimal(95))]
    assert plan.followed == 1


def test_an_agency_without_a_code_is_left_out_of_the_file() -> None:
    held = RecordedIndicator(9, Term(2026), "Kepuasan", "%", Decimal(95), None, NOW, counts=True)

    assert indicator_cells([held], codes=CODES) == []
    assert plan_indicators(IndicatorFile((), ()), agencies={}, names={}, recorded=[held]).new == ()
