"""What a refused answer gets in a list of several pages: a sentence at its place, nothing lost."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portal.organisation.people.carrying_out import add_waiting
from portal.organisation.people.domain import AbsenceChange, AbsenceKind
from portal.storage.paging import PAGE_SIZE
from portal.web.access import Role
from portal.web.extensions import db
from tests.factories.people import make_doubt, make_person
from tests.staff import add_account
from tests.web.accounts.forms import hidden_fields
from tests.web.organisation.people_pages.conftest import People, send

BEGAN = datetime(2026, 7, 1, tzinfo=UTC)
AWAY = AbsenceChange(AbsenceKind.AWAY, date(2026, 8, 1), date(2026, 8, 2))
LONG = "Sudah dibicarakan dengan kedua atasan. " * 14
CHANGES = "/admin/people/changes"


def forms_of(page: str, act: str) -> list[str]:
    """Return the addresses of the forms of an act on a page."""
    found = [each.split('"')[0] for each in page.split('action="')[1:]]
    return [each for each in found if each.endswith(act) and "draft" not in each]


@pytest.mark.parametrize("act", ["/settle", "/confirm", "/decline"])
def test_an_answer_that_is_too_long_stays_beside_its_field_on_a_later_page(
    people: People, act: str
) -> None:
    with people.app.app_context():
        session = db.session()
        by = add_account(session, Role.PERFORMANCE_COORDINATOR, agency_id=people.own).id
        for at in range(PAGE_SIZE + 1):
            person = make_person(session, f"Orang {at}").id
            now = BEGAN + at * timedelta(minutes=1)
            make_doubt(session, person, about=people.ids["Citra"], note="Salah", at=now)
            add_waiting(session, person, change=AWAY, reason="Cuti", account_id=by, now=now)
        session.commit()
    office = people.client(Role.PERFORMANCE_OFFICE)
    shown = office.get(f"{CHANGES}?doubts=2&page=2").text
    (address,) = forms_of(shown, act)

    refused = office.post(
        address, data=hidden_fields(shown) | {"page": "2", "doubts": "2", "answer": LONG}
    ).text

    assert "Paling panjang 500 huruf" in refused
    assert f'value="{LONG.strip()}' in refused
    assert 'href="#answer"' in refused


def test_who_is_the_doubted_superior_settles_nothing(people: People) -> None:
    with people.app.app_context():
        session = db.session()
        ids = people.ids
        make_doubt(session, ids["Ana"], about=ids["Citra"], note="Salah", at=BEGAN)
        session.commit()
    superior = people.client(Role.PERFORMANCE_COORDINATOR, agency=people.own, person="Citra")

    answer = send(superior, "/admin/people/doubts/1/settle", form=CHANGES, answer="Tidak benar")

    assert "orang lain yang mengurusnya" in answer.text
    assert 'value="Tidak benar"' in answer.text


def test_nobody_gives_themself_another_number(people: People) -> None:
    office = people.client(Role.PERFORMANCE_OFFICE, person="Ana")
    fields = {"number": "199001012020011009", "starts_on": "2026-08-01", "reason": "SK 1"}

    own, other = (
        send(office, f"/admin/people/{people.ids[name]}/number", **fields)
        for name in ("Ana", "Budi")
    )

    assert "Tidak seorang pun mengubah catatannya sendiri." in own.text
    assert 'value="199001012020011009"' in own.text
    assert "199001012020011009" in other.text
    assert "Tidak seorang pun" not in other.text
