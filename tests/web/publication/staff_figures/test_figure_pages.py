"""Officers' figures: who sees whose, in which words, and that every look is on record."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from portal.organisation.figure_rules.models import FigureRuleChange
from portal.publication.figures.documents import PlaceKind
from portal.publication.figures.figures import Reason
from portal.storage.database import begin_write
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories import published
from tests.factories.figure_city import OFFICERS, City, everyone, make_figure_city
from tests.factories.officer_answers import both, people
from tests.factories.people import make_line, make_person
from tests.factories.staff_figures import officer_bodies, publish_for_staff
from tests.staff import signed_in

HEADS = (Role.AGENCY_HEAD, Role.SUPERVISOR)


@pytest.fixture
def city(app: Flask) -> City:
    return make_figure_city(app)


def test_an_officer_reads_their_own_figures_and_it_is_on_record(city: City) -> None:
    officer = city.officers[0]
    city.publish(*both(officer, 0, 0, 20, 20, desk=city.desk))

    page = city.own(officer)

    assert "87,5" in page
    assert "3,50" in page
    assert "sekitar 40 responden" in page
    assert "Januari 2026" in page
    assert "Petugas 1000" in page
    assert city.acts() == [("figures.own", "officer:1000")]


def test_an_officer_reads_nothing_of_a_colleague(city: City) -> None:
    mine, theirs = city.officers[:2]
    city.publish(*people(theirs, 40, desk=city.desk))

    page = city.own(mine)

    assert "Belum ada angka" in page
    assert "Petugas 1001" not in page
    assert 'class="number"' not in page
    assert city.acts() == [("figures.own", "officer:1000")]


def test_before_thirty_answers_the_words_are_true_and_tell_no_count(city: City) -> None:
    city.publish(*people(city.officers[0], 29, desk=city.desk))

    page = city.own(city.officers[0])

    assert "sedikitnya 30 warga" in page
    assert "29" not in page


def test_an_account_without_an_officers_record_says_what_to_do(city: City) -> None:
    page = city.page("", Role.OFFICER, agency=city.first)

    assert "belum terhubung dengan catatan petugas" in page
    assert city.acts() == []


def test_to_be_like_the_others_is_said_plainly_with_limits_and_no_other_point(city: City) -> None:
    mine, *others = city.officers
    rows = [*both(mine, 0, 0, 100, 100, desk=city.desk)]
    for number, each in enumerate(others):
        levels = (0, 0, 80 + 6 * number, 220 - 6 * number)
        rows += both(each, *levels, desk=city.desk)
    city.publish(*rows)

    page = city.own(mine)

    assert "Tidak dapat dibedakan dari petugas lain" in page
    assert "Di dalam batas" in page
    assert page.count("<circle") == 1


@pytest.mark.parametrize(
    ("levels", "words"),
    [((0, 0, 0, 200), "di atas rata-rata"), ((0, 100, 100, 0), "di bawah rata-rata")],
)
def test_a_difference_beyond_chance_is_said_without_a_verdict(
    city: City, levels: tuple[int, ...], words: str
) -> None:
    mine, *others = city.officers
    rows = both(mine, *levels, desk=city.desk)
    for number, each in enumerate(others):
        rows += both(each, 0, 0, 80 + 6 * number, 220 - 6 * number, desk=city.desk)
    city.publish(*rows)

    page = city.own(mine)

    assert words in page
    assert "Penilaian kinerja tidak pernah otomatis" in page
    assert "berkeberatan" in page


def test_who_is_not_compared_is_shown_no_position(city: City) -> None:
    mine, *others = city.officers
    rows = both(mine, 0, 0, 12, 28, desk=city.desk)
    for number, each in enumerate(others):
        rows += both(each, 0, 0, 80 + 6 * number, 220 - 6 * number, desk=city.desk)
    city.publish(*rows)

    page = city.own(mine)

    assert "Belum dibandingkan dengan petugas lain" in page
    assert "Posisi Anda" not in page
    assert "<circle" not in page


def test_earlier_periods_stand_below_the_latest(city: City) -> None:
    officer = city.officers[0]
    city.publish(*people(officer, 40, desk=city.desk))
    with city.app.app_context():
        later = both(officer, 0, 0, 0, 60, month="2026-04", desk=city.desk)
        bodies = officer_bodies(later, agency="dukcapil")
        publish_for_staff(db.session(), bodies, period="2026-04")

    page = city.own(officer)

    assert page.index("April 2026") < page.index("Periode sebelumnya") < page.index("Januari 2026")


def test_one_element_alone_names_the_other_and_why(city: City) -> None:
    rows = people(city.officers[0], 40, desk=city.desk)[1:]
    city.publish(*rows)

    assert "tidak ditanyakan untuk layanan di sini" in city.own(city.officers[0])


def test_a_head_reads_the_officers_of_their_agency_by_name(city: City) -> None:
    city.publish(*everyone(city))

    pages = [
        city.page(f"/agencies/dukcapil?page={number}", Role.AGENCY_HEAD, agency=city.first)
        for number in range(1, 6)
    ]

    page = "".join(pages)
    at = [page.index(f"Petugas {1000 + each}") for each in range(OFFICERS)]
    assert at == sorted(at)
    assert "tidak pernah otomatis" in page
    assert "petugas lain tidak ditampilkan" not in page
    assert set(city.acts()) == {("figures.officers", "agency:dukcapil")}


def test_a_superior_reads_the_own_people_only(city: City) -> None:
    city.publish(*everyone(city), seen=city.officers[:12])
    shown, hidden = city.officers[2], city.officers[13]
    with city.app.app_context():
        superior = make_person(db.session(), "Atasan Contoh").id
        for officer in (shown, hidden):
            make_line(db.session(), officer, to=superior)
        make_line(db.session(), city.officers[3], to=superior, ends_on=date(2026, 1, 31))
        db.session.commit()
    roles = {"agency_id": city.first, "officer_id": superior}
    client = signed_in(city.app, Role.SUPERVISOR, **roles).client

    page = client.get("/admin/figures/agencies/dukcapil").get_data(as_text=True)

    assert [each for each in range(OFFICERS) if f"Petugas {1000 + each}" in page] == [2]
    assert "Kurang dari 5 petugas lain tidak ditampilkan" in page


@pytest.mark.parametrize("is_tied", [True, False])
def test_a_superior_without_people_reads_no_officer(city: City, is_tied: bool) -> None:
    city.publish(*everyone(city))
    with city.app.app_context():
        superior = make_person(db.session(), "Atasan Contoh").id if is_tied else None
        db.session.commit()
    roles = {"agency_id": city.first, "officer_id": superior}
    client = signed_in(city.app, Role.SUPERVISOR, **roles).client

    page = client.get("/admin/figures/agencies/dukcapil").get_data(as_text=True)

    assert "Petugas 10" not in page
    assert "koordinator kinerja" in page


@pytest.mark.parametrize("role", HEADS)
@pytest.mark.parametrize("code", ["dukcapil", "nobody"])
def test_to_another_agencys_head_it_is_not_there(city: City, role: Role, code: str) -> None:
    city.publish(*everyone(city))

    answer = city.client(role, agency=city.second).get(f"/admin/figures/agencies/{code}")

    assert answer.status_code == 404
    assert city.acts() == []


def test_officers_who_are_not_shown_are_told_in_fives_and_never_by_name(city: City) -> None:
    city.publish(*everyone(city), seen=city.officers[:12])
    few = city.page("/agencies/dukcapil", Role.AGENCY_HEAD, agency=city.first)

    assert "Sekitar 10 petugas lain tidak ditampilkan" in few
    assert "Petugas 1012" not in few


def test_one_to_four_officers_are_fewer_than_five(city: City) -> None:
    city.publish(*everyone(city), seen=city.officers[:23])

    page = city.page("/agencies/dukcapil", Role.AGENCY_HEAD, agency=city.first)

    assert "Kurang dari 5 petugas lain tidak ditampilkan" in page


def test_desks_are_shown_to_a_head_as_the_public_reads_them(city: City) -> None:
    closed = replace(published.place(PlaceKind.DESK, "loket-c", "Loket C"), is_retired=True)
    rows = (
        published.row(published.place(PlaceKind.SERVICE, "ktp", "KTP-el"), published.figure(80)),
        published.row(published.place(PlaceKind.DESK, "loket-a", "Loket A"), published.figure(89)),
        published.row(
            published.place(PlaceKind.DESK, "loket-b", "Loket B"),
            published.hidden(Reason.FEW_OFFICERS),
        ),
        published.row(closed, published.hidden(Reason.NOT_MEASURED)),
    )
    agency = published.place(PlaceKind.AGENCY, "dukcapil", "Dinas")
    with city.app.app_context():
        published.publish(db.session(), published.document(agency, rows=rows), period="2026-03")

    page = city.page("/agencies/dukcapil", Role.AGENCY_HEAD, agency=city.first)

    assert "Loket A" in page
    assert "akan menjadi nilai satu orang" in page
    assert "Loket C" not in page
    assert "KTP-el" not in page
    assert "Belum ada petugas dengan sedikitnya 30 jawaban" in page


def test_before_the_first_release_the_pages_say_so(city: City) -> None:
    assert "Belum ada bulan yang diterbitkan" in city.page(
        "/agencies/dukcapil", Role.AGENCY_HEAD, agency=city.first
    )
    assert "Belum ada bulan yang diterbitkan" in city.page("/funnel", Role.ADMINISTRATOR)


def test_figures_of_officers_older_than_a_year_are_not_shown_to_heads(city: City) -> None:
    city.publish(*everyone(city))
    with city.app.app_context():
        publish_for_staff(db.session(), officer_bodies([], agency="dukcapil"), period="2027-03")

    page = city.page("/agencies/dukcapil", Role.AGENCY_HEAD, agency=city.first)

    assert "Petugas 1000" not in page


def test_an_auditor_opens_every_agency_and_is_on_record(city: City) -> None:
    city.publish(*everyone(city))

    listed = city.page("/agencies", Role.AUDITOR)
    page = city.page("/agencies/dukcapil", Role.AUDITOR)

    assert "/admin/figures/agencies/dishub" in listed
    assert "Petugas 1000" in page
    assert city.acts() == [("figures.officers", "agency:dukcapil")]


def test_an_administrator_opens_no_officers_figures(city: City) -> None:
    client = city.client(Role.ADMINISTRATOR)

    assert client.get("/admin/figures").status_code == 403
    assert client.get("/admin/figures/agencies/dukcapil").status_code == 403
    assert city.acts() == []


def test_who_is_head_and_administrator_opens_their_own_agency_only(city: City) -> None:
    client = city.client(Role.ADMINISTRATOR, Role.AGENCY_HEAD, agency=city.first)

    assert client.get("/admin/figures/agencies/dukcapil").status_code == 200
    assert client.get("/admin/figures/agencies/dishub").status_code == 404


@pytest.mark.parametrize("role", HEADS)
def test_the_list_of_agencies_leads_straight_to_the_only_one(city: City, role: Role) -> None:
    client = city.client(role, agency=city.second)

    answer = client.get("/admin/figures/agencies")

    assert answer.status_code == 302
    assert answer.location == "/admin/figures/agencies/dishub"
    assert city.acts() == []
    assert client.get(answer.location).status_code == 200
    assert city.acts() == [("figures.officers", "agency:dishub")]


def test_an_account_without_an_agency_is_told_so(app: Flask) -> None:
    page = signed_in(app, Role.AUDITOR).client.get("/admin/figures/agencies")

    assert "belum terhubung dengan instansi" in page.get_data(as_text=True)


def test_a_stricter_rule_is_stated_with_its_own_number(city: City) -> None:
    with city.app.app_context():
        begin_write(db.session())
        db.session.add(
            FigureRuleChange(
                period="2025-12",
                least_mean=45,
                not_experienced="",
                decided_on=date(2025, 11, 20),
                decided_by="Ratna Dewi",
            )
        )
        db.session.commit()

    page = city.own(city.officers[0])

    assert "sedikitnya 45 warga" in page


def test_a_head_looks_for_an_officer_by_name(city: City) -> None:
    city.publish(*everyone(city))

    page = city.page("/agencies/dukcapil?q=1013", Role.AGENCY_HEAD, agency=city.first)
    none = city.page("/agencies/dukcapil?q=nobody", Role.AGENCY_HEAD, agency=city.first)

    assert [each for each in range(OFFICERS) if f"Petugas {1000 + each}" in page] == [13]
    assert "Petugas 10" not in none
    assert "Tampilkan semua" in none
