"""The first screen of an appraiser with 50 people: in a city of 5,000 against one of 50."""

import time
from contextlib import ExitStack
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from benchmarks.context import Context
from benchmarks.ratio import Ratio, paired, spread
from benchmarks.staff_city import ACTIVITIES, GROUP, appraiser_of_fifty, staff_city
from portal.web.extensions import db

MANY, MOST_STATEMENTS, MOST_TIMES = 5_000, 12, 1.3
HOME = "/admin/performance"
LOOKS = 15


def measure(context: Context) -> list[Ratio]:
    """Look at the same screen in both cities in turn, on both databases."""
    return [ratio for kind in ("sqlite", "postgresql") for ratio in _on(context, kind)]


def _on(context: Context, kind: str) -> list[Ratio]:
    people = MANY // 10 if context.is_quick else MANY
    with ExitStack() as stack:
        large = stack.enter_context(staff_city(context, kind, people=people))
        many = appraiser_of_fifty(large)
        few = appraiser_of_fifty(stack.enter_context(staff_city(context, kind, people=GROUP)))
        asked = statements(large, many)
        looked(few)
        pairs = [(looked(many), looked(few)) for _ in range(max(context.rounds, 5))]
    ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    about = f"first screen of an appraiser with 50 people, {kind}"
    detail = {
        "activities": f"{people * ACTIVITIES:,}",
        "many ms": round(1000 * median(ours), 2),
        "few ms": round(1000 * median(theirs), 2),
        "many range s": spread(ours),
    }
    return [
        Ratio(f"{about}: statements sent to the database", asked, MOST_STATEMENTS),
        Ratio(
            f"{about}: city of {people:,} against 50",
            paired(ours, theirs),
            MOST_TIMES,
            detail=detail,
        ),
    ]


def statements(app: Flask, client: FlaskClient) -> int:
    """Return how many statements the second look sends, the beginning of a transaction too."""
    looked(client)
    found: list[str] = []
    with app.app_context():
        engine = db.engine
    note = lambda *call: found.append(call[2])  # noqa: E731 - kept to be taken away again
    event.listen(engine, "before_cursor_execute", note)
    page(client)
    event.remove(engine, "before_cursor_execute", note)
    return len(found)


def looked(client: FlaskClient) -> float:
    """Return the median seconds of one look."""
    spent = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        page(client)
        spent.append(time.perf_counter() - began)
    return median(spent)


def page(client: FlaskClient) -> None:
    """Ask for the screen.

    :raises RuntimeError: when it does not show the appraiser's people.
    """
    answer = client.get(HOME)
    if answer.status_code != 200 or answer.text.count("Orang ") < GROUP - 1:
        raise RuntimeError(f"the first screen answered {answer.status_code}")
