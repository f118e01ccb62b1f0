"""Writers of a SQLite file take turns; whoever waits gives up after its time."""

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from portal.storage.waiting import TurnNotReached, WriteTurn

SOON, LONG = 0.05, 30.0
ROUNDS = 40


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "portal.db")


@pytest.fixture
def make_turn(database: str) -> Iterator[Callable[[], WriteTurn]]:
    made: list[WriteTurn] = []

    def make() -> WriteTurn:
        made.append(WriteTurn(database))
        return made[-1]

    yield make
    for turn in made:
        turn.close()


def hold(database: str, pipe: Connection) -> None:
    """Take the turn in another process and keep it until told otherwise."""
    with closing(WriteTurn(database)) as turn:
        turn.take(LONG)
        pipe.send("held")
        pipe.recv()


def test_a_turn_within_one_process_is_waited_for_and_given_up(
    make_turn: Callable[[], WriteTurn],
) -> None:
    first, second = make_turn(), make_turn()
    first.take(LONG)
    first.take(SOON)

    began = time.monotonic()
    with pytest.raises(TurnNotReached):
        second.take(SOON)
    assert time.monotonic() - began < LONG / 2

    first.give_back()
    first.give_back()
    second.take(SOON)


def test_a_turn_of_another_process_is_waited_for_and_given_up(
    database: str, make_turn: Callable[[], WriteTurn]
) -> None:
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    other = fork.Process(target=hold, args=(database, there))
    other.start()
    assert here.recv() == "held"
    turn = make_turn()

    with pytest.raises(TurnNotReached):
        turn.take(SOON)
    # What was given up holds nothing: another thread of this process gets as far.
    with pytest.raises(TurnNotReached):
        make_turn().take(SOON)

    here.send("let go")
    turn.take(LONG)
    other.join()


def test_a_process_that_is_killed_gives_its_turn_back(
    database: str, make_turn: Callable[[], WriteTurn]
) -> None:
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    other = fork.Process(target=hold, args=(database, there))
    other.start()
    assert here.recv() == "held"

    other.kill()
    other.join()

    make_turn().take(LONG)


def take_often(database: str, pipe: Connection) -> None:
    with closing(WriteTurn(database)) as turn:
        for _ in range(ROUNDS):
            turn.take(LONG)
            turn.give_back()
    pipe.send("done")


def test_a_busy_process_does_not_keep_another_from_its_turn(
    database: str, make_turn: Callable[[], WriteTurn]
) -> None:
    over = threading.Event()

    def be_busy() -> None:
        turn = make_turn()
        while not over.is_set():
            turn.take(LONG)
            turn.give_back()

    busy = [threading.Thread(target=be_busy) for _ in range(3)]
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    other = fork.Process(target=take_often, args=(database, there))
    other.start()
    for thread in busy:
        thread.start()

    is_done = here.poll(LONG)
    over.set()
    for thread in busy:
        thread.join()
    other.join()

    assert is_done


def test_only_one_writer_is_at_work_at_a_time(make_turn: Callable[[], WriteTurn]) -> None:
    at_work: list[int] = []
    most: list[int] = []

    def write() -> None:
        turn = make_turn()
        for _ in range(ROUNDS):
            turn.take(LONG)
            at_work.append(1)
            most.append(len(at_work))
            at_work.pop()
            turn.give_back()

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert set(most) == {1}
    assert len(most) == 4 * ROUNDS
