"""What was acknowledged is answered, by whoever comes to it, once; and a row tells nothing."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from portal.accounts.letters.models import UnsentLetter
from portal.accounts.links import answering as asked_links
from portal.accounts.links.answering import LINK_TOKEN, answer, answer_waiting, keep
from portal.accounts.links.domain import KEPT_FOR, PACKED_BYTES, SEALED_BYTES, AskedFor
from portal.accounts.links.models import AskedLink, OneTimeLink
from portal.accounts.staff.domain import identity_or_nobody
from portal.cli.account_jobs import send_waiting_letters
from portal.time import clock
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.failures.breaking import url_of
from tests.killed import run_until_killed
from tests.web.accounts.people import add_person

KNOWN, UNKNOWN = "sri@contoh.test", "tak@ada.test"
URL = f"http://127.0.0.1:8000/admin/link/{LINK_TOKEN}"
# A worker that is killed after its answer, before anything else of it is done.
KILLED_WORKER = """
import os, re, signal
from portal.accounts.links import background
from portal.app import create_app

class Held:
    def submit(self, *work): pass

background._pool = Held()
client = create_app().test_client()
page = client.get("/admin/forgot").text
token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)
answer = client.post("/admin/forgot", data={"csrf_token": token, "identity": os.environ["WHO"]})
print(answer.status_code, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def variables(app: Flask) -> dict[str, str]:
    with app.app_context():
        settings = current_settings()
    return {
        "PATH": os.environ["PATH"],
        "PORTAL_INSTANCE_DIR": str(settings.instance_dir),
        "PORTAL_DATABASE_URL": url_of(app),
        "PORTAL_SECRET_KEY": settings.secret_key,
    }


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_killed_worker_loses_no_request(app: Flask) -> None:
    add_person(app, Role.SUPERVISOR)
    for who in (KNOWN, UNKNOWN):
        killed = run_until_killed(
            [sys.executable, "-c", KILLED_WORKER],
            url=url_of(app),
            env=variables(app) | {"WHO": who},
        )
        assert killed.stdout == "200\n", killed.stderr

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "run-due"],
        env=variables(app),
        capture_output=True,
        text=True,
        check=False,
    )

    assert re.findall(r"^To: (.*)$", done.stdout, re.M) == [KNOWN], done.stderr
    with app.app_context():
        assert (count(AskedLink), count(OneTimeLink)) == (0, 1)


def test_it_is_answered_once_by_the_worker_or_by_the_jobs(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(app, Role.SUPERVISOR)
    with app.app_context():
        session, settings, now = db.session(), current_settings(), clock.now()
        asked_id = keep(session, AskedFor(URL, KNOWN, language="id"), settings=settings, now=now)

        first = answer_waiting(session, settings, now=now)
        second = answer(session, asked_id, settings=settings, now=now)

    assert (first, second) == (1, False)
    assert capsys.readouterr().out.count("To: ") == 1


def test_link_letter_and_request_change_together_or_not_at_all(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed between link and letter, the next try would be refused as sent a moment ago."""
    add_person(app, Role.SUPERVISOR)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with app.app_context():
        session, settings, now = db.session(), current_settings(), clock.now()
        keep(session, AskedFor(URL, KNOWN, language="en"), settings=settings, now=now)
        with monkeypatch.context() as patched:
            patched.setattr(asked_links, "enclose", killed)
            with pytest.raises(KeyboardInterrupt):
                answer_waiting(session, settings, now=now)
        session.rollback()
        assert (count(AskedLink), count(OneTimeLink), count(UnsentLetter)) == (1, 0, 0)

        send_waiting_letters(session, settings, now=now)

    assert capsys.readouterr().out.count("To: ") == 1


def test_a_request_of_yesterday_is_forgotten_unanswered(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person(app, Role.SUPERVISOR)
    with app.app_context():
        session, settings, now = db.session(), current_settings(), clock.now()
        keep(session, AskedFor(URL, KNOWN, language="id"), settings=settings, now=now - KEPT_FOR)
        ahead = now + timedelta(days=9)
        keep(session, AskedFor(URL, KNOWN, language="id"), settings=settings, now=ahead)

        answer_waiting(session, settings, now=now)

        assert (count(AskedLink), count(OneTimeLink)) == (0, 0)
    assert "To: " not in capsys.readouterr().out


@given(name=st.emails() | st.text(max_size=300), account_id=st.none() | st.integers(1, 2**31 - 1))
def test_every_request_is_as_long_as_any_other(name: str, account_id: int | None) -> None:
    identity = str(identity_or_nobody(name))
    asked = AskedFor("https://" + "a" * 300, identity, account_id, "en")

    assert len(asked.packed()) == PACKED_BYTES
    assert AskedFor.unpacked(asked.packed()) == asked


def test_the_database_refuses_a_row_of_another_length_and_holds_no_name(app: Flask) -> None:
    with app.app_context():
        session, now = db.session(), clock.now()
        keep(session, AskedFor(URL, UNKNOWN), settings=current_settings(), now=now)
        stored = session.scalars(select(AskedLink.sealed)).one()
        session.rollback()
        assert len(stored) == SEALED_BYTES
        assert UNKNOWN.encode() not in stored
        row = {"sealed": stored[:-1], "expires_at": now}
        with pytest.raises(IntegrityError, match="asked_link_sealed"):
            session.execute(insert(AskedLink), [row])
