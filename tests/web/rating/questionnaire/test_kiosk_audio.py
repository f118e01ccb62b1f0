"""Questions read aloud on a tablet: off by default, and only what the operator recorded."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from portal.rating.questionnaire import audio_routes
from portal.web.extensions import current_settings
from tests.web.rating.conftest import Citizen, City
from tests.web.rating.questionnaire.test_kiosk_pages import PAGE, paired

SOUND = b"RIFF of a question"


def instance_of(app: Flask) -> Path:
    with app.app_context():
        return current_settings().instance_dir


def record(app: Flask, name: str, *, sound: bytes = SOUND) -> Path:
    path = instance_of(app) / audio_routes.FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sound)
    return path


@pytest.fixture
def speaking(make_app: Callable[..., Flask]) -> City:
    """A city whose tablets read aloud, with one recording."""
    city = City(make_app(KIOSK_AUDIO="1"))
    record(city.app, "id/conduct.mp3")
    return city


def tablet_of(city: City) -> Citizen:
    return paired(city, Citizen(city.app), city.desk_id)


def test_a_tablet_is_silent_until_the_operator_says_otherwise(city: City, citizen: Citizen) -> None:
    record(city.app, "id/conduct.mp3")
    page = paired(city, citizen, city.desk_id).open(PAGE).text

    assert "kiosk-audio" not in page
    assert "Dengarkan" not in page
    assert citizen.client.get("/kiosk/audio/id/conduct").status_code == 404


def test_a_question_names_its_recording_in_the_language_of_the_page(speaking: City) -> None:
    record(speaking.app, "en/time.ogg")
    tablet = tablet_of(speaking)
    indonesian, english = (tablet.open(f"{PAGE}?lang={each}").text for each in ("id", "en"))

    assert "Dengarkan pertanyaan" in indonesian
    assert indonesian.count("data-audio=") == english.count("data-audio=") == 1
    assert 'data-audio="/kiosk/audio/id/conduct?v=' in indonesian
    assert 'data-audio="/kiosk/audio/en/time?v=' in english


def test_a_recording_is_sent_as_what_it_is(speaking: City) -> None:
    answer = Citizen(speaking.app).client.get("/kiosk/audio/id/conduct")

    assert (answer.status_code, answer.mimetype, answer.data) == (200, "audio/mpeg", SOUND)
    assert "max-age" in answer.headers["Cache-Control"]


def test_the_address_changes_with_the_recording(speaking: City) -> None:
    with speaking.app.test_request_context():
        before = audio_routes.recording_url("conduct")
        path = record(speaking.app, "id/conduct.mp3", sound=b"spoken anew")
        stat = path.stat()
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))

        assert audio_routes.recording_url("conduct") != before


@pytest.mark.parametrize(
    "name",
    [
        "id/time",
        "en/conduct",
        "fr/conduct",
        "id/conduct.mp3",
        "id/secret",
        "../id/conduct",
        "id/..",
    ],
)
def test_nothing_else_is_sent(speaking: City, name: str) -> None:
    record(speaking.app, "fr/conduct.mp3")
    record(speaking.app, "id/secret.mp3")
    record(speaking.app, "id/time.exe")

    assert Citizen(speaking.app).client.get(f"/kiosk/audio/{name}").status_code == 404


def test_what_is_too_large_to_be_a_question_is_left_out(
    speaking: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio_routes, "LARGEST_BYTES", len(SOUND) - 1)

    assert Citizen(speaking.app).client.get("/kiosk/audio/id/conduct").status_code == 404
