"""Letters that the mail server does not take: kept sealed, tried again, given up, counted."""

import smtplib
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from portal.accounts.letters import sending as mail
from portal.accounts.letters.domain import Notice
from portal.accounts.letters.queries import LetterCounts, letter_counts
from portal.accounts.letters.service import tell, tell_now
from portal.cli import telling
from portal.cli.account_jobs import send_waiting_letters
from portal.storage.database import begin_write
from portal.time.schedule.domain import ALL_DONE
from portal.web.access import Role
from portal.web.extensions import current_settings, db
from tests.staff import add_account

NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
LETTER = mail.Letter("sri@contoh.test", "Kata sandi", "Tautan: https://suara.contoh.test/x")
REFUSED = smtplib.SMTPRecipientsRefused({"sri@contoh.test": (550, b"unknown")})


class Server:
    """A mail server that can be away, refuse, or take letters."""

    def __init__(self) -> None:
        self.answer: Exception | None = ConnectionRefusedError("sri@contoh.test")
        self.tried: list[str] = []

    def send(self, letter: mail.Letter, *, mail_url: str) -> None:
        self.tried.append(letter.body)
        if self.answer is not None:
            raise self.answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    server = Server()
    monkeypatch.setattr("portal.accounts.letters.sending.send", server.send)
    return server


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Iterator[Flask]:
    app = make_app(MAIL_URL="smtp://localhost")
    with app.app_context():
        yield app


def deliver(letter: mail.Letter = LETTER, *, now: datetime = NOW) -> bool:
    return mail.deliver(db.session(), letter, settings=current_settings(), now=now)


def post() -> None:
    mail.post(db.session(), LETTER, settings=current_settings(), now=NOW)


def retry(minutes: float) -> tuple[str, ...]:
    now = NOW + timedelta(minutes=minutes)
    return send_waiting_letters(db.session(), current_settings(), now=now).problems


def counts() -> LetterCounts:
    return letter_counts(db.session())


def test_a_letter_that_failed_is_sent_when_the_server_is_back(app: Flask, server: Server) -> None:
    assert not deliver()
    assert counts() == LetterCounts(waiting=1, given_up=0, tries=1, oldest_at=NOW)
    assert retry(4) == ()
    assert retry(5) == ("1 letters failed again and are not sent yet",)
    server.answer = None

    assert retry(14) == ()
    assert len(server.tried) == 2
    assert retry(15) == ()

    assert server.tried == [LETTER.body] * 3
    assert counts() == LetterCounts(0, 0, 0, None)


def test_a_letter_that_is_taken_at_once_leaves_nothing(app: Flask, server: Server) -> None:
    server.answer = None

    assert deliver()
    assert counts() == LetterCounts(0, 0, 0, None)


def test_while_the_server_is_away_one_letter_a_round_is_tried(app: Flask, server: Server) -> None:
    deliver()
    deliver()

    assert retry(10) == ("1 letters failed again and are not sent yet",)
    assert len(server.tried) == 3


def test_a_letter_that_is_refused_does_not_keep_the_next_from_being_tried(
    app: Flask, server: Server
) -> None:
    deliver()
    deliver()
    server.answer = REFUSED

    assert retry(10) == ("2 letters failed again and are not sent yet",)


def test_a_letter_is_given_up_when_it_is_of_no_use_any_more(app: Flask, server: Server) -> None:
    deliver(mail.Letter("a@contoh.test", "s", "b", useful_for=timedelta(minutes=12)))
    retry(5)

    assert counts() == LetterCounts(waiting=0, given_up=1, tries=0, oldest_at=None)
    assert db.session.scalar(text("SELECT sealed FROM unsent_letter")) is None
    retry(60 * 24 * 29)
    assert counts().given_up == 1
    retry(60 * 24 * 31)
    assert counts().given_up == 0


def test_a_letter_of_an_earlier_secret_key_is_tried_and_given_up(
    make_app: Callable[..., Flask], app: Flask, server: Server
) -> None:
    deliver()
    other = make_app(
        MAIL_URL="smtp://localhost", SECRET_KEY="another key for the tests and nothing else"
    )
    with other.app_context():
        assert retry(5) == ("1 letters failed again and are not sent yet",)

    assert len(server.tried) == 1


