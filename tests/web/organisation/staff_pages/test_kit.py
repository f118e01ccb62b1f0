"""A desk's kit: the poster to print, a new code, no code, and how often it was scanned."""

import re
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from babel.dates import format_date
from flask import Flask
from flask.testing import FlaskClient

from portal.organisation.places import catalogue_queries
from portal.organisation.posters import queries as posters_queries
from portal.organisation.posters import service as posters_service
from portal.organisation.posters.scans import SCANS, count_scan
from portal.organisation.records.record_types import DeskRecord
from portal.organisation.staff_pages import kit_routes as kit
from portal.organisation.staff_pages.kit_sections import KitSection, add_kit_section
from portal.storage.slots import staff_drawing
from portal.time import clock
from portal.time.months import first_day, month_of, months_back
from portal.web.access import Role
from tests.web.organisation.conftest import PAGES, City, clock_today, send, text_of

TODAY = clock_today()
KIT = "/desks/dinkes-2/kit"


def poster_code(city: City) -> str | None:
    (desk,) = city.run(lambda s: posters_queries.poster_desks(s, on=TODAY, codes=["dinkes-2"]))
    return str(desk.poster_code) if desk.poster_code else None


def decoded(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=2.5).to_pil()
    document.close()
    return str(zxingcpp.read_barcodes(picture)[0].text)


@pytest.mark.parametrize("paper", ["a5", "a4", "a0"])
def test_the_downloaded_poster_opens_the_desk(city: City, head: FlaskClient, paper: str) -> None:
    answer = head.get(f"{PAGES}/desks/dinkes-2/poster.pdf?paper={paper}")

    assert answer.mimetype == "application/pdf"
    assert 'filename="poster-dinkes-2-a' in answer.headers["Content-Disposition"]
    address = decoded(answer.data)
    assert address == f"http://127.0.0.1:8000/r/{poster_code(city)}"
    page = city.app.test_client().get(address.removeprefix("http://127.0.0.1:8000"))
    assert page.status_code == 200
    assert "Loket 2" in page.text


def test_the_posters_of_an_agency_come_in_one_file(city: City, head: FlaskClient) -> None:
    answer = head.get(f"{PAGES}/agencies/dinkes/posters.pdf")
    desks = city.run(lambda s: posters_queries.poster_desks(s, on=TODAY))
    own = [each for each in desks if each.agency_code == "dinkes" and each.poster_code]

    document = pypdfium2.PdfDocument(answer.data)
    pages = [page.render(scale=2.5).to_pil() for page in document]
    document.close()
    found = {zxingcpp.read_barcodes(page)[0].text for page in pages}
    assert len(own) > 1
    assert found == {f"http://127.0.0.1:8000/r/{each.poster_code}" for each in own}
    assert 'filename="posters-dinkes-a5.pdf"' in answer.headers["Content-Disposition"]
    assert head.get(f"{PAGES}/agencies/rsud/posters.pdf").status_code == 404


def test_a_poster_is_drawn_once_and_two_at_a_time(
    city: City, head: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit._drawn.cache_clear()
    instance = city.app.extensions["portal_settings"].instance_dir
    with staff_drawing(instance), staff_drawing(instance):
        busy = head.get(f"{PAGES}/desks/dinkes-2/poster.pdf")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")

    first = head.get(f"{PAGES}/desks/dinkes-2/poster.pdf")
    monkeypatch.setattr(kit, "staff_drawing", None)  # nothing may be drawn any more

    assert head.get(f"{PAGES}/desks/dinkes-2/poster.pdf").data == first.data


def test_a_new_code_takes_the_place_of_the_old_one(city: City, head: FlaskClient) -> None:
    old = poster_code(city)
    assert f"/r/{old}" in text_of(head, KIT)
    assert "berhenti membuka formulir" in text_of(head, "/desks/dinkes-2/poster/rotate")

    answer = send(head, "/desks/dinkes-2/poster/rotate")

    assert answer.headers["Location"].endswith("/desks/dinkes-2/kit?done=changed")
    new = poster_code(city)
    assert new not in {old, None}
    page = text_of(head, f"{KIT}?done=changed")
    assert f"/r/{new}" in page
    assert "Ganti posternya sekarang" in page
    citizen = city.app.test_client()
    assert citizen.get(f"/r/{old}").status_code in {404, 410}
    assert citizen.get(f"/r/{new}").status_code == 200
    assert ("poster.rotate", "desk:dinkes-2") in city.acts()


def test_a_withdrawn_code_leaves_no_poster_until_there_is_a_new_one(
    city: City, head: FlaskClient
) -> None:
    old = poster_code(city)
    assert "tanpa pengganti" in text_of(head, "/desks/dinkes-2/poster/revoke")

    answer = send(head, "/desks/dinkes-2/poster/revoke")

    assert answer.headers["Location"].endswith("?done=ended")
    page = text_of(head, f"{KIT}?done=ended")
    assert "Kode sudah ditarik." in page
    assert "poster.pdf" not in page
    assert head.get(f"{PAGES}/desks/dinkes-2/poster.pdf").status_code == 404
    assert head.get(f"{PAGES}/desks/dinkes-2/poster/revoke").status_code == 404
    assert city.app.test_client().get(f"/r/{old}").status_code in {404, 410}
    send(head, "/desks/dinkes-2/poster/rotate")
    assert poster_code(city) is not None


def test_an_ended_desk_has_no_poster_any_more(city: City, head: FlaskClient) -> None:
    city.change(DeskRecord(code="dinkes-2", retired_on=TODAY))

    assert "sudah berakhir" in text_of(head, KIT)
    for page in ("poster.pdf", "poster/rotate", "poster/revoke"):
        assert head.get(f"{PAGES}/desks/dinkes-2/{page}").status_code == 404


def test_a_name_that_cannot_be_printed_is_a_page_that_says_so(
    city: City, head: FlaskClient
) -> None:
    city.change(DeskRecord(code="dinkes-2", name="窓口 2"))

    answer = head.get(f"{PAGES}/desks/dinkes-2/poster.pdf")

    assert answer.status_code == 409
    assert "口窓" in answer.text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.SUPERVISOR, Role.OFFICER])
