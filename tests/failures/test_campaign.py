"""A short fault campaign: seeds are fixed, and what it counts is shown to count."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import fault_kinds, fault_visitors
from benchmarks.fault_kinds import Fault
from benchmarks.fault_portal import HurtPortal
from benchmarks.fault_run import Row, bad_parts, compared, run
from benchmarks.fault_table import cells, shown
from benchmarks.fault_visitors import ANSWERS, RATE, Counted, Form, Visitors
from benchmarks.faults import postgresql_portal_on, ratios, sqlite_portal
from tests.servers import Cluster

SEED = 20261129
WORKERS = fault_kinds.KILLS[0]
MIXERS = fault_kinds.KILLS[2]
GOOD = {
    "database": "sqlite",
    "fault": "workers killed",
    "seed": 1,
    "tried": 9,
    "unanswered": 1,
    "failures": 2,
    "lost": 0,
    "doubled": 0,
    "texts_lost": 0,
    "recovery_seconds": 0.5,
    "said_seconds": None,
    "said_by": "",
    "odd": (),
}


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[HurtPortal]:
    with sqlite_portal(tmp_path) as portal:
        yield portal


@pytest.fixture
def on_postgresql(tmp_path: Path, cluster: Cluster) -> Iterator[HurtPortal]:
    with postgresql_portal_on(cluster, tmp_path) as portal:
        yield portal


def assert_good(row: Row) -> None:
    assert row.is_good, shown([row])
    assert row.tried >= 10


def test_killed_workers_and_mixers_lose_and_double_nothing(on_sqlite: HurtPortal) -> None:
    for fault in (WORKERS, MIXERS):
        assert_good(run(on_sqlite, fault, seed=SEED))


def test_a_frozen_server_loses_nothing_and_is_said(on_postgresql: HurtPortal) -> None:
    row = run(on_postgresql, fault_kinds.OF_POSTGRESQL[0], seed=SEED)

    assert_good(row)
    assert "database" in row.said_by


@pytest.mark.parametrize(
    ("stored", "expected"),
    [((7, 2), (0, 0)), ((6, 2), (1, 0)), ((7, 1), (1, 0)), ((8, 2), (0, 1)), ((7, 4), (0, 1))],
)
def test_what_is_missing_is_lost_and_what_is_too_many_is_doubled(
    stored: tuple[int, int], expected: tuple[int, int]
) -> None:
    visitors = Visitors(0, seed=1)
    visitors.ratings, visitors.complaints = Counted(thanked=6), Counted(thanked=2, given_up=1)

    assert compared(visitors, before=(0, 0), after=stored, probes=1) == expected


def form(path: str) -> Form:
    return Form(path, body="", headers="", words="Antrean lama", done=303)


@pytest.mark.parametrize(
    ("path", "page", "is_kept"),
    [
        (RATE, "Antrean lama" + 'value="3">' * ANSWERS, True),
        (RATE, "Antrean lama" + 'value="3" id="a" checked>' * ANSWERS, True),
        (RATE, "Antrean lama" + 'value="3">' * (ANSWERS - 1), False),
        (RATE, 'value="3">' * ANSWERS, False),
        ("/complaints/new", "Antrean lama", True),
        ("/complaints/new", "Ada kesalahan", False),
    ],
)
def test_a_page_that_lacks_words_or_answers_has_lost_them(
    path: str, page: str, is_kept: bool
) -> None:
    assert fault_visitors.is_kept(form(path), page) is is_kept


@pytest.mark.parametrize(
    "fault",
    [
        {"lost": 1},
        {"doubled": 1},
        {"texts_lost": 1},
        {"recovery_seconds": 5.1},
        {"said_seconds": 61.0},
        {"odd": ("/r/x 429",)},
    ],
    ids=str,
)
def test_each_bound_makes_a_row_bad(fault: dict[str, object]) -> None:
    assert Row(**GOOD).is_good
    assert not Row(**(GOOD | fault)).is_good


def test_the_sums_of_a_campaign_have_their_bounds() -> None:
    bad = Row(**(GOOD | {"lost": 2, "texts_lost": 1, "said_seconds": 61.0}))

    reached = {each.name: each.is_reached for each in ratios([Row(**GOOD), bad])}

    assert reached == {
        "Faults: forms lost": False,
        "Faults: forms doubled": True,
        "Faults: texts lost": False,
        "Faults: longest until said": False,
        "Faults: longest recovery": True,
    }
    assert "never" in cells(Row(**(GOOD | {"said_seconds": 61.0})))


def test_a_portal_that_does_not_answer_says_nothing(tmp_path: Path) -> None:
    assert bad_parts(HurtPortal(tmp_path, "sqlite", "sqlite://")) == set()


def test_every_fault_of_the_documentation_is_in_the_campaign() -> None:
    groups = (
        fault_kinds.KILLS,
        fault_kinds.OF_SQLITE,
        fault_kinds.OF_POSTGRESQL,
        fault_kinds.OF_REDIS,
        fault_kinds.OF_BOTH,
        (fault_kinds.DISK,),
    )
    faults: list[Fault] = [fault for group in groups for fault in group]
    page = (Path(__file__).resolve().parents[2] / "docs" / "faults.md").read_text()
    words = page.casefold().replace(",", "")

    assert len({fault.name for fault in faults}) == len(faults)
    for fault in faults:
        last = fault.name.split()[-1].casefold()
        assert last in words, fault.name
