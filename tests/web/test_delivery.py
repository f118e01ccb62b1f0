"""Static files and pages on the wire: versions, encodings, conditional requests, no escape."""

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from portal.web.access import Role, public
from portal.web.delivery import (
    STATIC,
    STYLES,
    best_encoding,
    is_identity_refused,
    static_file,
    static_url,
    style_sheet,
)
from tests.staff import signed_in

STYLE = style_sheet("portal.css")


def test_the_style_sheet_travels_compressed_and_is_kept_for_a_year(
    app: Flask, client: FlaskClient
) -> None:
    with app.test_request_context():
        address = static_url("portal.css")

    answer = client.get(address, headers={"Accept-Encoding": "gzip, br"})

    assert answer.headers["Content-Encoding"] == "br"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert brotli.decompress(answer.data) == STYLE


def test_without_its_version_a_file_is_kept_only_for_minutes(client: FlaskClient) -> None:
    answer = client.get("/static/portal.css", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert gzip.decompress(answer.data) == STYLE


def test_an_old_client_gets_the_plain_file(client: FlaskClient) -> None:
    answer = client.get("/static/portal.css")

    assert "Content-Encoding" not in answer.headers
    assert answer.data == STYLE


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("BR", "br"),
        ("*", "br"),
        ("br;q=0", "identity"),
        ("br ; q=0.000, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip", "gzip"),
        ("*;q=0, identity", "identity"),
        ("gzip;q=0.5, br;q=0.2", "gzip"),
        ("gzip;q=0.5, identity", "identity"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("x-br, notgzip", "identity"),
        ("br;q=high", "identity"),
        (", ,;,", "identity"),
    ],
)
def test_the_client_is_answered_in_what_it_ranks_highest(header: str, encoding: str) -> None:
    assert best_encoding(header) == encoding


@pytest.mark.parametrize(
    ("header", "is_refused"),
    [
        ("", False),
        ("br;q=0", False),
        ("*", False),
        ("*;q=0", True),
        ("identity;q=0, gzip", True),
        ("*;q=0, identity;q=0.1", False),
    ],
)
def test_what_is_not_compressed_is_refused_only_by_name_or_star(
    header: str, is_refused: bool
) -> None:
    assert is_identity_refused(header) is is_refused


def test_no_answer_is_sent_in_an_encoding_that_was_refused(client: FlaskClient) -> None:
    for path in ("/static/portal.css", "/search", "/complaints/new"):
        answer = client.get(path, headers={"Accept-Encoding": "br;q=0"})

        assert "Content-Encoding" not in answer.headers, path
        assert answer.status_code == 200


def test_a_small_answer_is_compressed_for_who_refuses_it_plain(client: FlaskClient) -> None:
    plain = client.get("/healthz", headers={"Accept-Encoding": "gzip"})
    packed = client.get("/healthz", headers={"Accept-Encoding": "gzip, identity;q=0"})

    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data


def test_what_the_client_has_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/static/portal.css").headers["ETag"]

    again = client.get("/static/portal.css", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize(
    "name", ["../settings.py", "%2e%2e/settings.py", "/etc/passwd", "..\\app.py", "nothing.css", ""]
)
def test_nothing_outside_the_static_folder_is_sent(client: FlaskClient, name: str) -> None:
    assert client.get(f"/static/{name}", follow_redirects=True).status_code == 404


def test_packed_copies_are_not_files_of_their_own(tmp_path: Path) -> None:
    assert static_file("portal.css.br") is None
    assert static_file("vendor") is None


def test_a_long_page_is_compressed_and_a_short_one_is_not(app: Flask) -> None:
    app.add_url_rule("/long", "long", public(lambda: "kata " * 500))
    app.add_url_rule("/short", "short", public(lambda: "kata"))
    client = app.test_client()

    long = client.get("/long", headers={"Accept-Encoding": "br"})

    assert brotli.decompress(long.data).decode() == "kata " * 500
    assert "Accept-Encoding" in long.headers["Vary"]
    assert client.get("/short", headers={"Accept-Encoding": "br"}).data == b"kata"
    assert client.get("/long").data.decode() == "kata " * 500


def test_a_missing_file_has_an_address_without_a_version(app: Flask) -> None:
    with app.test_request_context():
        assert static_url("gone.js") == url_for("static", filename="gone.js")


def test_what_is_packed_already_is_sent_as_it_is(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "dot.png").write_bytes(b"\x89PNG made for this test")
    monkeypatch.setattr("portal.web.delivery.STATIC", tmp_path)
    static_file.cache_clear()

    answer = client.get("/static/dot.png", headers={"Accept-Encoding": "gzip, br"})

    static_file.cache_clear()
    assert "Content-Encoding" not in answer.headers
    assert (answer.mimetype, answer.data) == ("image/png", b"\x89PNG made for this test")


# Before there was one sheet a kind of page: 2,798, 2,798, 1,869 and 1,475. May only become less.
# The monitor had the tablet's; the faces of the tablet's questions came later, with their own.
@pytest.mark.parametrize(
    ("name", "most_bytes"),
    [
        ("portal.css", 2_356),
        ("staff.css", 2_687),
        ("public.css", 1_833),
        ("kiosk.css", 1_371),
        ("screen.css", 832),
        ("questions.css", 983),
    ],
)
def test_a_style_sheet_is_no_longer_on_the_wire_than_before(name: str, most_bytes: int) -> None:
    file = static_file(name)

    assert file is not None
    assert len(file.encodings["br"]) <= most_bytes
    assert b"/*" not in file.encodings["identity"]


@pytest.mark.parametrize("name", STYLES)
def test_a_style_sheet_holds_every_rule_of_its_parts(name: str) -> None:
    rules = style_sheet(name).decode()

    for part in STYLES[name]:
        text = (STATIC / "styles" / f"{part}.css").read_text()
        assert text.count("{") == text.count("}") > 5
        assert all(line in rules for line in text.splitlines() if line.endswith("{"))
    assert rules.count("{") == rules.count("}")


def test_every_part_belongs_to_a_style_sheet() -> None:
    parts = {path.stem for path in (STATIC / "styles").glob("*.css")}

    assert parts == {part for sheet in STYLES.values() for part in sheet}


def test_staff_pages_load_their_sheet_and_citizens_pages_do_not(
    app: Flask, client: FlaskClient
) -> None:
    assert "/static/portal.css?v=" in client.get("/complaints/new").text
    staff = signed_in(app, Role.MODERATOR).client.get("/admin/").text
    assert "/static/staff.css?v=" in staff
    assert "/static/portal.css" not in staff
