"""Pages begin with what people came for, and what is folded stays there without a script."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from portal.publication.figures.documents import Note
from portal.web.extensions import db
from tests.factories import published

Read = Callable[[str], str]
PLACES = ("/", "/agencies/disdukcapil", "/services/ktp-baru", "/desks/disdukcapil-2")


@pytest.mark.parametrize("address", [*PLACES, "/methodology", "/data/", "/complaints/", "/privacy"])
def test_what_is_folded_is_open_without_a_script(read: Read, address: str) -> None:
    page = read(address)
    folded = re.findall(r'<details class="[^"]*\bfolds\b[^"]*"([^>]*)>', page)

    assert "/static/folds.js" in page
    assert {each.strip() for each in folded} <= {"open"}
    assert folded or address == "/complaints/"


@pytest.mark.parametrize("address", PLACES)
def test_rating_complaining_and_the_language_stand_on_top(read: Read, address: str) -> None:
    top = read(address).partition("<main")[0]

    assert re.search(r'href="/r/">\s*Nilai layanan<', top)
    assert re.search(r'href="/complaints/new">\s*Tulis pengaduan<', top)
    assert re.search(r'lang="en"[^>]*>English<', top)
    assert read(address).count(">English<") == 1


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/agencies/disdukcapil", "/complaints/new?agency=disdukcapil"),
        ("/desks/disdukcapil-2", "/complaints/new?desk=disdukcapil-2"),
    ],
)
def test_a_place_has_a_button_to_complain_about_it(read: Read, address: str, form: str) -> None:
    buttons = re.findall(
        r'<a\s+class="button quiet"\s+href="([^"]+)"\s*>Tulis pengaduan', read(address)
    )

    assert buttons == [form]


def test_agencies_come_before_the_trend_and_the_elements(read: Read) -> None:
    page = read("/")
    order = [page.index(f'id="{name}"') for name in ("perubahan", "daftar-agency", "perkembangan")]

    assert order == sorted(order)
    assert page.index('id="unsur"') > page.index('id="perkembangan"')


def test_old_explanations_stand_with_the_trend_and_new_ones_with_the_figure(app: Flask) -> None:
    old = Note("strike", "Kota Contoh", "Banjir besar.", date(2026, 8, 3), date(2026, 8, 4))
    new = replace(old, text="Mogok kerja.", starts_on=date(2026, 10, 3), ends_on=date(2026, 10, 4))
    with app.app_context():
        published.publish(db.session(), replace(published.city(), notes=(old, new)))

    page = app.test_client().get("/").text

    assert page.index("Mogok kerja.") < page.index('id="perubahan"')
    assert page.index("Banjir besar.") > page.index('id="perkembangan"')


def test_an_old_explanation_stays_where_there_is_no_trend(app: Flask) -> None:
    old = Note("strike", "Kota Contoh", "Banjir besar.", date(2026, 8, 3), date(2026, 8, 4))
    with app.app_context():
        published.publish(db.session(), replace(published.city(), notes=(old,), trend=()))

    assert "Banjir besar." in app.test_client().get("/").text


def test_the_bars_of_answers_carry_their_numbers(read: Read) -> None:
    bars = re.findall(r'<text class="on-([\d-]+)"[^>]*>\s*([^<]+?)\s*</text>', read("/"))

    assert ("3", "56%") in bars
    assert ("4", "40%") in bars
    assert ("4", "&ge; 95%") in bars
    assert all(levels != "1-2" for levels, _ in bars)


def test_every_anchor_of_the_contents_leads_into_a_part(read: Read) -> None:
    page = read("/methodology")
    anchors = re.findall(r'<li><a href="#([a-z-]+)">', page)

    assert len(anchors) > 10
    for anchor in anchors:
        assert re.search(rf'<summary>\s*<h2 id="{anchor}">', page), anchor
