"""Hours, holidays, visits, populations and notes through their pages."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from portal.organisation.calendar import queries as calendar_queries
from portal.organisation.places import catalogue_queries
from portal.time.months import month_of, months_back
from portal.web.access import Role
from tests.web.organisation.conftest import PAGES, City, clock_today, post, send, text_of

TODAY = clock_today()
LAST_MONTH = months_back(month_of(TODAY), months=1)
NEXT_MONTH = months_back(month_of(TODAY), months=-1)


def test_a_week_is_shown_and_written_down(city: City, head: FlaskClient) -> None:
    page = text_of(head, "/desks/pkm-melati-1/hours")
    assert 'name="day0_opens_1" value="07:30"' in page

    answer = send(
        head,
        "/desks/pkm-melati-1/hours",
        day0_opens_1="08:00",
        day0_closes_1="15:00",
        day4_opens_1="07.30",
        day4_closes_1="11:30",
        day4_opens_2="13:00",
        day4_closes_2="16:30",
    )

    assert answer.headers["Location"].endswith("/desks/pkm-melati-1?done=changed")
    shown = text_of(head, "/desks/pkm-melati-1")
    for hours in ("Senin 08.00-15.00", "Jumat 07.30-11.30", "Jumat 13.00-16.30"):
        assert hours in shown
    assert 'name="day4_opens_2" value="13:00"' in text_of(head, "/desks/pkm-melati-1/hours")
    send(head, "/desks/pkm-melati-1/hours")
    assert "Jam buka belum diisi." in text_of(head, "/desks/pkm-melati-1")


@pytest.mark.parametrize(
    "day",
    [
        {"day2_opens_1": "08:00"},
        {"day2_closes_1": "08:00"},
        {"day2_opens_1": "16:00", "day2_closes_1": "08:00"},
        {"day2_opens_1": "pagi", "day2_closes_1": "sore"},
        {
            "day2_opens_1": "08:00",
            "day2_closes_1": "12:00",
            "day2_opens_2": "11:00",
            "day2_closes_2": "15:00",
        },
        {"day2_opens_1": "08:00-09:00 3=10:00", "day2_closes_1": "11:00"},
    ],
)
def test_a_day_that_cannot_be_is_named(city: City, head: FlaskClient, day: dict[str, str]) -> None:
    before = city.record("desk", "dinkes-2")

    answer = send(head, "/desks/dinkes-2/hours", **day)

    assert "Rabu: " in answer.text
    assert "bukan jam buka" in answer.text
    assert city.record("desk", "dinkes-2") == before


def test_holidays_are_added_filled_in_and_removed(city: City, administrator: FlaskClient) -> None:
    year = TODAY.year
    assert "Belum ada hari libur" in text_of(administrator, "/holidays")

    post(administrator, f"/holidays/national/{year}")
    send(administrator, "/holidays", day=f"{year}-12-30", name="Hari jadi kota")
    page = text_of(administrator, f"/holidays?year={year}")
    assert "Kemerdekaan" in page
    assert "Hari jadi kota" in page

    path = f"/holidays/{year}-12-30/remove"
    assert "kembali menjadi hari kerja" in text_of(administrator, path)
    send(administrator, path)
    assert "Hari jadi kota" not in text_of(administrator, "/holidays")
    assert administrator.get(f"{PAGES}{path}").status_code == 404
    assert [action for action, _ in city.acts()] == [
        "organisation.holidays",
        "organisation.holiday",
        "organisation.holiday_removed",
    ]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"day": "", "name": "Libur"}, "Harus diisi."),
        ({"day": "2026-02-30", "name": "Libur"}, "bukan tanggal"),
        ({"day": "2026-02-03", "name": "x" * 121}, "Paling panjang 120"),
    ],
)
def test_a_holiday_is_refused_with_the_reason(
    administrator: FlaskClient, fields: dict[str, str], message: str
) -> None:
    answer = send(administrator, "/holidays", **fields)

    assert answer.status_code == 200
    assert message in answer.text


@pytest.mark.parametrize("year", ["1999", "abcd", "99999", "", "２０２６"])
def test_a_year_that_makes_no_sense_is_this_year(administrator: FlaskClient, year: str) -> None:
    assert f"Hari libur {TODAY.year}" in text_of(administrator, f"/holidays?year={year}")


def test_national_holidays_of_the_past_are_not_filled_in(administrator: FlaskClient) -> None:
    assert post(administrator, "/holidays/national/1999").status_code == 404
    assert post(administrator, "/holidays/national/9999").status_code == 404


@pytest.mark.parametrize("day", ["besok", "2026-13-01", "2020-01-01"])
def test_a_holiday_that_is_none_cannot_be_removed(administrator: FlaskClient, day: str) -> None:
    assert administrator.get(f"{PAGES}/holidays/{day}/remove").status_code == 404


def test_heads_read_holidays_and_do_not_change_them(head: FlaskClient) -> None:
    page = text_of(head, "/holidays")

    assert "Tambah hari libur" not in page
    assert post(head, "/holidays", day=TODAY.isoformat(), name="Bolos").status_code == 403


def field_of(city: City, code: str) -> str:
    desks = city.run(lambda session: catalogue_queries.catalogue(session, on=TODAY)).desks_by_code
    return f"visits_{desks[code].id}"


def test_visits_of_a_month_are_written_down_where_they_are_known(
    city: City, head: FlaskClient
) -> None:
    known, open_ = field_of(city, "dinkes-2"), field_of(city, "pkm-melati-1")

    answer = send(
        head, "/agencies/dinkes/visits", **{known: "1.250", open_: "", "source": "antrean"}
    )

    assert answer.headers["Location"].endswith(f"period={LAST_MONTH}&done=changed")
    (count,) = city.run(lambda session: calendar_queries.visits_served(session, [LAST_MONTH]))
    assert (count.visits, count.source) == (1250, "antrean")
    page = text_of(head, f"/agencies/dinkes/visits?period={LAST_MONTH}&done=changed")
    assert f'name="{known}" value="1250"' in page
    assert "Perubahan sudah disimpan." in page
    assert city.acts() == [("organisation.visits", "agency:dinkes")]


@pytest.mark.parametrize("typed", ["-1", "banyak", "1,5", "9" * 30, "1000001", "٣"])
def test_a_count_that_is_none_is_refused(city: City, head: FlaskClient, typed: str) -> None:
    known = field_of(city, "dinkes-2")

    answer = send(head, "/agencies/dinkes/visits", **{known: typed, "source": "antrean"})

    assert "Harus bilangan bulat" in answer.text
    assert city.run(lambda session: calendar_queries.visits_served(session, [LAST_MONTH])) == ()


def test_visits_need_a_source(city: City, head: FlaskClient) -> None:
    answer = send(head, "/agencies/dinkes/visits", **{field_of(city, "dinkes-2"): "5"})

    assert "Sumber: Harus diisi." in answer.text


@pytest.mark.parametrize("period", [NEXT_MONTH, "1999-12", "x", "2026-13", "0001-01", ""])
def test_a_month_that_cannot_be_asked_for_is_the_last_closed_one(
    head: FlaskClient, period: str
) -> None:
    page = text_of(head, f"/agencies/dinkes/visits?period={period}")

    assert f'<option value="{LAST_MONTH}" selected>' in page


def test_others_desks_are_not_in_the_form_and_not_taken_from_it(
    city: City, head: FlaskClient
) -> None:
    foreign = field_of(city, "rsud-1")
    assert foreign not in text_of(head, "/agencies/dinkes/visits")

    send(head, "/agencies/dinkes/visits", **{foreign: "5", "source": "antrean"})

    assert city.run(lambda session: calendar_queries.visits_served(session, [LAST_MONTH])) == ()


def test_an_auditor_reads_visits_as_a_table(city: City, head: FlaskClient) -> None:
    send(head, "/agencies/dinkes/visits", **{field_of(city, "dinkes-2"): "7", "source": "antrean"})

    page = text_of(city.client(Role.AUDITOR), "/agencies/dinkes/visits")

    assert "tidak diketahui" in page
    assert re.search(r">\s*7\s*<", page)
    assert 'name="source"' not in page


def test_a_month_without_desks_says_so(city: City, administrator: FlaskClient) -> None:
    send(administrator, "/new/agencies", code="dlh", name="DLH", category="dinas")

    assert "tidak punya loket" in text_of(administrator, "/agencies/dlh/visits")


def test_populations_are_written_down_year_by_year(city: City, head: FlaskClient) -> None:
    assert "Belum ada tahun" in text_of(head, "/agencies/dinkes/population")

    send(head, "/agencies/dinkes/population", year="2025", users="12.000", source="BPS")

    page = text_of(head, "/agencies/dinkes/population")
    assert "12.000" in page
    refused = send(head, "/agencies/dinkes/population", year="25", users="0", source="")
    for message in ("2000 - 2999", "1 - 2000000000", "Sumber: Harus diisi."):
        assert message in refused.text


def test_notes_are_added_about_an_agency_or_a_desk_and_removed(
    city: City, head: FlaskClient
) -> None:
    day = date(2026, 5, 4)
    send(
        head,
        "/agencies/dinkes/notes",
        kind="closure",
        desk="dinkes-2",
        text="Tutup karena banjir",
        starts_on=day.isoformat(),
        ends_on=(day + timedelta(days=2)).isoformat(),
    )

    page = text_of(head, "/agencies/dinkes/notes")
    assert "Penutupan" in page
    assert "4 Mei 2026 - 6 Mei 2026, Loket 2: Tutup karena banjir" in " ".join(page.split())
    (note,) = city.run(calendar_queries.dated_notes)
    path = f"/agencies/dinkes/notes/{note.id}/remove"
    assert "Tutup karena banjir" in text_of(head, path)
    send(head, path)
    assert city.run(calendar_queries.dated_notes) == ()
    assert head.get(f"{PAGES}{path}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"ends_on": "2026-05-03"}, "Berakhir sebelum mulai"),
        ({"starts_on": ""}, "Harus diisi."),
        ({"kind": "party"}, "Pilih salah satu."),
        ({"desk": "rsud-1"}, "Pilih salah satu."),
        ({"text": ""}, "Harus diisi."),
        ({"text": "x" * 301}, "Paling panjang 300"),
    ],
)
def test_a_note_is_refused_with_the_reason(
    city: City, head: FlaskClient, fields: dict[str, str], message: str
) -> None:
    sound = {
        "kind": "strike",
        "desk": "",
        "text": "Mogok",
        "starts_on": "2026-05-04",
        "ends_on": "2026-05-04",
    }

    answer = send(head, "/agencies/dinkes/notes", **(sound | fields))

    assert message in answer.text
    assert city.run(calendar_queries.dated_notes) == ()
