"""Citizens who rate and complain while the portal is hurt, and who never give a form up.

A citizen keeps the form until it was taken, as a person would who reads "send again". So every
form is stored exactly once at the end: what is missing was lost, what is too many was doubled.
"""

import random
import re
import secrets
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

from benchmarks.fault_portal import wait_for
from benchmarks.http import Answer, Connection, get, post
from benchmarks.loadgen import BROWSER, cookies_of, hidden_fields
from tests.factories.complaints import CHOICES
from tests.web.rating.conftest import ALL_GOOD, POSTER

RATE = f"/r/{POSTER}"
COMPLAIN = "/complaints/new"
DESK = "dukcapil-1"
ANSWERS = len(ALL_GOOD)
# An answer that is chosen, on a page or in a form that was not drawn as one.
CHOSEN = re.compile(r'value="3"(?:\s[^>]*checked)?\s*>')
PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.1
# A person does not send a hundred forms a second.
STEADY_SECONDS = 0.05


@dataclass
class Counted:
    """What happened to the forms of one kind."""

    tried: int = 0
    thanked: int = 0
    failures: int = 0
    texts_lost: int = 0
    unanswered: int = 0
    given_up: int = 0
    odd: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """A form that was opened and filled in; ``words`` is what must never be lost."""

    path: str
    body: str
    headers: str
    words: str
    done: int


class Visitors:
    """Citizens in threads of their own; ``size`` of them rate and a quarter as many complain."""

    def __init__(self, port: int, *, seed: int, size: int = 4) -> None:
        self.ratings, self.complaints = Counted(), Counted()
        self._port = port
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._given_up_at = float("inf")
        chance = random.Random(seed)
        kinds = [True] * size + [False] * max(1, size // 4)
        self._threads = [
            threading.Thread(target=self._live, args=(is_rating, chance.getrandbits(30)))
            for is_rating in kinds
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait_for(self, more: int) -> None:
        """Wait until ``more`` ratings were thanked for than now."""
        enough = self.ratings.thanked + more
        if wait_for(lambda: self.ratings.thanked >= enough, seconds=PATIENCE_SECONDS) is None:
            raise RuntimeError(f"{more} more ratings were not thanked for")

    def finish(self) -> None:
        """Let everybody end their form, and go home."""
        self._given_up_at = time.monotonic() + PATIENCE_SECONDS
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _live(self, is_rating: bool, seed: int) -> None:
        chance = random.Random(seed)
        counted = self.ratings if is_rating else self.complaints
        while not self._over.is_set():
            form = self._opened(is_rating, chance)
            if form is not None:
                with self._lock:
                    counted.tried += 1
                self._send(form, counted)
            time.sleep(STEADY_SECONDS * (1 if is_rating else 4))

    def _opened(self, is_rating: bool, chance: random.Random) -> Form | None:
        network = ".".join(str(chance.randint(1, 250)) for _ in range(4))
        headers = f"{BROWSER}X-Forwarded-For: {network}\r\n"
        path = RATE if is_rating else COMPLAIN
        asked = path if is_rating else f"{COMPLAIN}?desk={DESK}"
        answer = self._asked(get(asked, headers=headers))
        if answer is None or answer.status != 200:
            time.sleep(PAUSE_SECONDS)
            return None
        words = f"Antrean lama sekali, catatan {secrets.token_hex(6)}"
        fields = hidden_fields(answer.text()) | _filled(is_rating, words)
        cookies = f"Cookie: {'; '.join(cookies_of(answer))}\r\n"
        done = 303 if is_rating else 200
        return Form(path, urlencode(fields), headers + cookies, words, done)

    def _send(self, form: Form, counted: Counted) -> None:
        while time.monotonic() < self._given_up_at:
            answer = self._asked(post(form.path, body=form.body, headers=form.headers))
            with self._lock:
                if self._is_done(form, answer, counted):
                    return
            time.sleep(PAUSE_SECONDS)
        with self._lock:
            counted.given_up += 1

    def _is_done(self, form: Form, answer: Answer | None, counted: Counted) -> bool:
        if answer is None:
            counted.unanswered += 1
            return False
        if answer.status == form.done:
            counted.thanked += 1
            return True
        if answer.status >= 500:
            counted.failures += 1
            counted.texts_lost += not is_kept(form, answer.text())
        else:
            counted.odd.append(f"{form.path} {answer.status}")
        return False

    def _asked(self, request: bytes) -> Answer | None:
        """Return the answer, or None when the connection ended without one."""
        with suppress(OSError, ValueError), closing(Connection(self._port)) as connection:
            return connection.ask(request)
        return None


def _filled(is_rating: bool, words: str) -> dict[str, str]:
    if is_rating:
        return ALL_GOOD | {"comment": words}
    return CHOICES | {"place": f"desk:{DESK}", "text": words}


def is_kept(form: Form, page: str) -> bool:
    """Return whether the page of a failure holds the words, and every answer of a rating."""
    if form.words not in page:
        return False
    if form.path != RATE:
        return True
    return len(CHOSEN.findall(page)) >= ANSWERS


def is_served(port: int) -> bool:
    """Return whether a new citizen's rating is taken right now."""
    visitors = Visitors(port, seed=secrets.randbits(30), size=1)
    form = visitors._opened(True, random.Random())
    if form is None:
        return False
    answer = visitors._asked(post(form.path, body=form.body, headers=form.headers))
    return answer is not None and answer.status == form.done
