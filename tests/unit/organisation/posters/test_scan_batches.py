"""Scans are gathered in memory and handed over seldom, whatever the threads do."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from portal.organisation.posters.scan_batches import BATCH_LASTS, ScanBatch

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def test_hands_over_everything_once_the_batch_is_due() -> None:
    batch = ScanBatch()

    assert batch.add(1, period="2026-11", now=NOW) == {}
    assert batch.add(1, period="2026-11", now=NOW + BATCH_LASTS - timedelta(seconds=1)) == {}
    assert batch.add(2, period="2026-11", now=NOW + BATCH_LASTS) == {
        (1, "2026-11"): 2,
        (2, "2026-11"): 1,
    }
    assert batch.add(1, period="2026-11", now=NOW + BATCH_LASTS) == {}


def test_a_month_keeps_its_own_scans() -> None:
    batch = ScanBatch()
    batch.add(1, period="2026-11", now=NOW)

    counts = batch.add(1, period="2026-12", now=NOW + timedelta(days=10))

    assert counts == {(1, "2026-11"): 1, (1, "2026-12"): 1}


def test_no_scan_is_lost_between_threads() -> None:
    batch = ScanBatch()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: batch.add(1, period="2026-11", now=NOW), range(500)))

    assert batch.add(1, period="2026-11", now=NOW + BATCH_LASTS) == {(1, "2026-11"): 501}


def test_a_batch_of_a_clock_ahead_is_handed_over_when_the_clock_is_set_right() -> None:
    batch = ScanBatch()
    batch.add(1, period="2026-11", now=NOW + timedelta(days=61))

    assert batch.add(1, period="2026-11", now=NOW) == {(1, "2026-11"): 2}
