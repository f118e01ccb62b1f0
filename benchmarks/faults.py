"""The fault campaign: what the portal loses, doubles and forgets to say when it is hurt."""

import secrets
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from benchmarks.context import Context
from benchmarks.fault_kinds import (
    DISK,
    KILLS,
    OF_BOTH,
    OF_POSTGRESQL,
    OF_REDIS,
    OF_SQLITE,
    Fault,
    small_disk,
)
from benchmarks.fault_portal import HurtPortal
from benchmarks.fault_run import Row, run
from benchmarks.fault_table import keep, kept, shown, write_page
from benchmarks.ratio import Ratio
from tests.redis_server import RedisServer
from tests.servers import Cluster

# PostgreSQL keeps two files of 16 MB of its log and 40 MB of its own tables.
SQLITE_DISK_MB, POSTGRESQL_DISK_MB = 24, 220
Make = Callable[[], AbstractContextManager[HurtPortal]]
QUICK = frozenset({"workers killed", "mixers killed", "PostgreSQL frozen", "turn to write held"})


def measure(context: Context) -> list[Ratio]:
    """Run every fault on both databases and return the sums that have bounds."""
    seed = context.seed if context.seed is not None else secrets.randbits(30)
    sys.stderr.write(f"seed {seed}\n")
    rows = []
    for row in campaign(context, seed=seed):
        rows.append(row)
        sys.stderr.write(f"{shown([row], with_headings=False)}\n")
        # Kept as they come: a campaign that is cut short has not been for nothing.
        if not context.is_quick:
            keep(row)
    print(shown(rows))
    if not context.is_quick:
        write_page(kept())
    return ratios(rows)


def ratios(rows: list[Row]) -> list[Ratio]:
    said = [row.said_seconds for row in rows if row.said_seconds is not None]
    tried = sum(row.tried for row in rows)
    return [
        Ratio("Faults: forms lost", sum(row.lost for row in rows), 0, detail={"tried": tried}),
        Ratio("Faults: forms doubled", sum(row.doubled for row in rows), 0),
        Ratio("Faults: texts lost", sum(row.texts_lost for row in rows), 0),
        Ratio("Faults: longest until said", max(said, default=0.0), 60, unit="s"),
        Ratio("Faults: longest recovery", max(row.recovery_seconds for row in rows), 5, unit="s"),
    ]


def campaign(context: Context, *, seed: int) -> Iterator[Row]:
    """Hurt one portal after the other, in every way that its storage has."""
    number = 0
    for make, faults in portals(context):
        wanted = [fault for fault in faults if not context.is_quick or fault.name in QUICK]
        seeds = range(seed + number, seed + number + len(wanted))
        number += len(wanted)
        yield from _on_one_portal(make, dict(zip(wanted, seeds, strict=True)))


def _on_one_portal(make: Make, faults: dict[Fault, int]) -> Iterator[Row]:
    if not faults:
        return
    with make() as portal:
        for fault, seed in faults.items():
            sys.stderr.write(f"{portal.database}: {fault.name} ...\n")
            yield _run(portal, fault, seed=seed)


def _run(portal: HurtPortal, fault: Fault, *, seed: int) -> Row:
    """Run a fault; one that the campaign itself could not carry through is a bad row."""
    try:
        return run(portal, fault, seed=seed)
    except RuntimeError as error:
        sys.stderr.write(f"{error}\n")
        return Row.broken(portal.database, fault.name, seed=seed)


def portals(context: Context) -> Iterator[tuple[Make, tuple[Fault, ...]]]:
    yield (lambda: sqlite_portal(context.new_folder("sqlite"))), (*KILLS, *OF_SQLITE, *OF_BOTH)
    yield (lambda: on_small_disk(context, "sqlite")), (DISK,)
    yield (
        (lambda: postgresql_portal_on(context.cluster, context.new_folder("pg"))),
        (*KILLS, *OF_POSTGRESQL, *OF_REDIS, *OF_BOTH),
    )
    yield (lambda: on_small_disk(context, "postgresql")), (DISK,)


@contextmanager
def sqlite_portal(folder: Path) -> Iterator[HurtPortal]:
    portal = HurtPortal(folder, "sqlite", f"sqlite:///{folder}/portal.db")
    portal.build()
    portal.start()
    try:
        yield portal
    finally:
        portal.stop()


@contextmanager
def postgresql_portal_on(cluster: Cluster, folder: Path) -> Iterator[HurtPortal]:
    """A portal of two workers on PostgreSQL and Redis; the Redis is its own."""
    redis = RedisServer()
    redis.start()
    url = cluster.new_database()
    portal = HurtPortal(folder, "postgresql", url, limiter=redis.url, workers=2)
    portal.cluster, portal.redis = cluster, redis
    try:
        portal.build()
        portal.start()
        yield portal
    finally:
        portal.stop()
        redis.stop()


@contextmanager
def on_small_disk(context: Context, database: str) -> Iterator[HurtPortal]:
    """A portal whose database lies on a disk that can be filled."""
    with ExitStack() as stack:
        megabytes = SQLITE_DISK_MB if database == "sqlite" else POSTGRESQL_DISK_MB
        place = context.new_folder("disk") / "small"
        folder = stack.enter_context(small_disk(place, megabytes=megabytes))
        if database == "sqlite":
            yield stack.enter_context(sqlite_portal(folder))
            return
        folder.chmod(0o755)
        cluster = Cluster(folder)
        cluster.start()
        stack.callback(cluster.stop)
        portal = HurtPortal(folder, database, cluster.new_database(), cluster=cluster)
        portal.build()
        portal.start()
        stack.callback(portal.stop)
        yield portal
