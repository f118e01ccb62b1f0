"""The peak of January: many people at once, each with pauses, on one machine with the generator.

Everybody repeats their work for the whole time: a pause of 20 seconds on average (exponential),
then a page, and every other time its form. Of eight people one is an appraiser, who opens a
quarter's form and keeps it; the others look at their first screen and enter activities.

Answers are told apart by what was asked, so that the slow ones have a name: at the peak, those
above the 95th percentile are counted by it, with the median at rest beside them.
"""

import http.client
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median, quantiles
from unittest.mock import patch
from urllib.parse import urlencode

from flask import Flask

from benchmarks.context import Context, Unavailable
from benchmarks.ratio import Ratio
from benchmarks.serving import served
from benchmarks.staff_city import APPRAISER, GROUP, staff_city
from portal.web.access import Role
from portal.web.extensions import SETTINGS
from tests.redis_server import RedisServer
from tests.staff import signed_in
from tests.web.evaluation.forms import fields_of

PEOPLE, SECONDS, PAUSE = 400, 300.0, 20.0
#: In a short look.
FEW, SHORT, SHORT_PAUSE = 16, 4.0, 0.5
EVERY_APPRAISER = 8
AT_REST = 40
MOST_TIMES = 4
WORKERS = 2
HOME = "/admin/performance"
ACTIVITIES = f"{HOME}/activities"


