"""Nothing that can be sent to the citizen's pages is answered with a failure of ours."""

import json
import logging
import os
import secrets
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.rating.devices.presence import new_grant, signed_grant
from portal.rating.questionnaire.profile_forms import PROFILE
from portal.rating.questionnaire.transport import NONCE_BYTES, sealed_box
from portal.survey.elements import ELEMENTS
from portal.time import clock
from tests.web.rating.conftest import ALL_GOOD, POSTER, POSTER_OF_TWO, Citizen, City
from tests.web.rating.questionnaire.test_kiosk_pages import paired

ROOT = Path(__file__).resolve().parents[3]
NAMES = [*ELEMENTS, *PROFILE, "officer", "better", "comment", "watched", "key", "service", "desk"]
FORMS = (
    f"/r/{POSTER}",
    f"/r/{POSTER_OF_TWO}?service=kk",
    "/r/dukcapil-1",
    "/t/0123456789ABCDEF",
    "/p/dukcapil-1",
    "/kiosk/",
)
WORDS = st.text(max_size=40) | st.sampled_from(["", "0", "1", "4", "ktp", "kk", "dukcapil-2", "-1"])
FIELDS = st.dictionaries(
    st.sampled_from(list(map(str, NAMES))) | st.text(max_size=10),
    st.lists(WORDS, max_size=3),
    max_size=12,
)
CODES = WORDS.filter(lambda word: "/" not in word and word not in {".", ".."})
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
often = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def tablet(city: City, citizen: Citizen) -> Citizen:
    """A browser that may do everything: paired as a kiosk, with a grant and a form's token."""
    paired(city, citizen, city.desk_id)
    state = city.app.extensions["portal_rating"]
    grant = new_grant(city.desk_id, today=clock.today("Asia/Jakarta"))
    citizen.client.set_cookie(f"grant-{city.desk_id}", signed_grant(state.presence_key, grant))
    citizen.open(f"/r/{POSTER}")
    return citizen


@pytest.mark.parametrize("address", FORMS)
@often
@given(fields=FIELDS, is_filled=st.booleans())
def test_any_form_is_answered(
    tablet: Citizen, address: str, fields: dict[str, list[str]], is_filled: bool
) -> None:
    form: dict[str, Any] = (dict(ALL_GOOD) if is_filled else {}) | fields
    form["csrf_token"] = tablet.hidden()["csrf_token"]

    assert tablet.client.post(address, data=form).status_code < 500


@often
@given(code=CODES, query=st.dictionaries(WORDS, WORDS, max_size=3), cookie=st.text(max_size=30))
def test_any_address_is_answered(city: City, code: str, query: dict[str, str], cookie: str) -> None:
    client = city.app.test_client()
    headers = {"Cookie": f"device={cookie.encode().hex()}; grant-1={cookie.encode().hex()}"}
    for start in ("/r/", "/t/", "/p/", "/p/dukcapil-1/", "/screen/"):
        path = start + quote(code, safe="")
        assert client.get(path, query_string=query, headers=headers).status_code < 500
    for name in ("desk", "code"):
        for path in ("/thanks", "/r/"):
            asked = query | {name: code}
            assert client.get(path, query_string=asked, headers=headers).status_code < 500


@often
@given(cookie=st.binary(max_size=60))
def test_any_cookie_is_answered(city: City, cookie: bytes) -> None:
    client = city.app.test_client(use_cookies=False)
    text = cookie.decode("latin-1").replace("\r", "").replace("\n", "").replace("\0", "")
    names = ("device", "session", "lang", "kiosk", "screen", f"grant-{city.desk_id}")
    headers = {"Cookie": "; ".join(f"{name}={text}" for name in names)}

    for address in (f"/r/{POSTER}", "/p/dukcapil-1", "/kiosk/", "/screen/dukcapil-1"):
        assert client.get(address, headers=headers).status_code < 500
        assert client.post(address, headers=headers, data=ALL_GOOD).status_code < 500


@often
@given(told=JSON)
def test_any_box_is_answered(tablet: Citizen, city: City, told: Any) -> None:
    public = city.app.extensions["portal_rating"].transport.public
    message = json.dumps(told).encode()
    box = b64encode(sealed_box(public, message, nonce=secrets.token_bytes(NONCE_BYTES))).decode()
    shapes = ({"box": box}, told, {"box": told})

    statuses = [tablet.client.post("/kiosk/ratings", json=shape).status_code for shape in shapes]
    assert max(statuses) < 500


@often
@given(body=JSON, key=st.text(max_size=20).filter(lambda key: key.isprintable()))
def test_any_call_for_tickets_is_answered(city: City, body: Any, key: str) -> None:
    client: FlaskClient = city.app.test_client()
    headers = {"Authorization": f"Bearer {key.encode().hex()}"}

    assert client.post("/api/v1/tickets", json=body, headers=headers).status_code < 500


def test_the_log_holds_nothing_of_presence_or_kiosk(
    tablet: Citizen, city: City, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tablet.rate("/p/dukcapil-1", comment="Kata rahasia")
    tablet.rate("/kiosk/", comment="Kata rahasia")
    tablet.client.post("/kiosk/ratings", json={"box": "Kata rahasia"})

    hidden = [*tablet.hidden().values(), "Kata rahasia", "127.0.0.1"]
    hidden += [cookie.value for cookie in tablet.client._cookies.values()]
    assert [words for words in hidden if len(words) > 5 and words in caplog.text] == []


JOURNEY = """
import re, sys
from portal.app import create_app
client = create_app().test_client()
page = client.get({address!r}).text
form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)) | {answers!r}
sent = client.post({address!r}, data=form)
assert sent.status_code == 303, sent.text
assert client.get(sent.location).status_code == 200
heavy = {{"plotly", "numpy", "scipy", "pandas", "fpdf", "typst", "openpyxl", "PIL"}}
print("loaded:", *sorted(heavy & set(sys.modules)))
"""


def test_a_worker_that_takes_ratings_loads_nothing_heavy(city: City, tmp_path: Path) -> None:
    environ = {
        "PATH": os.environ["PATH"],
        "PORTAL_INSTANCE_DIR": str(tmp_path),
        "PORTAL_DATABASE_URL": city.app.config["SQLALCHEMY_DATABASE_URI"],
        "PORTAL_SECRET_KEY": "a key for the tests and nothing else",
    }
    program = JOURNEY.format(address=f"/r/{POSTER}", answers=ALL_GOOD)

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.strip()) == (0, "loaded:"), done.stderr
