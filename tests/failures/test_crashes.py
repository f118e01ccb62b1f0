"""What was acknowledged is there after a crash of the worker, and of the database server."""

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import city
from benchmarks.journey import ELEMENT_NAMES
from benchmarks.loadgen import Failed, Journey, plan, travel
from benchmarks.serving import ServedPortal, children, flask, served
from tests.servers import Cluster, wait_until

CITIZENS = 4
BEFORE_THE_CRASH = 25


@pytest.fixture
def variables(tmp_path: Path, durable_url: str) -> dict[str, str]:
    """The settings of a portal with a city in it."""
    found = {
        "PORTAL_INSTANCE_DIR": str(tmp_path / "instance"),
        "PORTAL_DATABASE_URL": durable_url,
        "PORTAL_TRUSTED_PROXIES": "1",
        "PORTAL_OPEN_DESK_PER_HOUR": "1000000",
    }
    flask("db", "upgrade", variables=found)
    flask("demo", "seed", "--ratings", "100", "--months", "1", variables=found)
    flask("ratings", "mix", variables=found)
    return found


class Visitors:
    """Citizens who go on rating until they are told to stop; counts who was thanked."""

    def __init__(self, server: ServedPortal, journey: Journey) -> None:
        self.thanked = 0
        self.turned_away = 0
        self._server, self._journey = server, journey
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._rate, args=(first << 16,)) for first in range(CITIZENS)
        ]

    def _rate(self, number: int) -> None:
        while not self._over.is_set():
            number += 1
            try:
                travel(self._server.port, self._journey, number=number)
            except (Failed, OSError):
                with self._lock:
                    self.turned_away += 1
                continue
            with self._lock:
                self.thanked += 1

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait_for(self, more: int) -> None:
        """Wait until ``more`` citizens were thanked than now."""
        enough = self.thanked + more
        wait_until(lambda: self.thanked >= enough, what=f"thanks number {enough}")

    def go_home(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()


def survives(
    variables: dict[str, str], tmp_path: Path, *, hurt: Callable[[ServedPortal], None]
) -> tuple[int, int]:
    """Let visitors rate, ``hurt`` the portal, let it rate on; return thanked and stored."""
    database = variables["PORTAL_DATABASE_URL"]
    with served("wsgi:app", variables=variables, log=tmp_path / "log") as server:
        path = city.rating_path(database)
        visitors = Visitors(server, plan(server.port, path, required=ELEMENT_NAMES.__contains__))
        visitors.start()
        try:
            visitors.wait_for(BEFORE_THE_CRASH)
            hurt(server)
            visitors.wait_for(BEFORE_THE_CRASH)
        finally:
            visitors.go_home()
    return visitors.thanked, city.count(database, "sealed_rating")


def kill_the_worker(server: ServedPortal) -> None:
    for worker in children(server.pid):
        os.kill(worker, signal.SIGKILL)


def test_a_killed_worker_loses_nothing_it_gave_thanks_for(
    variables: dict[str, str], tmp_path: Path
) -> None:
    thanked, stored = survives(variables, tmp_path, hurt=kill_the_worker)

    assert thanked >= 2 * BEFORE_THE_CRASH
    # Who was cut off between the commit and the thanks was stored without being thanked.
    assert thanked <= stored <= thanked + CITIZENS


@pytest.mark.parametrize("durable_url", ["postgresql"], indirect=True)
def test_a_database_server_that_crashes_loses_nothing_and_is_used_again(
    variables: dict[str, str], tmp_path: Path, cluster: Cluster
) -> None:
    def crash(server: ServedPortal) -> None:
        cluster.stop("immediate")
        cluster.start()

    thanked, stored = survives(variables, tmp_path, hurt=crash)

    assert thanked <= stored <= thanked + CITIZENS
