"""The ways in which a portal is hurt; each of them ends what it began."""

import fcntl
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from benchmarks.fault_portal import HurtPortal
from portal.storage.waiting import COMMAND, acting_as

Hurt = Callable[[HurtPortal, random.Random], AbstractContextManager[None]]
# What is full leaves this much, so that the fault begins soon and not at once.
LEFT_BYTES = 64 * 1024


@dataclass(frozen=True)
class Fault:
    """A way to hurt; a lasting one goes on until it was said or a minute is over."""

    name: str
    hurt: Hurt
    is_lasting: bool = True
    is_on_tmpfs: bool = False


@contextmanager
def kill_workers(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    for _ in range(portal_kills(chance)):
        for number in portal.worker_pids():
            os.kill(number, signal.SIGKILL)
        time.sleep(chance.uniform(0.2, 1.5))
    yield


@contextmanager
def kill_master(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    for _ in range(portal_kills(chance) // 2 or 1):
        portal.kill_master()
        portal.start()
        time.sleep(chance.uniform(0.2, 1.0))
    yield


@contextmanager
def kill_mixers(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    for _ in range(portal_kills(chance)):
        portal.run_and_kill("ratings", "mix", after=chance.uniform(0.3, 2.5))
    portal.run_and_kill("ratings", "mix", after=None)
    yield


@contextmanager
def kill_jobs(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    for _ in range(portal_kills(chance)):
        portal.run_and_kill("jobs", "run-due", after=chance.uniform(0.3, 2.5))
    portal.run_and_kill("jobs", "run-due", after=None)
    yield


def portal_kills(chance: random.Random) -> int:
    return chance.randint(6, 10)


@contextmanager
def freeze_database(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    assert portal.cluster is not None
    with portal.cluster.frozen():
        yield


@contextmanager
def read_only_database(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    name = make_url(portal.url).database
    setting = f"ALTER DATABASE {name} SET default_transaction_read_only"
    _on_server(portal, f"{setting} = on", end_connections=True)
    yield
    _on_server(portal, f"{setting} = off", end_connections=True)


@contextmanager
def lock_a_table(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    table = chance.choice(["sealed_rating", "desk", "complaint", "inbox_key"])
    engine = create_engine(portal.url)
    with acting_as(COMMAND), engine.begin() as connection:
        connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield
    engine.dispose()


@contextmanager
def restart_database(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    assert portal.cluster is not None
    for _ in range(2):
        portal.cluster.stop(chance.choice(["immediate", "fast"]))
        portal.cluster.start()
        time.sleep(chance.uniform(0.2, 1.0))
    yield


@contextmanager
def stop_database(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    assert portal.cluster is not None
    portal.cluster.stop("immediate")
    yield
    portal.cluster.start()


def _on_server(portal: HurtPortal, statement: str, *, end_connections: bool) -> None:
    assert portal.cluster is not None
    engine = create_engine(portal.cluster.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
        if end_connections:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
                ),
                {"name": make_url(portal.url).database},
            )
    engine.dispose()


@contextmanager
def hold_the_turn(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    path = Path(f"{make_url(portal.url).database}.lock")
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def stop_redis(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    portal.redis.stop()
    yield
    portal.redis.start()


@contextmanager
def fill_redis(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    client = portal.redis.client()
    client.config_set("maxmemory-policy", "noeviction")
    client.config_set("maxmemory", "1")
    yield
    client.config_set("maxmemory", "0")
    client.close()


@contextmanager
def freeze_redis(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    os.kill(portal.redis.pid, signal.SIGSTOP)
    yield
    os.kill(portal.redis.pid, signal.SIGCONT)


@contextmanager
def fill_the_disk(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    """Leave a few kilobytes on the small disk that the database lies on."""
    ballast = portal.folder / "ballast"
    free = shutil.disk_usage(portal.folder).free
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - LEFT_BYTES))
    try:
        yield
    finally:
        ballast.unlink()
        if portal.cluster is not None:
            portal.cluster.start()


@contextmanager
def lose_the_keys(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    """Take every key file away, and put all of them back; nothing is made in their place.

    :raises RuntimeError: when a folder of keys was made meanwhile.
    """
    away = portal.folder / "keys-away"
    portal.keys.rename(away)
    yield
    if portal.keys.exists():
        raise RuntimeError("a folder of keys was made in place of the one that is away")
    away.rename(portal.keys)


@contextmanager
def turn_the_clock(portal: HurtPortal, chance: random.Random) -> Iterator[None]:
    """Let the jobs run with a clock 61 days ahead and behind: they must refuse, then go on."""
    assert portal.run_and_kill("jobs", "run-due", after=None) == 0
    began = time.monotonic()
    published = portal.count("release")
    ends = [
        portal.run_and_kill("jobs", "run-due", after=None, ahead=timedelta(days=days))
        for days in (61, -61)
    ]
    if 0 not in ends and portal.count("release") == published:
        portal.said = time.monotonic() - began, "jobs run-due ends with 1"
    if portal.run_and_kill("jobs", "run-due", after=None) != 0:
        portal.said = None
    yield


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """Mount a disk of ``megabytes`` in memory; needs to be root.

    :raises PermissionError: when the machine does not let us.
    """
    folder.mkdir()
    size = f"size={megabytes}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "none", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        raise PermissionError(mounted.stderr.decode().strip())
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


KILLS = (
    Fault("workers killed", kill_workers, is_lasting=False),
    Fault("masters killed", kill_master, is_lasting=False),
    Fault("mixers killed", kill_mixers, is_lasting=False),
    Fault("jobs killed", kill_jobs, is_lasting=False),
)
OF_SQLITE = (Fault("turn to write held", hold_the_turn),)
OF_POSTGRESQL = (
    Fault("PostgreSQL frozen", freeze_database),
    Fault("PostgreSQL read-only", read_only_database),
    Fault("a table locked", lock_a_table),
    Fault("PostgreSQL stopped", stop_database),
    Fault("PostgreSQL restarted", restart_database, is_lasting=False),
)
OF_REDIS = (
    Fault("Redis gone", stop_redis),
    Fault("Redis full", fill_redis),
    Fault("Redis frozen", freeze_redis),
)
OF_BOTH = (Fault("keys lost", lose_the_keys), Fault("clock ahead and behind", turn_the_clock))
DISK = Fault("disk full", fill_the_disk, is_on_tmpfs=True)