@dataclass
class Seen:
    """What was asked and how long each answer took, in seconds, and what went wrong."""

    answers: list[tuple[str, float]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> list[float]:
        """How long each answer took."""
        return [seconds for _, seconds in self.answers]


@dataclass(frozen=True)
class Somebody:
    """A browser that is signed in, and of whom its person opens the quarter's form, if anybody."""

    port: int
    token: str
    about: int | None

    def act(self, seen: Seen, *, sends: bool) -> None:
        """Open a page and, when ``sends``, its form; what took how long goes to ``seen``."""
        address = self._form if sends else HOME
        page, cookies = self._asked(seen, "GET", address)
        if sends and page:
            filled = fields_of(page) | self._typed()
            self._asked(seen, "POST", address, filled=filled, cookies=cookies)

    @property
    def _form(self) -> str:
        return ACTIVITIES if self.about is None else f"{HOME}/plans/{self.about}/quarters/2/review"

    def _typed(self) -> dict[str, str]:
        if self.about is None:
            today = datetime.now(UTC).date().isoformat()
            return {"text": "Verifikasi 34 berkas", "done_on": today}
        return {"strengths": "Teliti", "advice": "Teruskan", "act": "keep"}

    def _asked(
        self,
        seen: Seen,
        method: str,
        address: str,
        *,
        filled: dict[str, str] | None = None,
        cookies: str = "",
    ) -> tuple[str, str]:
        """Ask once, and return the page with the cookies to send with its form."""
        head = {"Cookie": f"staff={self.token}; {cookies}"}
        if filled is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            connection.request(method, address, urlencode(filled or {}), head)
            answer = connection.getresponse()
            text = answer.read().decode()
            connection.close()
        except (OSError, http.client.HTTPException) as error:
            seen.faults.append(type(error).__name__)
            return "", ""
        page_of_plan = address.removeprefix(f"{HOME}/plans/{self.about}/quarters/2")
        asked = f"{method} {page_of_plan.removeprefix(HOME).strip('/') or 'first screen'}"
        seen.answers.append((asked, time.perf_counter() - began))
        if answer.status != (200 if method == "GET" else 302):
            seen.faults.append(f"{method} {address}: {answer.status}")
            return "", ""
        given = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie", [])]
        return text, "; ".join(given)


def measure(context: Context) -> list[Ratio]:
    """Let everybody work for five minutes on both databases; a short look takes seconds."""
    kinds = ("sqlite",) if context.is_quick else ("sqlite", "postgresql")
    return [ratio for kind in kinds for ratio in _on(context, kind)]


def _on(context: Context, kind: str) -> list[Ratio]:
    count = FEW if context.is_quick else PEOPLE
    seconds, pause = (SHORT, SHORT_PAUSE) if context.is_quick else (SECONDS, PAUSE)
    in_city = GROUP * (count // EVERY_APPRAISER)
    with staff_city(context, kind, people=in_city) as app, _limits() as limiter:
        tokens = list(_signed_in(app, count))
        settings = app.extensions[SETTINGS]
        variables = {
            "PORTAL_INSTANCE_DIR": str(settings.instance_dir),
            "PORTAL_DATABASE_URL": settings.database_url,
            "PORTAL_DEMO": "0",
            # Two workers count refusals together, so that they need a Redis as in production.
            "PORTAL_LIMITER_URL": limiter,
        }
        log = context.new_folder("january") / "log"
        with served("wsgi:app", variables=variables, log=log, workers=WORKERS) as portal:
            people = [Somebody(portal.port, token, about) for token, about in tokens]
            rest = _at_rest(people)
            peak = _at_once(people, seconds=seconds, pause=pause)
    return _figures(kind, rest, peak, people=count)


@contextmanager
def _limits() -> Iterator[str]:
    """Give the address of a Redis of the run's own.

    :raises Unavailable: when Redis is not installed.
    """
    redis = RedisServer()
    try:
        redis.start()
    except FileNotFoundError as error:
        raise Unavailable("Redis is not installed") from error
    try:
        yield redis.url
    finally:
        redis.stop()


def _figures(kind: str, rest: Seen, peak: Seen, *, people: int) -> list[Ratio]:
    middle = median(rest.seconds)
    most = quantiles(peak.seconds, n=20)[-1] if len(peak.seconds) > 1 else 0.0
    about = f"January: {people} people at once, {kind}"
    detail: dict[str, str | int | float] = {
        "answers": len(peak.seconds),
        "median at rest ms": round(1000 * middle, 1),
        "median ms": round(1000 * median(peak.seconds), 1),
        "95th percentile ms": round(1000 * most, 1),
    }
    faults: dict[str, str | int | float] = dict.fromkeys((*rest.faults, *peak.faults)[:3], 1)
    return [
        Ratio(f"{about}: errors", len(rest.faults) + len(peak.faults), 0, detail=faults),
        Ratio(
            f"{about}: 95th percentile, of the median at rest",
            most / middle,
            MOST_TIMES,
            detail=detail | _slow(rest, peak, most=most),
        ),
    ]


def _slow(rest: Seen, peak: Seen, *, most: float) -> dict[str, str | int | float]:
    """Return for everything that was asked how many of its answers took longer than ``most``."""
    all_of = Counter(asked for asked, _ in peak.answers)
    slow = Counter(asked for asked, seconds in peak.answers if seconds > most)
    at_rest = {
        asked: [1000 * seconds for each, seconds in rest.answers if each == asked]
        for asked in all_of
    }
    return {
        asked: f"{slow[asked]} of {all_of[asked]} slow"
        + (f", {median(at_rest[asked]):.1f} ms at rest" if at_rest[asked] else "")
        for asked in sorted(all_of)
    }


def _signed_in(app: Flask, people: int) -> Iterator[tuple[str, int | None]]:
    """Give the token of each browser, signed in today, and whose quarter its person evaluates."""
    with patch("portal.time.clock.now", lambda: datetime.now(UTC)):
        for number in range(people):
            group, place = divmod(number, EVERY_APPRAISER)
            head = APPRAISER + group * GROUP
            client = signed_in(app, Role.OFFICER, officer_id=head + place, agency_id=1).client
            cookie = client.get_cookie("staff")
            if cookie is None:
                raise RuntimeError("nobody is signed in")
            yield cookie.value, None if place else head + 1


def _at_rest(people: list[Somebody]) -> Seen:
    """Let people act one after the other, once to warm up and then to be measured."""
    seen = Seen()
    for somebody in people[: 2 * WORKERS]:
        somebody.act(Seen(), sends=True)
    for number in range(AT_REST):
        people[number % len(people)].act(seen, sends=number % 2 == 0)
    return seen


def _at_once(people: list[Somebody], *, seconds: float, pause: float) -> Seen:
    """Let everybody act with their pauses until the time is over."""
    end, parts = time.monotonic() + seconds, [Seen() for _ in people]
    work = [
        threading.Thread(target=_worked(somebody, seen, seed=number, end=end, pause=pause))
        for number, (somebody, seen) in enumerate(zip(people, parts, strict=True))
    ]
    for each in work:
        each.start()
    for each in work:
        each.join()
    return Seen(
        [answer for part in parts for answer in part.answers],
        [fault for part in parts for fault in part.faults],
    )


def _worked(
    somebody: Somebody, seen: Seen, *, seed: int, end: float, pause: float
) -> Callable[[], None]:
    drawn = random.Random(seed)

    def work() -> None:
        sends = bool(seed % 2)
        while True:
            wait = drawn.expovariate(1 / pause)
            if time.monotonic() + wait >= end:
                return
            time.sleep(wait)  # the pause of a person between two pages
            somebody.act(seen, sends=sends)
            sends = not sends

    return work
