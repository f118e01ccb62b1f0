"""Pages of people: from a wrong superior to the right one, and what bad input gets."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from portal.accounts.audit_log.models import AuditEntry
from portal.organisation.people import queries
from portal.organisation.people.carrying_out import add_waiting
from portal.organisation.people.domain import AbsenceChange, AbsenceKind
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.people import make_people, make_relation
from tests.web.organisation.people_pages.conftest import People, send

LONG = "Surat keputusan wali kota " + "x" * 400


def line_fields(name: str, **fields: str) -> dict[str, str]:
    return {
        "superior_words": name,
        "kind": "definitive",
        "starts_on": "2026-01-01",
        "reason": "SK 800/1",
    } | fields


def test_a_wrong_superior_is_reported_entered_confirmed_and_told(people: People) -> None:
    ana = people.ids["Ana"]
    officer = people.client(Role.OFFICER, agency=people.own, person="Ana")
    coordinator = people.client(Role.PERFORMANCE_COORDINATOR, agency=people.own)
    office = people.client(Role.PERFORMANCE_OFFICE)

    answer = send(officer, "/admin/people/me/doubt", form="/admin/people/me", note="Sejak Januari")
    assert "sudah diberi tahu" in answer.get_data(as_text=True)
    assert "1 orang meragukan" in coordinator.get("/admin/").get_data(as_text=True)
    fields = line_fields("19900101 202001 1 004")
    entered = send(coordinator, f"/admin/people/{ana}/line", **fields)
    assert "menunggu persetujuan" in entered.get_data(as_text=True)
    assert "Setujui" not in entered.get_data(as_text=True)
    page = office.get("/admin/people/changes").get_data(as_text=True)
    assert "Dewi Contoh" in page
    decided = send(
        office, "/admin/people/changes/1/confirm", form="/admin/people/changes", answer="ya"
    )
    assert "diberi tahu" in decided.get_data(as_text=True)
    settled = send(
        coordinator, "/admin/people/doubts/1/settle", form="/admin/people/changes", answer="Betul"
    )
    assert "Sudah diselesaikan" in settled.get_data(as_text=True)

    superior = people.client(Role.SUPERVISOR, agency=people.own, person="Dewi")
    assert "catatan Anda atau bawahan" in superior.get("/admin/").get_data(as_text=True)
    assert "SK 800/1" in officer.get("/admin/people/me").get_data(as_text=True)
    assert "catatan Anda" not in officer.get("/admin/").get_data(as_text=True)
    with people.app.app_context():
        assert ana in queries.people_of(db.session(), people.ids["Dewi"], on=date(2026, 6, 1))
        acts = list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)))
    assert acts == ["people.doubt", "people.enter", "people.confirm", "people.settle"]


def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    path = f"/admin/people/{people.ids['Dewi']}/line"

    def said(**fields: str) -> str:
        return str(send(office, path, **(line_fields("Ana") | fields)).get_data(as_text=True))

    ana = str(people.ids["Ana"])
    circle = said(picked=ana, reason=LONG)
    assert "menutup lingkaran: Ana Contoh → Citra Contoh → Dewi Contoh" in circle
    assert LONG in circle
    assert f'<option value="{ana}" selected>' in circle
    assert "tidak mungkin orang itu sendiri" in said(
        superior_words="Dewi", picked=str(people.ids["Dewi"])
    )
    assert "mendahului hari pertama" in said(
        superior_words="Eka", picked=str(people.ids["Eka"]), ends_on="2025-01-01"
    )
    several = said(superior_words="Contoh")
    assert "Pilih orangnya dari daftar" in several
    assert several.count("<option value=") >= 5
    assert "Tidak ada orang dengan nama" in said(superior_words="Zzz")
    assert "SK 800/1" in said(superior_words="Zzz")
    assert "error-summary" in said(superior_words="", starts_on="kemarin", reason="")


def test_who_entered_a_change_is_told_that_another_decides(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    ana = people.ids["Ana"]
    send(office, f"/admin/people/{ana}/line", **line_fields("19900101.202001.1.004"))

    page = office.get("/admin/people/changes").get_data(as_text=True)
    assert "orang lain memutuskan" in page
    assert "Setujui" not in page
    forced = send(
        office, "/admin/people/changes/1/confirm", form="/admin/people/changes", answer="ya"
    )
    assert "bukan oleh yang memasukkannya" in forced.get_data(as_text=True)
    other = people.client(Role.PERFORMANCE_OFFICE)
    empty = send(other, "/admin/people/changes/1/decline", form="/admin/people/changes", answer="")
    assert "Belum diputuskan" in empty.get_data(as_text=True)
    send(other, "/admin/people/changes/1/decline", form="/admin/people/changes", answer="salah")
    gone = send(other, "/admin/people/changes/1/confirm", form="/admin/people/changes", answer="ya")
    assert "sudah diputuskan" in gone.get_data(as_text=True)


def test_posts_absences_and_accounts_are_entered(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE)
    ana = people.ids["Ana"]
    days = {"starts_on": "2026-02-01", "reason": "SK 800/2", "kind": "definitive"}
    post = {"title": "Kepala Seksi", "place": str(people.own), "is_head": "yes"}

    for what, fields in (
        ("post", days | post),
        ("absence", days | {"kind": "study", "ends_on": "2026-03-01"}),
        ("account", days | {"account": "1"}),
    ):
        page = send(office, f"/admin/people/{ana}/{what}", **fields).get_data(as_text=True)
        assert "menunggu persetujuan" in page, what
    page = office.get(f"/admin/people/{ana}").get_data(as_text=True)
    assert "Kepala Seksi" in page
    assert "Tugas belajar" in page
    assert page.count("menunggu") >= 3


def test_declared_relations_are_seen_by_few_and_the_look_is_on_record(people: People) -> None:
    officer = people.client(Role.OFFICER, agency=people.own, person="Ana")
    fields = {"other_words": "19900101 202001 1 003", "kind": "relative"}
    page = send(officer, "/admin/people/me/relation", form="/admin/people/me", **fields)
    assert "Hanya pengelola kinerja" in page.get_data(as_text=True)
    path = f"/admin/people/{people.ids['Ana']}"

    head = people.client(Role.AGENCY_HEAD, agency=people.own).get(path).get_data(as_text=True)
    assert "Keluarga" not in head
    auditor = people.client(Role.AUDITOR)
    assert "Keluarga" in auditor.get(path).get_data(as_text=True)
    auditor.get(path)
    with people.app.app_context():
        acts = list(db.session.scalars(select(AuditEntry.action)))
        assert acts.count("person.look") == 1
    office = people.client(Role.PERFORMANCE_OFFICE)
    ending = {"relation": "1", "ends_on": "2099-12-31", "reason": "Bercerai"}
    ended = send(office, f"{path}/relation", **ending).get_data(as_text=True)
    assert "menunggu persetujuan" in ended


def test_the_list_finds_by_any_spelling_and_by_what_is_missing(people: People) -> None:
    with people.app.app_context():
        make_people(db.session(), "Wali Contoh")
        make_relation(db.session(), "adviser", people.ids["Ana"], about=people.ids["Budi"])
        db.session.commit()
    office = people.client(Role.PERFORMANCE_OFFICE)

    def listed(query: str) -> set[str]:
        page = office.get(f"/admin/people?{query}").get_data(as_text=True)
        return {name for name in [*people.ids, "Wali"] if f'">{name} Contoh</a>' in page}

    assert listed("q=19900101.202001.1.002") == {"Budi"}
    assert listed("q=contoh+ci") == {"Citra"}
    assert listed("line=none") == {"Dewi", "Eka", "Wali"}
    assert listed("agency=rsud") == {"Eka"}
    assert listed("kind=pppk") == set()
    assert listed("") == {*people.ids, "Wali"}


def test_an_adviser_is_picked_by_name_confirmed_and_shown(people: People) -> None:
    office, other = (people.client(Role.PERFORMANCE_OFFICE) for _ in range(2))
    page = f"/admin/people/{people.ids['Ana']}"
    fields = {"kind": "adviser", "starts_on": "2026-05-01", "reason": "SK 800/3"}

    asked = send(office, f"{page}/named", superior_words="Dewi", **fields)
    assert "Pilih orangnya dari daftar" in asked.text
    picked = {"superior_words": "Dewi", "picked": str(people.ids["Dewi"])}
    send(office, f"{page}/named", **picked, **fields)
    waiting = other.get("/admin/people/changes").text
    assert "Pemberi pertimbangan" in waiting
    assert "Dewi Contoh" in waiting
    send(other, "/admin/people/changes/1/confirm", form="/admin/people/changes", answer="ya")

    assert "Ditunjuk di samping garis" in office.get(page).text


def test_more_changes_than_a_page_holds_are_paged(people: People) -> None:
    client = people.client(Role.PERFORMANCE_OFFICE)
    with people.app.app_context():
        for at in range(21):
            add_waiting(
                db.session(),
                people.ids["Ana"],
                change=AbsenceChange(AbsenceKind.AWAY, date(2027, 1, 1 + at)),
                reason=f"alasan {at}",
                account_id=1,
                now=datetime(2026, 1, 12, at, tzinfo=UTC),
            )
        db.session.commit()

    first, second = (client.get(f"/admin/people/changes?page={at}").text for at in (1, 2))

    assert "alasan 19" in first
    assert "alasan 20" not in first
    assert "alasan 20" in second
    assert "Halaman 2 dari 2" in second