def test_what_waits_is_printed_where_no_mail_server_is_set(
    make_app: Callable[..., Flask], app: Flask, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver()
    with make_app(MAIL_URL="").app_context():
        assert (
            send_waiting_letters(db.session(), current_settings(), now=NOW + timedelta(hours=1))
            == ALL_DONE
        )
        assert deliver()

    assert capsys.readouterr().out.count(LETTER.body) == 2
    assert len(server.tried) == 1


def test_a_letter_that_cannot_be_kept_either_is_logged_as_lost(
    app: Flask,
    server: Server,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away(session: Session, sealed: bytes, **words: object) -> None:
        raise OperationalError("INSERT", {}, Exception("server gone"))

    monkeypatch.setattr("portal.accounts.letters.sending.keep_letter", away)

    assert not deliver()
    assert caplog.messages[-1] == "a letter is lost: kind=other"


def test_posting_does_not_wait_for_the_server_and_keeps_what_fails(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def keep(thread: threading.Thread) -> None:
        threads.append(thread)

    monkeypatch.setattr("threading.Thread.start", keep)

    post()

    assert server.tried == []
    threads[0].run()
    assert len(server.tried) == 1
    assert counts() == LetterCounts(waiting=1, given_up=0, tries=1, oldest_at=NOW)
    assert db.session.scalar(text("SELECT failure FROM unsent_letter")) == "ConnectionRefusedError"


def test_a_letter_whose_process_ends_before_it_is_out_is_sent_by_the_jobs(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = None
    with monkeypatch.context() as killed:
        killed.setattr("threading.Thread.start", lambda _: None)
        post()

    assert retry(4) == ()
    assert server.tried == []
    assert retry(5) == ()
    assert server.tried == [LETTER.body]
    assert counts().waiting == 0


def test_a_posted_letter_that_is_taken_leaves_nothing(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answer = None
    monkeypatch.setattr("threading.Thread.start", threading.Thread.run)

    post()

    assert server.tried == [LETTER.body]
    assert counts() == LetterCounts(0, 0, 0, None)


def test_what_an_owner_is_told_is_kept_with_what_happened_or_not_at_all(
    app: Flask, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("threading.Thread.start", lambda _: None)
    session = db.session()
    account_id = add_account(session, Role.SUPERVISOR, email="sri@contoh.test").id
    session.commit()

    begin_write(session)
    tell(session, account_id, notice=Notice.WRONG_CODES)
    session.rollback()
    assert counts().waiting == 0
    tell_now(session, account_id, notice=Notice.WRONG_CODES)

    assert counts().waiting == 1


@pytest.mark.parametrize(
    "row",
    [
        "(1, NULL, 0, 'x', '2026-01-01', '2026-01-01', NULL)",
        "(1, NULL, 1, 'x', '2026-01-01', '2026-01-01', '2026-01-01')",
    ],
)
def test_the_database_refuses_a_letter_that_is_neither_waiting_nor_given_up(
    app: Flask, row: str
) -> None:
    columns = "(id, sealed, tries, failure, written_at, useful_until, next_try_at)"
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"INSERT INTO unsent_letter {columns} VALUES {row}"))
    db.session.rollback()


def test_one_letter_tells_every_administrator_and_the_next_waits_six_hours(
    app: Flask, server: Server
) -> None:
    server.answer = None
    for name in ("a", "b"):
        add_account(db.session(), Role.ADMINISTRATOR, email=f"{name}@contoh.test")
    db.session.commit()
    settings = current_settings()

    def tell(hours: float) -> int | None:
        now = NOW + timedelta(hours=hours)
        return telling.tell_failure(db.session(), settings, name="suara-loket", now=now)

    assert [tell(0), tell(5.9), tell(6), tell(-1)] == [2, None, 2, 2]
    assert "suara-loket gagal" in server.tried[0]
