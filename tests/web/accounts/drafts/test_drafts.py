"""What staff type is kept on the server, given back to them alone, and gone once it was sent."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.accounts.drafts import routes
from portal.accounts.drafts.domain import KEPT_FOR, MOST_OF_A_PERSON
from portal.accounts.drafts.models import FormDraft
from portal.accounts.drafts.service import forget_drafts
from portal.time import clock
from portal.web.access import Role, is_untold
from portal.web.extensions import db
from tests.staff import Person, signed_in
from tests.web.accounts.forms import hidden_fields

INVITE = "/admin/accounts/invite"
TYPING = f"/admin/draft/typing?form={INVITE}"
DRAFT = f"/admin/draft?form={INVITE}"
NAME = "Ana Contoh <b>Kedua</b>"
TYPED = {"name": NAME, "identity": "ana@contoh.test", "roles": ["moderator"], "agency": ""}


@pytest.fixture
def person(app: Flask) -> Person:
    return signed_in(app, Role.ADMINISTRATOR)


def token_on(person: Person, path: str = INVITE) -> str:
    return hidden_fields(person.client.get(path).text)["csrf_token"]


def keep(person: Person, revision: int = 0, **typed: str) -> dict[str, object]:
    fields = {"csrf_token": token_on(person), "kept_draft": str(revision), **TYPED, **typed}
    answer = person.client.post(TYPING, data=fields)
    return {"status": answer.status_code, **(answer.json or {})}


def rows(app: Flask) -> list[FormDraft]:
    with app.app_context():
        return list(db.session.scalars(select(FormDraft)))


def test_what_is_typed_comes_back_on_the_page_and_is_gone_once_sent(
    app: Flask, person: Person
) -> None:
    assert 'name="kept_draft"' not in person.client.get(INVITE).text
    assert keep(person) == {"status": 200, "state": "kept", "revision": 1}
    assert keep(person, 1, name="Ana Kedua") == {"status": 200, "state": "kept", "revision": 2}

    page = person.client.get(INVITE).text
    assert '<input type="hidden" name="kept_draft" value="2">' in page
    found = re.search(r'data-fields="([^"]+)"', page)
    assert found is not None
    told = person.client.get(found[1]).json
    assert told is not None
    assert dict(told["fields"]) == {**TYPED, "name": "Ana Kedua", "roles": "moderator"}
    sent = person.client.post(INVITE, data={**hidden_fields(page), **TYPED})

    assert "admin/link/" in sent.text
    assert rows(app) == []
    assert person.client.get(found[1]).status_code == 404


def test_a_form_that_was_refused_keeps_its_draft(app: Flask, person: Person) -> None:
    keep(person)
    page = person.client.get(INVITE).text

    refused = person.client.post(INVITE, data={**hidden_fields(page), "name": ""})

    assert "admin/link/" not in refused.text
    assert len(rows(app)) == 1


def test_without_script_a_button_keeps_it_and_a_page_sends_it(app: Flask, person: Person) -> None:
    page = person.client.get(INVITE).text
    assert f'formaction="{DRAFT}"' in page

    kept = person.client.post(DRAFT, data={**hidden_fields(page), **TYPED})
    assert kept.status_code == 303
    shown = person.client.get(kept.headers["Location"]).text

    assert "Ana Contoh &lt;b&gt;Kedua&lt;/b&gt;</textarea>" in shown
    assert f'<form class="narrow" method="post" action="{INVITE}"' in shown
    assert '<input type="hidden" name="identity" value="ana@contoh.test">' in shown
    assert f'href="{INVITE}"' in shown


def test_the_page_of_a_draft_calls_its_fields_as_the_form_does(app: Flask, person: Person) -> None:
    keep(person, name="Ana Contoh")

    page = person.client.get(DRAFT).text

    assert '<label for="isian-1">Nama lengkap</label>' in page
    assert "Isian 1" not in page


def test_two_tabs_see_each_other_and_neither_text_is_lost(app: Flask, person: Person) -> None:
    keep(person, name="Dari tab satu")
    second = keep(person, 0, name="Dari tab dua")
    fields = {"csrf_token": token_on(person), "kept_draft": "x", **TYPED, "name": "Tab ketiga ini"}
    third = person.client.post(DRAFT, data=fields)

    assert second == {"status": 409, "state": "changed"}
    assert third.status_code == 409
    assert "Tab ketiga ini</textarea>" in third.text
    assert "Dari tab satu</textarea>" in person.client.get(DRAFT).text


def test_nobody_else_opens_a_draft_and_the_table_does_not_tell_it(
    app: Flask, person: Person
) -> None:
    keep(person)
    other = signed_in(app, Role.ADMINISTRATOR)

    assert other.client.get(DRAFT).status_code == 404
    assert 'name="kept_draft"' not in other.client.get(INVITE).text
    assert NAME.encode() not in rows(app)[0].fields


@pytest.mark.parametrize(
    "address",
    [
        "/complaints/new",
        "/admin/sign-in",
        "/admin/nowhere",
        "https://elsewhere.example/admin/accounts/invite",
        "",
    ],
)
def test_only_staff_forms_that_leave_a_trace_are_kept(
    app: Flask, person: Person, address: str
) -> None:
    fields = {"csrf_token": token_on(person), "text": "Tulisan"}

    answer = person.client.post("/admin/draft/typing", query_string={"form": address}, data=fields)

    assert answer.status_code == 404
    assert rows(app) == []


def test_no_draft_is_kept_for_any_page_that_leaves_no_trace(app: Flask, person: Person) -> None:
    token = token_on(person)
    traceless = [
        str(rule).replace("<int(max=8):place>", "1")
        for rule in app.url_map.iter_rules()
        if is_untold(app, rule.endpoint) and "POST" in (rule.methods or ())
    ]
    # The form about a colleague is one of them, by the address at which it really is.
    assert "/admin/performance/colleagues/1" in traceless

    for address in traceless:
        typed = {"csrf_token": token, "text": "Tulisan"}
        answer = person.client.post(
            "/admin/draft/typing", query_string={"form": address}, data=typed
        )
        assert (address, answer.status_code) == (address, 404)
    assert rows(app) == []


def test_proofs_and_empty_forms_are_not_kept(app: Flask, person: Person) -> None:
    token = token_on(person)

    nothing = person.client.post(TYPING, data={"csrf_token": token, "name": " "})
    by_button = person.client.post(DRAFT, data={"csrf_token": token, "name": " "})
    person.client.post(TYPING, data={"csrf_token": token, "name": NAME, "password": "rahasia"})
    told = person.client.get(f"/admin/draft/fields?form={INVITE}").json

    assert (nothing.json, by_button.status_code) == ({"state": "empty", "revision": 0}, 303)
    assert told == {"revision": 1, "fields": [["name", NAME]]}


def test_a_draft_is_thrown_away_by_its_button(app: Flask, person: Person) -> None:
    keep(person)
    fields = hidden_fields(person.client.get(DRAFT).text)

    gone = person.client.post(f"/admin/draft/throw-away?form={INVITE}", data=fields)

    assert (gone.status_code, gone.headers["Location"]) == (303, INVITE)
    assert rows(app) == []
    assert "dibuang" in person.client.get(DRAFT).text


def test_drafts_end_after_their_days_and_the_oldest_gives_way(app: Flask, person: Person) -> None:
    token = token_on(person)
    for number in range(MOST_OF_A_PERSON + 1):
        form = f"/admin/accounts/invite?n={number}"
        data = {"csrf_token": token, "name": "Ana"}
        person.client.post("/admin/draft/typing", query_string={"form": form}, data=data)
    assert len(rows(app)) == MOST_OF_A_PERSON

    with app.app_context():
        forget_drafts(db.session(), now=clock.now() + KEPT_FOR - timedelta(minutes=1))
        assert len(rows(app)) == MOST_OF_A_PERSON
        forget_drafts(db.session(), now=clock.now() + KEPT_FOR)
    assert rows(app) == []


def test_a_draft_that_cannot_be_dropped_stays_and_the_act_stands(
    app: Flask, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OperationalError("DELETE", {}, Exception("away"))

    keep(person)
    page = person.client.get(INVITE).text
    monkeypatch.setattr(routes.service, "drop_draft", fails)

    sent = person.client.post(INVITE, data={**hidden_fields(page), **TYPED})

    assert "admin/link/" in sent.text
    assert len(rows(app)) == 1
