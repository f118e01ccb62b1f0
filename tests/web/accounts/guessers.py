"""People who guess: from one network or many, passwords or codes."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.accounts.forms import fill_in, hidden_fields

EMAIL = "sri@contoh.test"
HOME = "10.1.1.7"


def network(number: int) -> str:
    """Return an address of another network for each ``number`` below 60,000."""
    return f"172.{16 + number // 250}.{number % 250}.9"


def send(
    client: FlaskClient,
    password: str,
    *,
    address: str = HOME,
    identity: str = EMAIL,
    **fields: str,
) -> TestResponse:
    """Fill in the sign-in form at an address."""
    place = {"REMOTE_ADDR": address}
    page = client.get("/admin/sign-in", environ_overrides=place)
    data = {**hidden_fields(page.text), "identity": identity, "password": password, **fields}
    return client.post("/admin/sign-in", data=data, environ_overrides=place)


def fail(app: Flask, times: int, *, address: str = HOME, identity: str = EMAIL) -> list[int]:
    """Type wrong passwords and return the answers' codes."""
    client = app.test_client()
    return [
        send(client, f"salah {n}", address=address, identity=identity).status_code
        for n in range(times)
    ]


def guess_codes(client: FlaskClient, times: int) -> list[int]:
    """Type wrong codes of the app after the password, and return the answers' codes."""
    return [fill_in(client, "/admin/sign-in/code", code="000000").status_code for _ in range(times)]
