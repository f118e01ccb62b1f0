"""Letters to staff: encrypted on the way, printed without a server, logged without content."""

import ssl
from email.message import EmailMessage
from typing import Any

import pytest

from portal.accounts.letters import sending as mail

LETTER = mail.Letter("sri@contoh.test", "Kata sandi", "Tautan: https://suara.contoh.test/x")


class Server:
    """A mail server that records what it was sent."""

    def __init__(self, host: str, port: int, **options: Any) -> None:
        self.said: list[Any] = [("open", host, port, options.get("context") is not None)]
        SERVERS.append(self)

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *error: object) -> None:
        self.said.append("close")

    def starttls(self, *, context: ssl.SSLContext) -> None:
        self.said.append(("starttls", context.check_hostname, context.verify_mode))

    def login(self, user: str, password: str) -> None:
        self.said.append(("login", user, password))

    def send_message(self, message: EmailMessage) -> None:
        self.said.append((message["From"], message["To"], message["Subject"]))


SERVERS: list[Server] = []


@pytest.fixture(autouse=True)
def servers(monkeypatch: pytest.MonkeyPatch) -> list[Server]:
    SERVERS.clear()
    monkeypatch.setattr("smtplib.SMTP", Server)
    monkeypatch.setattr("smtplib.SMTP_SSL", Server)
    return SERVERS


def test_a_letter_goes_encrypted_to_a_server_whose_certificate_is_checked(
    servers: list[Server],
) -> None:
    mail.send(LETTER, mail_url="smtp://sri:p%40ss@mail.contoh.test?from=portal@contoh.test")

    assert servers[0].said == [
        ("open", "mail.contoh.test", 587, False),
        ("starttls", True, ssl.CERT_REQUIRED),
        ("login", "sri", "p@ss"),
        ("portal@contoh.test", "sri@contoh.test", "Kata sandi"),
        "close",
    ]


def test_a_server_that_speaks_tls_from_the_start_needs_no_more(servers: list[Server]) -> None:
    mail.send(LETTER, mail_url="smtps://mail.contoh.test:4650")

    assert servers[0].said == [
        ("open", "mail.contoh.test", 4650, True),
        ("portal@mail.contoh.test", "sri@contoh.test", "Kata sandi"),
        "close",
    ]


def test_only_a_server_on_this_machine_is_spoken_to_in_the_clear(servers: list[Server]) -> None:
    mail.send(LETTER, mail_url="smtp://localhost:25")

    assert servers[0].said[0] == ("open", "localhost", 25, False)
    assert "starttls" not in str(servers[0].said)


def test_without_a_server_the_letter_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    mail.send_off(mail.Enclosed(LETTER, None))

    assert capsys.readouterr().out == (
        "To: sri@contoh.test\nSubject: Kata sandi\n\nTautan: https://suara.contoh.test/x\n\n"
    )


def test_a_letter_says_when_it_was_written_and_has_a_number_of_its_own() -> None:
    sent = [mail._message(LETTER, sender="portal@contoh.test") for _ in range(2)]

    assert all(each["Date"].endswith("+0000") for each in sent)
    numbers = {each["Message-ID"] for each in sent}
    assert len(numbers) == 2
    assert all(each.endswith("@contoh.test>") for each in numbers)
