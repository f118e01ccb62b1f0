"""The form says who really reads, and thanks tell what really happens."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.complaints.pages import TEXT, code_of, follow, send, write

pytestmark = pytest.mark.usefixtures("city")
MakeApp = Callable[..., Flask]
ABOUT_DISHUB = "/complaints/new?agency=dishub"


def test_without_an_inspectorate_none_is_promised(client: FlaskClient) -> None:
    page = client.get(ABOUT_DISHUB).text

    assert "moderator kota saja, tidak oleh kantor yang Anda tulis" in page
    assert "nspektorat" not in page


def test_an_inspectorate_is_named_where_it_reads(make_app: MakeApp) -> None:
    client = make_app(INSPECTORATE="dukcapil").test_client()

    assert "dan pimpinan Dinas dukcapil, tidak oleh kantor" in client.get(ABOUT_DISHUB).text


def test_an_inspectorate_does_not_read_what_is_about_itself(make_app: MakeApp) -> None:
    client = make_app(INSPECTORATE="dukcapil").test_client()

    page = client.get("/complaints/new?agency=dukcapil").text

    assert "moderator kota saja" in page


@pytest.mark.parametrize("code", ["dukcapil", "-"])
def test_who_reports_a_levy_is_thanked_for_that(make_app: MakeApp, code: str) -> None:
    client = make_app(INSPECTORATE=code).test_client()
    levy = send(client, place="agency:dishub", concern="levy").text
    other = send(client, place="agency:dishub").text

    assert "Terima kasih telah melaporkan pungutan liar" in levy
    assert ("pimpinan Dinas dukcapil" in levy) == (code == "dukcapil")
    assert "Kantor yang Anda tulis tidak membacanya." in levy
    assert "pungutan liar" not in other


def test_the_writer_reads_the_own_text_again(client: FlaskClient) -> None:
    code = code_of(write(client))

    assert f'<p class="words">{TEXT}</p>' in follow(client, code).text
