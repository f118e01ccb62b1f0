"""The city's coat of arms and colour: what is taken, what is refused, and where they show."""

import io
import re
import struct
import zlib

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from portal.organisation.city_settings.queries import changes
from portal.settings import HEAD_COLOURS
from portal.web.access import Role
from portal.web.colours import dark_colours, light_colours
from portal.web.extensions import current_settings, db
from tests.factories.organisation import make_agency, make_desk
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields

PAGE = "/admin/settings/city-emblem"
REASON = "Keputusan wali kota nomor 7"
NAMES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    return signed_in(app, Role.ADMINISTRATOR).client


def svg(inside: str = '<path d="M0 0h9v9z" fill="#c00"/>', *, before: str = "") -> bytes:
    return f'{before}<svg {NAMES} viewBox="0 0 9 9">{inside}</svg>'.encode()


def png(width: int = 40, height: int = 50) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(written, format="PNG")
    return written.getvalue()


def headed(width: int, height: int) -> bytes:
    """Return a PNG that says it is so large and holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def send(client: FlaskClient, content: bytes, **typed: str) -> TestResponse:
    fields = hidden_fields(client.get(PAGE).text)
    given = {"file": (io.BytesIO(content), "lambang")} if content else {}
    return client.post(PAGE, data=fields | {"reason": REASON} | typed | given)


def address_on(page: str) -> str | None:
    found = re.search(r'src="(/lambang/[^"]+)"', page)
    return found and found[1]


@pytest.mark.parametrize(
    ("content", "mimetype"), [(svg(), "image/svg+xml"), (png(900, 1200), "image/png")]
)
def test_a_coat_of_arms_stands_on_public_pages_and_is_kept_a_year(
    app: Flask, administrator: FlaskClient, content: bytes, mimetype: str
) -> None:
    answer = send(administrator, content)

    citizen = app.test_client()
    address = address_on(citizen.get("/complaints/").text)
    assert answer.status_code == 302
    assert address is not None
    picture = citizen.get(address)
    assert (picture.status_code, picture.mimetype) == (200, mimetype)
    assert "immutable" in picture.headers["Cache-Control"]
    assert "default-src 'none'" in picture.headers["Content-Security-Policy"]
    if mimetype == "image/png":
        assert max(Image.open(io.BytesIO(picture.data)).size) == 400
    with app.app_context():
        (change,) = changes(db.session())
    assert address.endswith(change.value)


def test_pages_for_rating_load_no_picture(app: Flask, administrator: FlaskClient) -> None:
    send(administrator, svg())

    page = app.test_client().get("/r/").text
    assert page
    assert address_on(page) is None


@pytest.mark.parametrize(
    "content",
    [
        svg("<script>alert(1)</script>"),
        svg('<path d="M0 0h9" onload="alert(1)"/>'),
        svg('<path d="M0 0h9" OnClick="alert(1)"/>'),
        svg('<image xlink:href="https://elsewhere.test/a.png"/>'),
        svg('<use xlink:href="https://elsewhere.test/a.svg#a"/>'),
        svg('<g id="a"><path d="M0 0h9"/></g><use href="#a"/>'),
        svg('<a href="javascript:alert(1)"><path d="M0 0h9"/></a>'),
        svg("<style>@import url(https://elsewhere.test/a.css);</style>"),
        svg('<path d="M0 0h9" style="fill:url(https://elsewhere.test/a#b)"/>'),
        svg('<path d="M0 0h9" fill="url(https://elsewhere.test/a#b)"/>'),
        svg('<path d="M0 0h9" style="@import url(//elsewhere.test)"/>'),
        svg('<path d="M0 0h9" style="background:url(//elsewhere.test)"/>'),
        svg("<foreignObject><p>x</p></foreignObject>"),
        svg('<animate attributeName="href" to="javascript:1"/>'),
        svg('<linearGradient id="a" href="//elsewhere.test/a#b"/><path d="M0 0h9"/>'),
        svg('<filter id="f"><feGaussianBlur stdDeviation="999"/></filter>'),
        svg("<text>Kota</text>"),
        svg(before='<!DOCTYPE svg [<!ENTITY a "b">]>'),
        svg(
            "<path d='&c;'/>",
            before='<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY c "&b;&b;">]>',
        ),
        svg(before='<!DOCTYPE svg SYSTEM "file:///etc/passwd" [ ]>'),
        svg(before='<?xml-stylesheet href="//elsewhere.test/a.css"?>'),
        svg().decode().encode("utf-16"),
        svg("<g>" * 40 + '<path d="M0 0h9"/>' + "</g>" * 40),
        svg('<path d="M0 0h9"/>' * 5_000),
        svg("<!--" + "x" * 100_001 + "-->"),
        svg("<g/>"),
        b"<html><svg/></html>",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
        headed(60_000, 60_000),
        headed(5_999, 5_999),
        png()[:60],
    ],
)
def test_what_acts_loads_or_bursts_is_refused_with_a_sentence(
    app: Flask, administrator: FlaskClient, content: bytes
) -> None:
    answer = send(administrator, content)

    assert answer.status_code == 422
    assert 'id="file-galat"' in answer.text
    with app.app_context():
        assert changes(db.session()) == ()


def test_what_drawing_programs_write_beside_a_drawing_is_left_out(
    app: Flask, administrator: FlaskClient
) -> None:
    sent = svg(
        '<metadata>Perancang</metadata><ink:view xmlns:ink="urn:ink" zoom="2"/><!-- lapis 1 -->'
        '<g style="fill:#c00;-inkscape-font:x"><path d="M0 0h9" data-name="a"/></g>',
        before='<?xml version=\'1.0\'?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/y">',
    )
    send(administrator, sent)

    citizen = app.test_client()
    picture = citizen.get(address_on(citizen.get("/complaints/").text) or "").text
    assert 'fill="#c00"' in picture
    assert not any(each in picture for each in ("Perancang", "ink", "lapis", "data-name", "style"))


def test_a_coat_of_arms_can_be_taken_away(app: Flask, administrator: FlaskClient) -> None:
    send(administrator, svg())
    send(administrator, b"", is_none="y")

    assert address_on(app.test_client().get("/complaints/").text) is None


@pytest.mark.parametrize("typed", [{}, {"reason": "karena"}])
def test_a_form_without_picture_or_reason_is_refused(
    administrator: FlaskClient, typed: dict[str, str]
) -> None:
    assert send(administrator, b"", **typed).status_code == 422


def test_an_unknown_picture_is_not_there(app: Flask) -> None:
    assert app.test_client().get("/lambang/svg-0").status_code == 404


def test_the_city_s_colour_is_measured_against_the_head_of_both_themes() -> None:
    assert (light_colours()["wash"], dark_colours()["wash"]) == HEAD_COLOURS


@pytest.mark.parametrize(
    ("typed", "stored"), [("#1976D2", "#1976d2"), ("d32f2f", "#d32f2f"), ("#777", "#777777")]
)
def test_a_colour_shows_in_the_head_also_where_citizens_rate(
    app: Flask, administrator: FlaskClient, typed: str, stored: str
) -> None:
    _decide_colour(administrator, typed)

    for address in ("/complaints/", "/r/"):
        page = app.test_client().get(address).text
        assert f'content="{stored}"' in page
        assert f'fill="{stored}"' in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("#00205b", "di halaman terang dan 1,"),
        ("#ffd700", "Pilih yang lebih gelap"),
        ("#000", "Pilih yang lebih terang"),
        ("biru", "Tulis warna seperti"),
        ("#12345", "Tulis warna seperti"),
        ("red;x:url(//e)", "Tulis warna seperti"),
    ],
)
def test_a_colour_that_cannot_be_seen_is_refused_with_the_contrast_that_was_reached(
    app: Flask, administrator: FlaskClient, typed: str, said: str
) -> None:
    answer = _decide_colour(administrator, typed)

    assert (answer.status_code, said in answer.text) == (422, True)
    with app.app_context():
        assert current_settings().city_colour == ""


def test_a_poster_shows_both(app: Flask, administrator: FlaskClient) -> None:
    with app.app_context():
        code = make_desk(db.session(), make_agency(db.session()), poster_code="AB12CD34").code
        db.session.commit()
    before = administrator.get(f"/admin/organisation/desks/{code}/poster.pdf").data
    send(administrator, png())
    _decide_colour(administrator, "#1976d2")

    after = administrator.get(f"/admin/organisation/desks/{code}/poster.pdf").data
    assert _pictures(after) > _pictures(before) == 0


def _pictures(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(
            each.get("/Subtype") == "/Image"
            for each in opened.objects
            if isinstance(each, pikepdf.Stream)
        )


def _decide_colour(client: FlaskClient, value: str) -> TestResponse:
    page = "/admin/settings/city-colour"
    sent = hidden_fields(client.get(page).text)
    return client.post(page, data=sent | {"value": value, "reason": REASON})
