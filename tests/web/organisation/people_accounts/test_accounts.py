"""Accounts for many people: letters once, invitations by mail, who is left, who may."""

import dataclasses
import io
import re
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.accounts.letters.models import UnsentLetter
from portal.accounts.staff.models import Account, RoleGrant
from portal.web.access import Role
from portal.web.decided_settings import DecidedSettings
from portal.web.extensions import DECIDED, SETTINGS, db
from tests.factories.organisation import make_agency, make_desk, make_officer, make_posting
from tests.factories.people import make_person, make_post
from tests.staff import signed_in
from tests.web.accounts.forms import hidden_fields
from tests.web.accounts.people import PASSWORD

PAGE = "/admin/people/accounts"
NUMBER = "19900101202001100{}"


@pytest.fixture
def agency(app: Flask) -> int:
    """Ana and Budi have posts, Citra a desk, Dewi no number, Eka neither post nor desk."""
    with app.app_context():
        session = db.session()
        own = make_agency(session, "dinkes")
        for at, name in enumerate(("Ana", "Budi"), start=1):
            person = make_person(session, f"{name} Contoh", number=NUMBER.format(at))
            make_post(session, person.id, own)
        citra = make_officer(session, NUMBER.format(3), name="Citra Contoh")
        make_posting(session, citra, make_desk(session, own))
        make_post(session, make_person(session, "Dewi Contoh").id, own)
        make_person(session, "Eka Contoh", number=NUMBER.format(5))
        session.commit()
        return own.id


@pytest.fixture
def administrator(app: Flask, agency: int) -> FlaskClient:
    return signed_in(app, Role.ADMINISTRATOR).client


def ask(client: FlaskClient, agency: int, wanted: str = "new") -> Any:
    fields = hidden_fields(client.get(PAGE).text)
    sent = fields | {"agency": str(agency), "wanted": wanted}
    return client.post(f"{PAGE}/letters", data=sent)


def pages_of(answer: Any) -> list[str]:
    assert answer.mimetype == "application/pdf", answer.text
    document = pypdfium2.PdfDocument(answer.data)
    return [page.get_textpage().get_text_range() for page in document]


def link_in(page: str) -> str:
    found = re.search(r"/admin/link/([\w-]+?)Berlaku", re.sub(r"\s", "", page))
    assert found is not None
    return f"/admin/link/{found[1]}"