def test_readers_see_the_poster_and_no_way_to_change_it(city: City, role: Role) -> None:
    agency = None if role is Role.AUDITOR else "dinkes"
    client = city.client(role, agency)

    page = text_of(client, KIT)

    assert "poster.pdf" in page
    assert "rotate" not in page
    assert client.get(f"{PAGES}/desks/dinkes-2/poster.pdf").status_code == 200


@pytest.mark.parametrize("act", ["rotate", "revoke"])
def test_changing_a_code_asks_for_a_fresh_sign_in(city: City, act: str) -> None:
    stale = city.client(Role.AGENCY_HEAD, "dinkes", is_fresh=False)

    answer = stale.get(f"{PAGES}/desks/dinkes-2/poster/{act}")

    assert (answer.status_code, "/admin/prove" in answer.headers["Location"]) == (302, True)


def test_scans_are_counted_by_month_and_written_seldom(city: City) -> None:
    now = clock.now()
    desks = city.run(lambda s: catalogue_queries.catalogue(s, on=TODAY)).desks_by_code
    moments = [now, now, now + timedelta(minutes=9), now + timedelta(minutes=10)]
    written = []
    for moment in moments:
        with city.app.app_context():
            count_scan(desks["dinkes-2"].id, now=moment)
        written.append(scans_of(city, month_of(TODAY)))

    assert written == [0, 0, 0, 4]


def scans_of(city: City, month: str) -> int:
    desks = city.run(lambda s: catalogue_queries.catalogue(s, on=TODAY)).desks_by_code
    desk = desks["dinkes-2"].id
    return city.run(lambda s: posters_queries.scans_of_desk(s, desk, periods=[month]))[month]


def scans_told(reader: FlaskClient) -> list[str]:
    return re.findall(r'<td class="num">([^<]+)</td>', text_of(reader, KIT))


def record(city: City, month: str, *, scans: int) -> None:
    desks = city.run(lambda s: catalogue_queries.catalogue(s, on=TODAY)).desks_by_code
    city.run(lambda s: posters_service.record_scans(s, {(desks["dinkes-2"].id, month): scans}))


@pytest.mark.parametrize("role", [Role.AGENCY_HEAD, Role.OFFICER])
def test_nobody_sees_on_the_kit_that_a_visitor_has_just_scanned(city: City, role: Role) -> None:
    reader = city.client(role, "dinkes")
    told = [scans_told(reader)]
    for _ in range(2):
        record(city, month_of(TODAY), scans=15)
        told.append(scans_told(reader))

    assert told == [["kurang dari 10"] * 12] * 3


@pytest.mark.parametrize(
    ("scans", "words"),
    [(9, None), (10, "10 sampai 19"), (12, "10 sampai 19"), (39, "30 sampai 39")],
)
def test_scans_of_a_month_that_is_over_are_told_in_tens(
    city: City, head: FlaskClient, scans: int, words: str | None
) -> None:
    record(city, months_back(month_of(TODAY), months=1), scans=scans)

    assert scans_told(head) == [
        *([words] if words else []),
        *["kurang dari 10"] * (11 if words else 12),
    ]


def test_a_scan_of_the_poster_is_counted(city: City, app: Flask) -> None:
    batch = app.extensions[SCANS]

    city.app.test_client().get(f"/r/{poster_code(city)}")

    counts = batch.add(0, period="2026-01", now=clock.now() + timedelta(hours=1))
    desks = city.run(lambda s: catalogue_queries.catalogue(s, on=TODAY)).desks_by_code
    assert counts == {(desks["dinkes-2"].id, month_of(TODAY)): 1, (0, "2026-01"): 1}


def test_the_year_before_the_running_month_is_shown(head: FlaskClient) -> None:
    page = text_of(head, KIT)

    names = re.findall(r'<th scope="row">([^<]+)</th>', page)
    assert len(names) == 12
    shown = [first_day(months_back(month_of(TODAY), months=back)) for back in range(1, 13)]
    assert names == [format_date(day, "MMMM y", locale="id") for day in shown]


def test_rooms_above_add_their_parts_for_those_who_may_open_them(
    city: City, head: FlaskClient, app: Flask
) -> None:
    add_kit_section(
        app, KitSection("Jam", "Kapan loket ini buka.", "organisation.hours", "Atur jam")
    )

    assert "Atur jam" in text_of(head, KIT)
    assert "Atur jam" not in text_of(city.client(Role.SUPERVISOR, "dinkes"), KIT)
