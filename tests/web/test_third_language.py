"""A third language is one file: a made-up one shows that nothing else is needed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.rating.devices.domain import DeviceKind
from portal.rating.devices.service import invite_device
from portal.time import clock
from portal.web import languages
from tests.third_language import CLOSE, OPEN, folder_with, untranslated
from tests.web.rating.conftest import ALL_GOOD, POSTER, POSTER_OF_TWO, Citizen, City

CODES = {"jv": "Basa Jawa", "su": "Basa Sunda"}
# What the city and the law call things, and what stays as it is in every language.
NAMES = (
    "Suara Loket",
    "DATA CONTOH",
    "Kota Contoh",
    "Dinas Kependudukan",
    "Loket 1 - Pendaftaran",
    "Loket 2 - Pengambilan",
    "KTP-el baru",
    "Kartu Keluarga",
    "Siti",
    "dukcapil-1",
    POSTER,
)


@pytest.fixture(params=CODES)
def code(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def city(
    code: str, tmp_path: Path, make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> City:
    """A city whose catalogues have one more file."""
    folder = folder_with(tmp_path / "translations", code)
    monkeypatch.setattr(languages, "TRANSLATIONS", folder)
    return City(make_app(KIOSK_AUDIO="1"))


@pytest.fixture
def citizen(city: City, code: str) -> Citizen:
    """A citizen who chose the language."""
    citizen = Citizen(city.app)
    citizen.open(f"/r/{POSTER}?lang={code}")
    return citizen


def test_the_language_is_offered_by_its_own_name(city: City, code: str) -> None:
    page = Citizen(city.app).open(f"/r/{POSTER}").text

    assert f'hreflang="{code}" href="?lang={code}">{CODES[code]}</a>' in " ".join(page.split())


def test_without_the_file_there_is_no_such_language(
    app: Flask, client: FlaskClient, code: str
) -> None:
    page = client.get(f"/?lang={code}").text

    assert '<html lang="id">' in page
    assert CODES[code] not in page


@pytest.mark.parametrize(
    "address",
    [
        f"/r/{POSTER}",
        f"/r/{POSTER_OF_TWO}",
        "/r/",
        "/r/?code=nothing",
        "/t/",
        "/t/nothing",
        "/r/nothing",
        "/thanks?desk=dukcapil-1",
        "/privacy",
        "/kiosk/",
        "/complaints/new",
        "/complaints/new?agency=dukcapil",
        "/complaints/follow",
        "/complaints/",
        "/",
        "/search?q=nothing",
        "/compare",
        "/no-such-page",
        "/admin/sign-in",
    ],
)
def test_nothing_of_a_page_stays_untranslated(citizen: Citizen, code: str, address: str) -> None:
    page = citizen.open(address).text

    assert f'<html lang="{code}">' in page
    assert page.count(OPEN) == page.count(CLOSE) > 3
    assert untranslated(page, code=code, names=(*NAMES, *languages.OWN_NAMES.values())) == set()


def test_a_rating_is_refused_and_taken_in_the_language(
    city: City, citizen: Citizen, code: str
) -> None:
    refused = citizen.rate(f"/r/{POSTER}", {**ALL_GOOD, "time": ""}).text
    thanks = citizen.client.get(citizen.rate(f"/r/{POSTER}").location).text

    for page in (refused, thanks):
        assert f'<html lang="{code}">' in page
        assert (
            untranslated(page, code=code, names=NAMES + tuple(languages.OWN_NAMES.values()))
            == set()
        )
    assert city.count() == 1


def test_the_tablet_and_the_screen_speak_it(city: City, citizen: Citizen, code: str) -> None:
    names = (*NAMES, *languages.OWN_NAMES.values())
    for kind, pair, address in (
        (DeviceKind.KIOSK, "/kiosk/pair", f"/kiosk/?lang={code}"),
        (DeviceKind.SCREEN, "/screen/dukcapil-1", "/screen/dukcapil-1"),
    ):
        typed = city.change(
            lambda session, kind=kind: invite_device(
                session, desk_id=city.desk_id, kind=kind, name="Uji", now=clock.now()
            )
        )
        citizen.open("/kiosk/")
        citizen.client.post(pair, data=citizen.hidden() | {"code": typed})
        page = citizen.open(address).text

        assert untranslated(page, code=code, names=names) == set()
        assert f'lang="{code}"' in page
    # The screen says its sentence once in each language.
    assert page.count('class="call') == len(languages.languages()) == 3
