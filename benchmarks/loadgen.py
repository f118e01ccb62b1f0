"""Citizens on the wire: each opens a connection, gets the form, sends it, reads the thanks.

Each journey is a new citizen with no cookie, from a network of its own (told as a proxy tells
it), on a connection of its own that is kept open for the three requests.
"""

import multiprocessing
import random
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from queue import Empty
from urllib.parse import urlencode

from benchmarks.http import Answer, Connection, get, post

BROWSER = "Accept: text/html\r\nAccept-Encoding: gzip, deflate, br\r\nAccept-Language: id-ID,id\r\n"
HIDDEN = re.compile(r'<input (?=[^>]*type="hidden")[^>]*>')
ATTRIBUTE = re.compile(r'\b(name|value)="([^"]*)"')
VARIANTS = 32
Act = Callable[[int], None]


class Failed(RuntimeError):
    """A step of a journey was not answered as it should be."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How many acts were done in how many seconds by all clients together."""

    acts: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.acts / self.seconds


class _Fields(HTMLParser):
    """Collects what a form asks: the values of radio groups, and the names of text fields."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: dict[str, list[str]] = {}
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag != "input" or "name" not in values:
            return
        if values.get("type") == "radio":
            self.choices.setdefault(values["name"], []).append(values["value"])
        elif values.get("type", "text") in {"text", "number"}:
            self.texts.append(values["name"])


@dataclass(frozen=True, slots=True)
class Journey:
    """A form, answered in advance in several ways; ``path`` says where the next citizen goes."""

    path: Callable[[], str]
    answers: tuple[str, ...]


class Tickets:
    """Hands out the addresses of visit tickets, each once, to all client processes together."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._next = multiprocessing.get_context("fork").Value("L", 0)

    def __call__(self) -> str:
        with self._next.get_lock():
            number = self._next.value
            self._next.value += 1
        if number >= len(self._paths):
            raise Failed("no tickets are left")
        return self._paths[number]


def plan(
    port: int,
    path: str,
    *,
    required: Callable[[str], bool],
    paths: Callable[[], str] | None = None,
) -> Journey:
    """Look at the form once and prepare answers to the fields that ``required`` names.

    :param paths: where each citizen goes, when not all of them go to ``path``.
    """
    connection = Connection(port)
    answer = connection.ask(get(path, headers=BROWSER))
    while answer.status in {301, 302}:
        path = answer.header("location")
        answer = connection.ask(get(path, headers=BROWSER))
    connection.close()
    _expect(answer, 200, "the form")
    fields = _Fields()
    fields.feed(answer.text())
    choices = {name: values for name, values in fields.choices.items() if required(name)}
    texts = [name for name in fields.texts if required(name)]
    chance = random.Random(1)
    return Journey(
        paths or (lambda: path), tuple(_filled(choices, texts, chance) for _ in range(VARIANTS))
    )


def _filled(choices: dict[str, list[str]], texts: list[str], chance: random.Random) -> str:
    filled = {name: chance.choice(values) for name, values in choices.items()}
    filled.update({name: str(chance.randint(1, 4)) for name in texts})
    if not filled:
        raise Failed("the form asks nothing")
    return urlencode(filled)


def travel(port: int, journey: Journey, *, number: int) -> None:
    """Make one journey.

    :raises Failed: when a step is not answered as it should be.
    """
    network = f"{10 + (number >> 16) % 200}.{(number >> 8) & 255}.{number & 255}.7"
    headers = f"{BROWSER}X-Forwarded-For: {network}\r\n"
    path = journey.path()
    connection = Connection(port)
    try:
        form = connection.ask(get(path, headers=headers))
        _expect(form, 200, "the form")
        cookies = f"Cookie: {'; '.join(cookies_of(form))}\r\n"
        filled = journey.answers[number % VARIANTS]
        body = f"{filled}&{urlencode(hidden_fields(form.text()))}"
        sent = connection.ask(post(path, body=body, headers=headers + cookies))
        _expect(sent, 303, "the answers")
        thanks = connection.ask(get(sent.header("location"), headers=headers + cookies))
        _expect(thanks, 200, "the thanks")
    finally:
        connection.close()


def cookies_of(answer: Answer) -> list[str]:
    """Return the cookies an answer sets, as a browser sends them back."""
    return [cookie.partition(";")[0] for cookie in answer.headers.get("set-cookie", [])]


def hidden_fields(page: str) -> dict[str, str]:
    """Return what a form carries unseen."""
    found = [dict(ATTRIBUTE.findall(field)) for field in HIDDEN.findall(page)]
    return {field["name"]: field.get("value", "") for field in found if "name" in field}


def _expect(answer: Answer, status: int, what: str) -> None:
    if answer.status != status:
        raise Failed(f"{what}: {answer.status} instead of {status}: {answer.text()[:2000]}")


def journeys(port: int, journey: Journey, *, clients: int, seconds: float) -> Counted:
    """Let ``clients`` citizens at a time make journeys for ``seconds``."""
    return repeat(
        lambda number: travel(port, journey, number=number), clients=clients, seconds=seconds
    )


def requests(port: int, request: bytes, *, clients: int, seconds: float, status: int) -> Counted:
    """Let ``clients`` kept-open connections ask for the same page for ``seconds``."""
    connections: dict[int, Connection] = {}

    def ask(number: int) -> None:
        if not connections:
            connections[0] = Connection(port)
        _expect(connections[0].ask(request), status, "the page")

    return repeat(ask, clients=clients, seconds=seconds)


def repeat(act: Act, *, clients: int, seconds: float) -> Counted:
    """Do ``act`` again and again in ``clients`` processes; each is given numbers of its own.

    :raises Failed: when an act failed; the first failure is told.
    """
    fork = multiprocessing.get_context("fork")
    results = fork.Queue()
    start = random.getrandbits(20)
    workers = [
        fork.Process(target=_work, args=(act, start + (client << 24), seconds, results))
        for client in range(clients)
    ]
    began = time.perf_counter()
    for worker in workers:
        worker.start()
    done = [_result(results, seconds) for _ in workers]
    for worker in workers:
        worker.join()
    elapsed = time.perf_counter() - began
    for outcome in done:
        if isinstance(outcome, str):
            raise Failed(outcome)
    return Counted(
        acts=sum(outcome for outcome in done if isinstance(outcome, int)), seconds=elapsed
    )


def _result(results: "multiprocessing.Queue[int | str]", seconds: float) -> int | str:
    try:
        return results.get(timeout=seconds + 60)
    except Empty:
        return "a client did not come back"


def _work(
    act: Act, first: int, seconds: float, results: "multiprocessing.Queue[int | str]"
) -> None:
    until, done = time.perf_counter() + seconds, 0
    try:
        while time.perf_counter() < until:
            act(first + done)
            done += 1
    except (Failed, OSError) as error:
        results.put(f"{type(error).__name__}: {error}")
        return
    results.put(done)
