"""How a test fills in a form of the evaluation: as a browser would, every field as it stands."""

import re
from collections.abc import Collection, Mapping
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.accounts.forms import hidden_fields

TEXT = re.compile(r'<input type="(?:text|date)" id="[^"]+" name="([^"]+)" value="([^"]*)"')
AREA = re.compile(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>([^<]*)')
SELECT = re.compile(r'<select id="[^"]+" name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
FORM = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.DOTALL)


def fields_of(page: str) -> dict[str, str]:
    """Return what the page's form with fields holds."""
    form = next(each for each in FORM.findall(page) if 'id="form"' in each)
    fields = hidden_fields(form)
    fields |= {name: unescape(value) for name, value in (*TEXT.findall(form), *AREA.findall(form))}
    for name, options in SELECT.findall(form):
        values = re.findall(r'value="([^"]*)"', options)
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else values[0]
    return fields


def send(client: FlaskClient, address: str, **changed: str) -> TestResponse:
    """Open a page, change fields of its form, and send it."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return client.post(address.partition("?")[0], data=fields_of(page.text) | changed)


def press(client: FlaskClient, button: str, *, page: str) -> TestResponse:
    """Press a button of a page: send the form that goes to ``button``."""
    forms = FORM.findall(client.get(page).text)
    form = next(each for each in forms if f'action="{button}"' in each)
    return client.post(button, data=hidden_fields(form), follow_redirects=True)


def compared_in(page: str) -> str:
    """Return what the box of a conflict says that was compared."""
    found = re.search(r'name="replaces" value="(\d+)"', page)
    assert found is not None, "the page names no conflict"
    return found[1]


def assert_found_by(
    client: FlaskClient,
    viewer: str,
    *,
    pages: Mapping[str, Collection[str]],
    acts: Mapping[str, Collection[str]],
) -> None:
    """Check that a viewer finds the pages and acts of which they are named, and no other."""
    for page, readers in pages.items():
        assert (client.get(page).status_code != 404) is (viewer in readers), page
    client.application.config["WTF_CSRF_ENABLED"] = False
    for act, actors in acts.items():
        answer = client.post(act, data={"revision": "0"})
        assert (answer.status_code != 404) is (viewer in actors), act
