"""Whatever the storage does, nobody meets a bare 500, and what was typed stands on the page."""

import io
import re
import sys
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from werkzeug.test import TestResponse
from wtforms import PasswordField

from portal.complaints.intake.visible_scope import waiting
from portal.web.access import Role
from portal.web.extensions import vault
from portal.web.kept_form import SECRET_FIELDS, SECRET_FIELDS_OF
from tests.factories.complaints import CHOICES
from tests.failures.breaking import make_read_only, take_away
from tests.redis_server import RedisServer
from tests.staff import signed_in
from tests.web.complaints.pages import (
    VERSION,
    act,
    code_of,
    token_of,
    write,
)
from tests.web.every_endpoint import Way, ways
from tests.web.rating.conftest import ALL_GOOD, POSTER, Citizen, City
from tests.web.rating.questionnaire.test_kiosk_pages import paired
from tests.web.rating.questionnaire.test_presence_pages import shown
from tests.web.rating.questionnaire.test_ticket_pages import issue

TYPED = "Antrean di loket dua lama sekali kemarin pagi"
SECRET = "kata sandi yang panjang sekali"
Break = Callable[[Flask], None]
ANSWER = "Kami menambah satu petugas di loket dua mulai besok pagi."
INSULT = {"reason": "insult"}
ANSWERS = len(ALL_GOOD)
Step = tuple[str, dict[str, str]]


def form_ways() -> list[Way]:
    """Return every way that takes a form, from the map of addresses."""
    return [way for way in ways() if way.method == "POST"]


def versions_of(page: str) -> str:
    found = VERSION.search(page)
    assert found
    return found[1]


def reads_json(app: Flask, endpoint: str) -> bool:
    return bool(getattr(app.view_functions[endpoint], "reads_json", False))


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    city = City(app)
    return signed_in(app, *Role, agency_id=city.agency_id, officer_id=city.officer_id).client


def send(client: FlaskClient, way: Way, token: str) -> TestResponse:
    fields = {
        "csrf_token": token,
        "text": TYPED,
        "code": "contoh",
        "identity": "sri@contoh.test",
        "password": SECRET,
    }
    return client.post(way.path, data=fields)


def test_every_form_comes_back_when_no_storage_answers(
    app: Flask, administrator: FlaskClient
) -> None:
    token = token_of(administrator.get("/complaints/follow").text)
    take_away(app)

    answers = {
        way.endpoint: send(administrator, way, token)
        for way in form_ways()
        if not reads_json(app, way.endpoint)
    }

    # What is no ticket and no tablet is refused before any storage is asked.
    refused = {name for name, answer in answers.items() if answer.status_code != 503}
    assert refused == {
        "rating.open_ticket",
        "rating.submit_at_kiosk",
        "rating.submit_by_ticket",
    }
    assert all(answers[name].status_code < 500 for name in refused)
    kept = [answer.text for name, answer in answers.items() if name not in refused]
    assert len(kept) > 60
    for page in kept:
        assert TYPED in page
        assert SECRET not in page
        assert "Kirim lagi" in page


def test_no_form_ends_in_a_bare_failure_when_nothing_can_be_written(
    app: Flask, administrator: FlaskClient
) -> None:
    token = token_of(administrator.get("/complaints/follow").text)
    make_read_only(app)

    for way in form_ways():
        if reads_json(app, way.endpoint):
            continue
        answer = send(administrator, way, token)

        assert answer.status_code in {*range(200, 500), 503}, way
        assert answer.status_code != 503 or TYPED in answer.text, way


