"""A storage that never answers: every request ends, and ``/healthz`` is answered all the while."""

import fcntl
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.http import Connection, get, post
from benchmarks.loadgen import cookies_of, hidden_fields
from benchmarks.serving import ServedPortal, served
from portal.storage import waiting as limits
from tests.failures.test_storage_away import MakePortal, make_portal
from tests.servers import Cluster
from tests.web.rating.conftest import ALL_GOOD, POSTER, City

__all__ = ["make_portal"]
RATE = f"/r/{POSTER}"
PROBES = 16
# What a probe of a container allows.
PROBE_SECONDS = 4
# One wait, however often a request asks the storage, and what a busy machine adds.
ANSWER_SECONDS = limits.REQUEST.answer + 5
Hold = Callable[[], AbstractContextManager[None]]


def variables_of(city: City) -> dict[str, str]:
    config = city.app.config
    return {
        "PORTAL_INSTANCE_DIR": city.app.instance_path,
        "PORTAL_DATABASE_URL": config["SQLALCHEMY_DATABASE_URI"],
        "PORTAL_SECRET_KEY": config["SECRET_KEY"],
        "PORTAL_DEMO": "0",
    }


@contextmanager
def serving(city: City, tmp_path: Path) -> Iterator[ServedPortal]:
    with served("wsgi:app", variables=variables_of(city), log=tmp_path / "served.log") as server:
        yield server


def ask(port: int, request: bytes) -> tuple[int, str, float]:
    """Return the status, the page and the seconds it took."""
    began = time.monotonic()
    with closing(Connection(port)) as connection:
        answer = connection.ask(request)
        return answer.status, answer.text(), time.monotonic() - began


def filled_in(port: int) -> bytes:
    """Open the form and return the request that sends it with all answers."""
    with closing(Connection(port)) as connection:
        form = connection.ask(get(RATE))
    fields = hidden_fields(form.text()) | ALL_GOOD
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    return post(RATE, body=body, headers=f"Cookie: {'; '.join(cookies_of(form))}\r\n")


class Visitors:
    """Many who ask at once, each on a connection of their own."""

    def __init__(self, port: int, request: bytes, *, size: int) -> None:
        self.answers: list[tuple[int, str, float]] = []
        self._threads = [
            threading.Thread(target=self._ask, args=(port, request)) for _ in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def _ask(self, port: int, request: bytes) -> None:
        self.answers.append(ask(port, request))

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()


def assert_alive_and_answered(city: City, tmp_path: Path, hold: Hold) -> None:
    """Hold the storage while many send the form; all is answered, and afterwards stored."""
    with serving(city, tmp_path) as server:
        forms = [filled_in(server.port) for _ in range(2)]
        with hold():
            visitors = Visitors(server.port, forms[0], size=PROBES)
            probes = [ask(server.port, get("/healthz")) for _ in range(PROBES)]
            visitors.wait()
        stored = ask(server.port, forms[1])

        assert [status for status, _, _ in probes] == [200] * PROBES
        assert max(seconds for _, _, seconds in probes) < PROBE_SECONDS
        assert {status for status, _, _ in visitors.answers} == {503}
        assert max(seconds for _, _, seconds in visitors.answers) < ANSWER_SECONDS
        assert all(page.count('value="3"') >= 9 for _, page, _ in visitors.answers)
        assert stored[0] == 303


def test_a_frozen_server_stops_neither_pages_nor_liveness(
    make_portal: MakePortal, tmp_path: Path, cluster: Cluster
) -> None:
    city = City(make_portal(cluster.new_database()))

    assert_alive_and_answered(city, tmp_path, cluster.frozen)


def test_a_locked_table_stops_neither_pages_nor_liveness(
    make_portal: MakePortal, tmp_path: Path, cluster: Cluster
) -> None:
    url = cluster.new_database()
    city = City(make_portal(url))

    @contextmanager
    def locked() -> Iterator[None]:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("LOCK TABLE desk, sealed_rating IN ACCESS EXCLUSIVE MODE"))
            yield
        engine.dispose()

    assert_alive_and_answered(city, tmp_path, locked)


def test_a_held_turn_of_sqlite_stops_neither_pages_nor_liveness(
    make_portal: MakePortal, tmp_path: Path
) -> None:
    city = City(make_portal(f"sqlite:///{tmp_path}/portal.db"))

    @contextmanager
    def held() -> Iterator[None]:
        with (tmp_path / "portal.db.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    assert_alive_and_answered(city, tmp_path, held)


def test_another_program_that_writes_to_sqlite_stops_neither_pages_nor_liveness(
    make_portal: MakePortal, tmp_path: Path
) -> None:
    city = City(make_portal(f"sqlite:///{tmp_path}/portal.db"))

    @contextmanager
    def held() -> Iterator[None]:
        with closing(sqlite3.connect(tmp_path / "portal.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield

    assert_alive_and_answered(city, tmp_path, held)
