"""Release pages: who sees them and what they say of a draft."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from portal.publication.releases import review_queries
from portal.publication.releases.models import DraftDocument
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import published
from tests.factories.drafted_city import PUBLISHED
from tests.staff import signed_in
from tests.web.publication.releases.acting import (
    AGENCYS,
    PAGE,
    PAGES,
    READERS,
    release,
    within,
)


@pytest.mark.parametrize("role", Role)
def test_readers_see_every_page_and_only_administrators_the_forms(app: Flask, role: Role) -> None:
    client = signed_in(app, role, agency_id=1 if role in AGENCYS else None).client
    reads, acts_on = role in READERS, role is Role.ADMINISTRATOR
    of_draft = 404 if role is Role.AGENCY_HEAD else 200

    for address in (PAGES, f"{PAGES}/{PUBLISHED}", f"{PAGES}/{PUBLISHED}/documents"):
        assert client.get(address).status_code == (200 if reads else 403)
    for address in (PAGE, f"{PAGE}/documents"):
        assert client.get(address).status_code == (of_draft if reads else 403)
    for address in (f"{PAGE}/sign", f"{PAGE}/hold"):
        assert client.get(address).status_code == (200 if acts_on else 403)
    assert ("Sahkan dan terbitkan" in client.get(PAGE).text) is acts_on
    assert ("/admin/releases" in client.get("/admin/").text) is reads


def test_a_head_reads_nothing_of_a_draft_before_it_is_out(app: Flask) -> None:
    """Two drafts of one month, read one after the other, would tell what came in between."""
    head = signed_in(app, Role.AGENCY_HEAD, agency_id=1).client
    auditor = signed_in(app, Role.AUDITOR).client
    draft = release(app)

    row = {name: client.get(PAGES).text for name, client in (("head", head), ("auditor", auditor))}
    told = {name: re.findall(r'Angka tampil">\s*(\S+)', text) for name, text in row.items()}

    assert "draf, terbit sendiri 5 Maret 2026" in row["head"]
    assert f'href="{PAGE}"' in row["auditor"]
    assert f'href="{PAGE}"' not in row["head"]
    assert told["auditor"][0] == str(draft.figures_shown)
    assert told["head"] == ["-", *told["auditor"][1:]]
    links = {name: "/admin/releases/evaluation" in text for name, text in row.items()}
    assert links == {"head": False, "auditor": True}


@pytest.mark.parametrize("act", ["sign", "hold"])
def test_signing_and_holding_ask_for_a_recent_sign_in(app: Flask, act: str) -> None:
    client = signed_in(app, Role.ADMINISTRATOR, is_fresh=False).client

    assert "/admin/prove" in client.get(f"{PAGE}/{act}").headers["Location"]


@pytest.mark.parametrize("month", ["2026-03", "2026-13", "soon", "2026-02'", "%00"])
def test_a_month_without_a_release_has_no_page(administrator: FlaskClient, month: str) -> None:
    for address in ("", "/documents", "/sign", "/hold"):
        assert administrator.get(f"{PAGES}/{month}{address}").status_code == 404


def test_the_list_says_of_each_month_where_it_stands(administrator: FlaskClient) -> None:
    page = administrator.get(PAGES).text

    assert "draf, terbit sendiri 5 Maret 2026" in page
    assert "terbit 1 Maret 2026" in page
    assert page.index("Februari 2026") < page.index("Januari 2026")


def test_the_draft_says_what_will_be_shown_what_is_hidden_and_why(
    app: Flask, administrator: FlaskClient
) -> None:
    page = administrator.get(PAGE).text
    review = within(app, lambda s: review_queries.release_review(s, release(app)))
    body = within(app, lambda s: review_queries.release_document(s, release(app), address="city"))

    assert "Angka kota seperti yang akan terbit" in page
    assert f"{body['headline']['value']:.0f}" in page
    for reason in {line.reason for line in review.hidden}:
        assert f"reason={reason}#daftar" in page
    assert "loket-0-0, kode QR di loket" in page
    assert (release(app).figures_shown, release(app).figures_hidden) == (
        review.shown,
        review.kept_back,
    )


def test_the_list_of_hidden_figures_follows_its_filter(
    app: Flask, administrator: FlaskClient
) -> None:
    review = within(app, lambda s: review_queries.release_review(s, release(app)))
    desks = [line for line in review.hidden if line.category == "desk"]

    some = administrator.get(f"{PAGE}?category=desk").text.partition('id="daftar"')[2]
    none = administrator.get(f"{PAGE}?words=tidakada").text
    strange = administrator.get(f"{PAGE}?category=x&reason='&change=1&page=-3&words=%00")

    assert desks
    assert some.count("<tr>") == len(desks) + 1
    assert all(line.address in some for line in desks)
    assert "Tidak ada angka yang cocok" in none
    assert strange.status_code == 200


def test_a_long_list_is_paged_and_keeps_its_filter(
    administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.publication.releases.routes.PAGE_SIZE", 2)

    page = administrator.get(f"{PAGE}?category=desk").text

    assert page.partition('id="daftar"')[2].count("<tr>") == 3


def test_a_draft_without_documents_says_what_to_do(app: Flask, administrator: FlaskClient) -> None:
    with app.app_context():
        db.session.execute(delete(DraftDocument))
        db.session.commit()

    assert "flask releases prepare 2026-02" in administrator.get(PAGE).text
    assert "Belum dapat disahkan" in administrator.get(f"{PAGE}/sign").text
    assert "Belum ada dokumen" in administrator.get(f"{PAGE}/documents").text


def test_the_release_of_december_says_what_it_hides_of_the_year(
    app: Flask, administrator: FlaskClient
) -> None:
    agency = published.document(published.place(published.PlaceKind.AGENCY, "dishub", "Dishub"))
    within(app, lambda s: published.publish(s, agency, period="2025-12"))

    page = administrator.get(f"{PAGES}/2025-12").text.partition("Bagian tahunan")[2]

    assert page.count('<th scope="row">Dishub</th>') == 2
    assert "Umur" in page
    assert "1 jawaban dilindungi" in page
    assert "Bagian tahunan" not in administrator.get(PAGE).text


def test_a_release_under_changed_rules_says_since_when_they_are_in_force(
    app: Flask, administrator: FlaskClient
) -> None:
    stamp = published.ReleaseStamp("2025-12", "2025-12", "monthly", False, settings_since="2025-11")
    city = replace(published.city(), release=stamp)
    within(app, lambda s: published.publish(s, city, period="2025-12"))

    page = administrator.get(f"{PAGES}/2025-12").text

    assert "Aturan penghitungan yang berlaku sejak November 2025" in page
    assert "Aturan penghitungan yang berlaku" not in administrator.get(PAGE).text


def test_the_pages_speak_english_too(administrator: FlaskClient) -> None:
    assert "What is shown and what is not, and why" in administrator.get(f"{PAGE}?lang=en").text


def test_the_list_of_months_is_paged(
    administrator: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.publication.releases.routes.MONTHS_PER_PAGE", 1)

    first, second = (administrator.get(f"{PAGES}?page={number}").text for number in (1, 2))

    assert f'href="{PAGES}?page=2"' in first
    assert [f'href="{PAGE}"' in each for each in (first, second)] == [True, False]
    assert f'href="{PAGES}/{PUBLISHED}"' in second
