"""The audit log on pages: readable, filterable, and taken along as safe CSV."""

import csv
import io
import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.accounts.audit_log.service import Actor, append
from portal.accounts.staff.models import Account
from portal.storage.database import begin_write
from portal.web.access import Act, Role
from portal.web.extensions import db
from tests.factories.organisation import make_officer
from tests.staff import signed_in

# 23:30 of 20 November in Jakarta, and half past midnight the day after.
EVENING = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


@pytest.fixture
def auditor(app: Flask) -> FlaskClient:
    return signed_in(app, Role.AUDITOR).client


def write(app: Flask, *acts: tuple[str, str, datetime], actor: str = "Ana Contoh") -> None:
    with app.app_context():
        session = db.session()
        begin_write(session)
        for action, subject, now in acts:
            append(session, Act(action, subject, {}), actor=Actor(None, actor), now=now)
        session.commit()


def rows(client: FlaskClient, query: str = "") -> list[list[str]]:
    answer = client.get(f"/admin/audit.csv{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    return list(csv.reader(io.StringIO(answer.text)))


def test_an_empty_log_says_so(auditor: FlaskClient) -> None:
    page = auditor.get("/admin/audit").text

    assert "Belum ada tindakan yang tercatat." in page
    assert "audit.csv" not in page


def test_entries_are_shown_newest_first_in_the_citys_time(app: Flask, auditor: FlaskClient) -> None:
    write(app, ("desk.rename", "desk:a", EVENING), ("desk.close", "desk:b", NIGHT))

    page = auditor.get("/admin/audit").text

    assert page.index("desk:b") < page.index("desk:a")
    assert "20 November 2026, 23:30" in page
    assert "21 November 2026, 00:30" in page
    assert "2 baris" in page


def test_acts_and_people_are_named(app: Flask, auditor: FlaskClient) -> None:
    with app.app_context():
        officer = make_officer(db.session(), "1001", name="Budi Bernama")
        account = db.session.scalars(select(Account)).one()
        db.session.commit()
        person_id, account_id, owner = officer.id, account.id, account.name
    write(
        app,
        ("people.enter", f"person:{person_id}", EVENING),
        ("account.roles", f"account:{account_id}", EVENING),
        ("desk.rename", "desk:7", EVENING),
        ("people.enter", "person:999999999999999", NIGHT),
    )

    page = auditor.get("/admin/audit").text

    assert "Pegawai: perubahan dicatat" in page
    assert re.search(rf"Budi Bernama\s*<code>person:{person_id}</code>", page)
    assert re.search(rf"{owner}\s*<code>account:{account_id}</code>", page)
    assert re.search(r'"Hal">\s*<code>desk:7</code>', page)
    assert "person:999999999999999" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?action=desk.rename", {"desk:a"}),
        ("?words=DESK%3Ab", {"desk:b"}),
        ("?words=ana", {"desk:a", "desk:b"}),
        ("?since=2026-11-21", {"desk:b"}),
        ("?until=2026-11-20", {"desk:a"}),
        ("?since=2026-11-20&until=2026-11-21", {"desk:a", "desk:b"}),
        ("?since=yesterday&until=9999-12-31", {"desk:a", "desk:b"}),
        ("?action=none", set()),
    ],
)
def test_the_log_is_filtered_by_person_thing_act_and_day(
    app: Flask, auditor: FlaskClient, query: str, shown: set[str]
) -> None:
    write(app, ("desk.rename", "desk:a", EVENING), ("desk.close", "desk:b", NIGHT))

    page = auditor.get(f"/admin/audit{query}").text

    assert {name for name in ("desk:a", "desk:b") if f"<code>{name}</code>" in page} == shown
    assert ("Tidak ada catatan yang cocok" in page) is not bool(shown)


def test_a_long_log_has_pages_and_the_export_keeps_the_filter(
    app: Flask, auditor: FlaskClient
) -> None:
    write(app, *(("desk.rename", f"desk:{n}", EVENING) for n in range(21)))

    first = auditor.get("/admin/audit?words=desk").text

    assert "/admin/audit?words=desk&amp;page=2" in first
    assert "/admin/audit.csv?words=desk" in first
    assert "<code>desk:0</code>" in auditor.get("/admin/audit?words=desk&page=2").text
    for page in ("0", "x", "-1", "99999999", "٣"):
        assert auditor.get(f"/admin/audit?page={page}").status_code == 200


def test_the_export_holds_the_hashes_and_is_an_act_itself(app: Flask, auditor: FlaskClient) -> None:
    write(app, ("desk.rename", "desk:a", EVENING))

    header, entry, export = rows(auditor)

    assert header[:3] == ["sequence", "recorded_at", "account_id"]
    assert entry[:6] == [
        "1",
        "2026-11-20T16:30:00+00:00",
        "",
        "Ana Contoh",
        "desk.rename",
        "desk:a",
    ]
    assert export[3:6] == ["Sri Contoh", "audit.export", "audit"]
    assert entry[7] == "00" * 32
    assert export[7] == entry[8]


@pytest.mark.parametrize(
    ("start", "guarded"),
    [
        ("=", "'="),
        ("+", "'+"),
        ("-", "'-"),
        ("@", "'@"),
        ("\t=", "'\t'="),
        ("'=", "''="),
    ],
)
def test_no_cell_of_the_export_starts_a_formula(
    app: Flask, auditor: FlaskClient, start: str, guarded: str
) -> None:
    write(app, ("desk.rename", "desk:a", EVENING), actor=f"{start}HYPERLINK(1)")

    assert rows(auditor)[1][3] == f"{guarded}HYPERLINK(1)"


def test_odd_names_in_an_address_are_not_passed_on(auditor: FlaskClient) -> None:
    query = "?_external=1&endpoint=x&_scheme=javascript&words=a&_anchor=b&page=2"

    page = auditor.get(f"/admin/audit{query}")

    assert page.status_code == 200
    assert "javascript" not in page.text