def test_everybody_with_a_number_gets_one_letter_and_signs_in_with_it(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    pages = pages_of(ask(administrator, agency))

    assert [re.search(r"Kepada (\w+)", page)[1] for page in pages] == ["Ana", "Budi", "Citra"]  # type: ignore[index]
    assert "19900101 202001 1 001" in pages[0]
    with app.app_context():
        rows = db.session.execute(
            select(Account.staff_number, Account.officer_id, RoleGrant.role, RoleGrant.agency_id)
            .join(RoleGrant, RoleGrant.account_id == Account.id)
            .where(Account.officer_id.is_not(None))
        ).all()
    assert {(row.staff_number, row.role, row.agency_id) for row in rows} == {
        (NUMBER.format(at), "officer", agency) for at in (1, 2, 3)
    }

    own, link = app.test_client(), link_in(pages[0])
    shown = own.get(link)
    own.post(link, data=hidden_fields(shown.text) | {"password": PASSWORD})
    form = hidden_fields(own.get("/admin/sign-in").text)
    own.post(
        "/admin/sign-in",
        data=form | {"identity": "19900101.202001.1.001", "password": PASSWORD},
    )
    assert "Ana Contoh" in own.get("/admin/people/me").text


def test_a_second_letter_ends_the_first_and_nobody_gets_two_accounts(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    first = pages_of(ask(administrator, agency))
    nobody = ask(administrator, agency)
    second = pages_of(ask(administrator, agency, "again"))

    assert "Tidak ada orang seperti itu" in nobody.text
    assert len(second) == len(first) == 3
    assert app.test_client().get(link_in(first[0])).status_code == 410
    assert app.test_client().get(link_in(second[0])).status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 4


def test_the_page_says_who_is_left_and_why(administrator: FlaskClient, agency: int) -> None:
    before = administrator.get(PAGE).text
    ask(administrator, agency)
    after = administrator.get(PAGE).text

    assert "0 dari 5 orang punya akun" in before
    assert "3 dari 5 orang punya akun" in after
    assert '<progress id="maju" max="5" value="3">' in after
    assert "Tanpa jabatan yang dicatat" in after


def test_a_number_of_an_account_that_is_not_tied_gets_no_second_account(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    with app.app_context():
        account = Account(
            name="Ana", staff_number=NUMBER.format(1), created_at=datetime(2026, 1, 1, tzinfo=UTC)
        )
        db.session.add(account)
        db.session.commit()

    assert len(pages_of(ask(administrator, agency))) == 2
    assert "NIP dipakai akun yang belum dihubungkan" in administrator.get(PAGE).text


def send_file(client: FlaskClient, content: str) -> Any:
    fields = hidden_fields(client.get(PAGE).text)
    sent = fields | {"file": (io.BytesIO(content.encode()), "surel.csv")}
    return client.post(f"{PAGE}/mail", data=sent)


def with_mail(app: Flask) -> None:
    before = app.extensions[SETTINGS]
    address = "smtp://127.0.0.1:9?from=portal@contoh.test"
    after = dataclasses.replace(before, mail_url=address)
    app.extensions[SETTINGS], app.extensions[DECIDED] = after, DecidedSettings(after)


def test_right_rows_are_invited_by_mail_and_each_wrong_one_is_named(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    with_mail(app)
    rows = [
        f"{NUMBER.format(1)[:8]} 202001 1 001;ANA@contoh.test",
        f"{NUMBER.format(2)};bukan surel",
        f"{NUMBER.format(3)};ana@contoh.test",
        f"{NUMBER.format(1)};lain@contoh.test",
        f"{NUMBER.format(5)};eka@contoh.test",
        "199001012020011999;x@contoh.test",
        "199001012020011000;y@contoh.test",
    ]

    shown = send_file(administrator, "NIP;SUREL\n" + "\n".join(rows))

    for line, words in enumerate(
        (
            "bukan alamat surel",
            "sudah dipakai akun lain",
            "sudah disebut",
            "Jabatan orang ini belum",
            "Tidak ada pegawai",
            "digit",
        ),
        start=3,
    ):
        assert re.search(rf"baris {line}\b[^<]*</strong>: [^<]*{words}", shown.text), words
    done = administrator.post(
        f"{PAGE}/mail/confirm", data=hidden_fields(shown.text), follow_redirects=True
    )
    assert "dikirim dalam beberapa menit" in done.text
    with app.app_context():
        # One hand makes the account, another says that the address is Ana's.
        account = db.session.scalars(select(Account).where(Account.email.contains("ana@"))).one()
        assert (account.email, account.staff_number) == ("ana@contoh.test", NUMBER.format(1))
        assert account.officer_id is None
        assert db.session.scalar(select(func.count()).select_from(UnsentLetter)) == 1


def test_the_office_ties_whom_an_administrator_invited_and_not_the_own_hand(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    with_mail(app)
    rows = "\n".join(f"{NUMBER.format(at)};{at}@contoh.test" for at in (1, 2))
    shown = send_file(administrator, f"NIP;SUREL\n{rows}")
    administrator.post(f"{PAGE}/mail/confirm", data=hidden_fields(shown.text))
    both = signed_in(app, Role.PERFORMANCE_OFFICE).client
    changes = "/admin/people/changes"

    page = both.get(changes).text
    assert "1@contoh.test" in page
    assert "2 akun menunggu" in page
    fields = hidden_fields(page)
    # What came in after the page was shown is not confirmed with it.
    sent = both.post(f"{changes}/ties", data=fields | {"last": "1"})
    assert sent.headers["Location"].endswith("done=ties")
    assert "1 akun menunggu" in both.get(changes).text
    both.post(f"{changes}/ties", data=fields | {"last": "2"})

    assert "akun menunggu" not in both.get(changes).text
    with app.app_context():
        tied = db.session.scalars(select(Account).where(Account.officer_id.is_not(None))).all()
        assert {each.email for each in tied} == {"1@contoh.test", "2@contoh.test"}


def test_a_tie_about_oneself_still_waits(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    with_mail(app)
    shown = send_file(administrator, f"NIP;SUREL\n{NUMBER.format(1)};ana@contoh.test")
    administrator.post(f"{PAGE}/mail/confirm", data=hidden_fields(shown.text))
    own = signed_in(app, Role.PERFORMANCE_OFFICE, officer_id=1).client
    fields = hidden_fields(own.get("/admin/people/changes").text)

    assert own.post("/admin/people/changes/ties", data=fields).status_code == 302

    assert "1 akun menunggu" in own.get("/admin/people/changes").text


def test_without_a_mail_server_nobody_is_invited_by_mail(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    fields = hidden_fields(administrator.get(PAGE).text)
    sent = fields | {
        "file": (io.BytesIO(b"NIP;SUREL\n" + NUMBER.format(1).encode() + b";a@b.id"), "a.csv")
    }
    shown = administrator.post(f"{PAGE}/mail", data=sent)

    administrator.post(f"{PAGE}/mail/confirm", data=hidden_fields(shown.text))

    assert "kirim undangan" not in shown.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_who_is_on_record_is_told_apart_by_the_log(
    app: Flask, administrator: FlaskClient, agency: int
) -> None:
    ask(administrator, agency)
    log = administrator.get("/admin/audit").text

    assert log.count("account.invite") >= 3
