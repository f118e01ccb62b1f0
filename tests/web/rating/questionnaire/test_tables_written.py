"""What pages of citizens write lies in tables of citizens, and in no other: whatever they ask for.

Whoever reads the database would have a moment or an order beside a proof otherwise.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from portal.tables import WRITERS, Writer
from portal.web.extensions import db
from tests.web.complaints.pages import code_of, follow, send
from tests.web.rating.conftest import POSTER, Citizen, City

WRITE = re.compile(r'^\W*(?:INSERT INTO|UPDATE|DELETE FROM) "?(?!SET)(\w+)', re.MULTILINE)
OF_CITIZENS = {Writer.CITIZEN, Writer.SEALED}
WRONG = "ABCD-2345-ABCD-2345"


@contextmanager
def written(app: Flask) -> Iterator[set[str]]:
    """Give the names of the tables that are written meanwhile."""
    found: set[str] = set()
    with app.app_context():
        engine = db.engine

    def note(*arguments: Any) -> None:
        found.update(WRITE.findall(arguments[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield found
    event.remove(engine, "before_cursor_execute", note)


def test_pages_of_citizens_write_into_tables_of_citizens_only(app: Flask) -> None:
    city = City(app)
    send(app.test_client())  # the first use of a key leaves its fingerprint, once
    with written(app) as found:
        citizen = Citizen(app)
        rated = citizen.rate(f"/r/{POSTER}")
        for address in ("/", "/privacy", f"/t/{WRONG}", "/complaints/", "/desks/dukcapil-1"):
            citizen.open(address)
        client = app.test_client()
        code = code_of(send(client))
        follow(client, code)
        follow(client, WRONG)

    assert rated.status_code == 303
    assert city.count() == 1
    assert {"sealed_rating", "accepted_submission"} <= found
    assert {name for name in found if WRITERS[name] not in OF_CITIZENS} == set()


def test_a_page_that_keeps_a_moment_would_be_noticed(app: Flask) -> None:
    """The check can fail: a row of a job is none of a citizen's."""
    with written(app) as found, app.app_context():
        db.session.execute(db.text("UPDATE job_run SET name = name"))
        db.session.rollback()

    assert {WRITERS[name] for name in found} == {Writer.JOBS}
