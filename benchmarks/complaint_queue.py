"""The moderators' queue: its first page with 100,000 items against 1,000, on both databases."""

import secrets
import time
from contextlib import ExitStack
from datetime import date, timedelta
from statistics import median
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import insert

from benchmarks.context import Context
from benchmarks.ratio import Ratio, paired, spread
from portal.app import create_app
from portal.complaints.intake.models import Complaint
from portal.settings import Settings
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.organisation import make_agency
from tests.staff import signed_in

MANY, FEW = 100_000, 1_000
BOUND = 1.5
LOOKS = 20
CHUNK = 2_000
FIRST_DAY = date(2026, 1, 1)
STATES = ("new", "verified", "forwarded", "in_progress", "reopened")


def measure(context: Context) -> list[Ratio]:
    """Fill two queues and look at their first page in turn."""
    return [_on(context, kind) for kind in ("sqlite", "postgresql")]


def _on(context: Context, kind: str) -> Ratio:
    with ExitStack() as stack:
        many = _staffed(context, kind, items=MANY, stack=stack)
        few = _staffed(context, kind, items=FEW, stack=stack)
        pairs = [(_look(many), _look(few)) for _ in range(max(context.rounds, 5))]
    ours, theirs = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Ratio(
        f"queue's first page, {MANY:,} items against {FEW:,}, {kind}",
        paired(ours, theirs),
        BOUND,
        detail={
            "many ms": round(1000 * median(ours), 2),
            "few ms": round(1000 * median(theirs), 2),
            "many range s": spread(ours),
        },
    )


def _staffed(context: Context, kind: str, *, items: int, stack: ExitStack) -> FlaskClient:
    """Return a moderator's browser on a portal with ``items`` complaints waiting."""
    environ = {
        "PORTAL_INSTANCE_DIR": str(context.new_folder("queue")),
        "PORTAL_DATABASE_URL": context.new_database(kind),
        "PORTAL_DEMO": "0",
    }
    app = create_app(Settings.from_env(environ))
    stack.callback(_close, app)
    with app.app_context():
        upgrade()
        agencies = [make_agency(db.session(), f"agency-{number}").id for number in range(12)]
        db.session.commit()
        for start in range(0, items, CHUNK):
            rows = [_row(number, agencies) for number in range(start, min(start + CHUNK, items))]
            db.session.execute(insert(Complaint), rows)
            db.session.commit()
    client = signed_in(app, Role.MODERATOR).client
    _look(client)
    return client


def _row(number: int, agencies: list[int]) -> dict[str, Any]:
    received_on = FIRST_DAY + timedelta(days=number % 300)
    return {
        "code_hash": secrets.token_bytes(32),
        "kind": "complaint",
        "concern": "service",
        "agency_id": agencies[number % len(agencies)],
        "happened": "this_week",
        "text": secrets.token_bytes(600),
        "signature": number,
        "may_publish": True,
        "received_on": received_on,
        "queue": "agency",
        "state": STATES[number % len(STATES)],
        "since": received_on,
        "promised_on": received_on + timedelta(days=5),
        "decision": "undecided",
        "version": 1,
    }


def _look(client: FlaskClient) -> float:
    """Return the median seconds of one look at the first page."""
    spent = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        answer = client.get("/admin/complaints")
        spent.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"the queue answered {answer.status_code}")
    return median(spent)


def _close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
