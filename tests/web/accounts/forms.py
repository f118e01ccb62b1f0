"""How a test fills in a form: it reads the page, keeps the hidden fields and sends the rest."""

import re
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(r'(name|value)="([^"]*)"')


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields of the page's last form."""
    fields: dict[str, str] = {}
    for tag in HIDDEN.findall(page):
        found = dict(ATTRIBUTE.findall(tag))
        fields[unescape(found["name"])] = unescape(found.get("value", ""))
    return fields


def fill_in(
    client: FlaskClient, path: str, *, base_url: str | None = None, **fields: str | list[str]
) -> TestResponse:
    """Open ``path``, fill in its form and send it to the same address."""
    page = client.get(path, base_url=base_url)
    assert page.status_code == 200, (path, page.status_code, page.headers.get("Location"))
    data = {**hidden_fields(page.text), **fields}
    return client.post(path, base_url=base_url, data=data)
