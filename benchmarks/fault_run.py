"""Runs one fault under load and counts what came of it."""

import json
import random
import time
from dataclasses import dataclass

from benchmarks.fault_kinds import Fault
from benchmarks.fault_portal import HurtPortal, wait_for
from benchmarks.fault_visitors import Visitors, is_served
from benchmarks.http import Connection, get

SAID_SECONDS = 60.0
RECOVERY_SECONDS = 60.0
# Long enough that citizens send forms into a lasting fault.
HELD_SECONDS = 8.0
BEFORE = 5
READY = get("/readyz?full")


@dataclass(frozen=True, slots=True)
class Row:
    """What one fault did; ``said_seconds`` is None for a fault that is over at once."""

    database: str
    fault: str
    seed: int
    tried: int
    unanswered: int
    failures: int
    lost: int
    doubled: int
    texts_lost: int
    recovery_seconds: float
    said_seconds: float | None
    said_by: str
    odd: tuple[str, ...]

    @classmethod
    def broken(cls, database: str, fault: str, *, seed: int) -> "Row":
        """Return the row of a fault that could not be carried through."""
        nothing = dict.fromkeys(
            ("tried", "unanswered", "failures", "lost", "doubled", "texts_lost"), 0
        )
        return cls(
            database=database,
            fault=fault,
            seed=seed,
            **nothing,
            recovery_seconds=RECOVERY_SECONDS,
            said_seconds=None,
            said_by="",
            odd=("not carried through",),
        )

    @property
    def is_good(self) -> bool:
        is_said = self.said_seconds is None or self.said_seconds <= SAID_SECONDS
        is_whole = self.lost == self.doubled == self.texts_lost == 0
        return is_whole and is_said and self.recovery_seconds <= 5 and not self.odd


def run(portal: HurtPortal, fault: Fault, *, seed: int) -> Row:
    """Let visitors act, hurt the portal in their midst, and count when they have gone."""
    chance = random.Random(seed)
    # Started anew, so that no process keeps state of the fault before.
    portal.stop()
    portal.start()
    portal.said = None
    before = portal.stored()
    well = bad_parts(portal)
    visitors = Visitors(portal.port, seed=seed)
    visitors.start()
    said: float | None = None
    said_by = ""
    try:
        visitors.wait_for(BEFORE)
        with fault.hurt(portal, chance):
            if fault.is_lasting:
                said, said_by = portal.said or _held(portal, well)
        recovered = wait_for(lambda: is_served(portal.port), seconds=RECOVERY_SECONDS)
        visitors.wait_for(BEFORE)
    finally:
        visitors.finish()
    # The one citizen who showed that it is served again was thanked, too.
    after = portal.stored()
    probes = 1 if recovered is not None else 0
    lost, doubled = compared(visitors, before=before, after=after, probes=probes)
    return Row(
        database=portal.database,
        fault=fault.name,
        seed=seed,
        tried=visitors.ratings.tried + visitors.complaints.tried,
        unanswered=visitors.ratings.unanswered + visitors.complaints.unanswered,
        failures=visitors.ratings.failures + visitors.complaints.failures,
        lost=lost,
        doubled=doubled,
        texts_lost=visitors.ratings.texts_lost + visitors.complaints.texts_lost,
        recovery_seconds=RECOVERY_SECONDS if recovered is None else recovered,
        said_seconds=said,
        said_by=said_by,
        odd=tuple(sorted({*visitors.ratings.odd, *visitors.complaints.odd})),
    )


def _held(portal: HurtPortal, well: set[str]) -> tuple[float, str]:
    """Hold a fault for some seconds, and until the portal says it or a minute is over."""
    began = time.monotonic()
    found: set[str] = set()

    def is_said() -> bool:
        found.update(bad_parts(portal) - well)
        return bool(found)

    seconds = wait_for(is_said, seconds=SAID_SECONDS)
    time.sleep(max(0.0, HELD_SECONDS - (time.monotonic() - began)))
    return (SAID_SECONDS + 1 if seconds is None else seconds), ", ".join(sorted(found))


def bad_parts(portal: HurtPortal) -> set[str]:
    """Return the parts that are not as they must be; empty when the portal says nothing."""
    try:
        connection = Connection(portal.port)
    except OSError:
        return set()
    try:
        parts = json.loads(connection.ask(READY).text()).get("parts", {})
    except (OSError, ValueError):
        return set()
    finally:
        connection.close()
    return {name for name, told in parts.items() if not told["ok"]}


def compared(
    visitors: Visitors, *, before: tuple[int, int], after: tuple[int, int], probes: int
) -> tuple[int, int]:
    """Return how many forms were lost and doubled; one that was given up may be either."""
    lost = doubled = 0
    kinds = ((visitors.ratings, probes), (visitors.complaints, 0))
    for (counted, more), was, now in zip(kinds, before, after, strict=True):
        stored = now - was
        lost += max(0, counted.thanked + more - stored)
        doubled += max(0, stored - counted.thanked - more - counted.given_up)
    return lost, doubled