class Prepared:
    """Forms that were opened while everything worked, ready to be sent."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.city = City(app)

    def rating_by_poster(self) -> Callable[[], TestResponse]:
        return self._rating(f"/r/{POSTER}")

    def rating_by_ticket(self) -> Callable[[], TestResponse]:
        return self._rating(f"/t/{issue(self.city)[0]}")

    def rating_by_presence(self) -> Callable[[], TestResponse]:
        citizen = Citizen(self.app)
        citizen.open(shown(self.city), follow_redirects=True)
        return lambda: citizen.send("/p/dukcapil-1", comment=TYPED)

    def rating_at_a_tablet(self) -> Callable[[], TestResponse]:
        tablet = paired(self.city, Citizen(self.app), self.city.desk_id)
        tablet.open("/kiosk/")
        return lambda: tablet.send("/kiosk/", comment=TYPED)

    def complaint(self) -> Callable[[], TestResponse]:
        client = self.app.test_client()
        with self.app.app_context():
            # The key of texts is noted in the database when it is first used.
            vault()
        token = token_of(client.get("/complaints/follow").text)
        fields = CHOICES | {
            "csrf_token": token,
            "form_key": "a" * 32,
            "place": "desk:dukcapil-1",
            "text": TYPED,
        }
        return lambda: client.post("/complaints/new", data=fields)

    def reply(self) -> Callable[[], TestResponse]:
        return self._follow_up(act="reply", text=TYPED)

    def reopening(self) -> Callable[[], TestResponse]:
        return self._follow_up(
            *[("advance", {"to": to}) for to in ("verified", "forwarded", "in_progress")],
            ("answer", {"text": ANSWER}),
            ("advance", {"to": "closed"}),
            act="reopen",
            text=TYPED,
        )

    def appeal(self) -> Callable[[], TestResponse]:
        steps = ("advance", {"to": "verified"}), ("decide", {"decision": "hidden", **INSULT})
        return self._follow_up(*steps, act="appeal", text=TYPED)

    def answer_of_staff(self) -> Callable[[], TestResponse]:
        write(self.app.test_client())
        staff = signed_in(self.app, Role.MODERATOR).client
        for to in ("verified", "forwarded", "in_progress"):
            act(staff, 1, "advance", to=to)
        page = staff.get("/admin/complaints/1").text
        fields = {"csrf_token": token_of(page), "version": versions_of(page), "text": TYPED}
        return lambda: staff.post("/admin/complaints/1/answer", data=fields)

    def _rating(self, address: str) -> Callable[[], TestResponse]:
        citizen = Citizen(self.app)
        citizen.open(address)
        return lambda: citizen.send(address, comment=TYPED)

    def _follow_up(self, *steps: Step, **fields: str) -> Callable[[], TestResponse]:
        """Write a complaint, let staff take ``steps``, and prepare what its writer sends then."""
        client = self.app.test_client()
        code = code_of(write(client))
        staff = signed_in(self.app, Role.MODERATOR).client
        for name, given in steps:
            assert act(staff, 1, name, **given).status_code == 302
        token = token_of(client.get("/complaints/follow").text)
        sent = {"csrf_token": token, "code": code, **fields}
        return lambda: client.post("/complaints/follow", data=sent)


# A tablet asks for no comment.
AT_A_TABLET = "rating_at_a_tablet"
RATINGS = ("rating_by_poster", "rating_by_ticket", "rating_by_presence", AT_A_TABLET)
OTHERS = ("complaint", "reply", "reopening", "appeal", "answer_of_staff")


@pytest.mark.parametrize("form", [*RATINGS, *OTHERS])
@pytest.mark.parametrize("hurt", [make_read_only, take_away])
def test_what_a_citizen_sends_comes_back_whole(app: Flask, form: str, hurt: Break) -> None:
    sending = getattr(Prepared(app), form)()
    hurt(app)

    answer = sending()

    if (form, hurt) == ("complaint", make_read_only):
        # It waits in a file for the night, and needs the database only to be read.
        assert answer.status_code == 200
        with app.app_context():
            assert len(waiting().names()) == 1
        return

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert TYPED in answer.text or form == AT_A_TABLET
    if form in RATINGS:
        chosen = re.findall(r'value="3"(?:\s[^>]*checked)?\s*>', answer.text)
        assert len(chosen) >= ANSWERS


@pytest.mark.parametrize(
    ("form", "status"),
    [("rating_by_poster", 503), ("complaint", 503), ("reply", 200), ("appeal", 200)],
)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_without_redis_words_stay_and_whoever_holds_a_code_is_still_heard(
    make_app: Callable[..., Flask], redis_server: RedisServer, form: str, status: int
) -> None:
    """A code proves who writes; without counters only what proves nothing has to wait."""
    app = make_app(LIMITER_URL=redis_server.url)
    sending = getattr(Prepared(app), form)()
    redis_server.stop()

    answer = sending()

    assert answer.status_code == status
    assert TYPED in answer.text or form == "appeal"


def test_no_form_of_another_site_is_repeated(app: Flask, administrator: FlaskClient) -> None:
    take_away(app)

    answer = administrator.post(
        "/complaints/new",
        data={"text": TYPED},
        headers={"Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 503
    assert TYPED not in answer.text


def test_every_password_field_is_asked_anew_and_never_repeated() -> None:
    forms = [
        form
        for module in sys.modules.values()
        if module.__name__.startswith("portal.")
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, FlaskForm)
    ]
    secrets = {
        name
        for form in forms
        for name, field in vars(form).items()
        if getattr(field, "field_class", None) is PasswordField
    }

    assert secrets
    assert secrets <= SECRET_FIELDS
    assert set(SECRET_FIELDS_OF) == {"accounts"}


def test_a_file_has_to_be_chosen_again(app: Flask, administrator: FlaskClient) -> None:
    token = token_of(administrator.get("/complaints/follow").text)
    take_away(app)
    file = (io.BytesIO(b"isi berkas"), "kuesioner.csv")

    answer = administrator.post(
        "/admin/paper", data={"csrf_token": token, "period": "2026-Q1", "file": file}
    )

    assert answer.status_code == 503
    assert 'enctype="multipart/form-data"' in answer.text
    assert re.search(r'<input type="file" id="berkas-1" name="file">', answer.text)
    assert 'name="period" value="2026-Q1"' in answer.text
    assert "isi berkas" not in answer.text


def test_a_body_that_cannot_be_read_still_gets_its_page(app: Flask) -> None:
    City(app)
    take_away(app)

    answer = app.test_client().post(f"/r/{POSTER}", data={"comment": "x" * 100_000})

    assert answer.status_code in {413, 503}
    assert "xxxx" not in answer.text
