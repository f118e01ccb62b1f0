"""What people try on the forms and addresses of the organisation, and why it does nothing."""

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.organisation.records.record_types import DeskRecord, OfficerRecord, ServiceRecord
from tests.web.organisation.conftest import PAGES, City, post, send, text_of

SCRIPTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7919 * 7919 }}{% debug %}",
    "'; DROP TABLE desk; --",
    "%(detail)s %s {0}",
)
anything = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_name_is_shown_as_it_was_typed_and_never_run(
    city: City, head: FlaskClient, name: str
) -> None:
    send(head, "/desks/dinkes-2/change", name=name, services=["sip"])
    city.change(
        ServiceRecord(code="sip", name=name),
        OfficerRecord(code="1990", name=name, badge_name=name[:60], badge_number=name[:20]),
    )

    assert city.record("desk", "dinkes-2").name == name
    for path in (
        "/desks",
        "/desks/dinkes-2",
        "/desks/dinkes-2/change",
        "/desks/dinkes-2/retire",
        "/desks/dinkes-2/kit",
        "/desks/pkm-melati-1/retire",
        "/services/sip",
        "/officers",
        "/officers/1990",
        "/officers/1990/retire",
        "/agencies/dinkes/visits",
        "/agencies/dinkes/notes",
    ):
        page = text_of(head, path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "62710561" not in page
    assert text_of(head, "/desks").count("<tr>") == 3


@pytest.mark.parametrize("words", SCRIPTS)
def test_a_search_is_shown_as_it_was_typed_and_never_run(head: FlaskClient, words: str) -> None:
    for section in ("desks", "officers"):
        answer = head.get(f"{PAGES}/{section}", query_string={"q": words, "agency": words})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text


def test_fields_that_a_form_does_not_have_change_nothing(city: City, head: FlaskClient) -> None:
    send(
        head,
        "/desks/dinkes-2/change",
        name="Loket 2",
        services=["sip"],
        code="rsud-1",
        agency="rsud",
        agency_id="2",
        unit_id="1",
        retired_on="2026-01-01",
        id="99",
    )

    desk = city.record("desk", "dinkes-2")
    assert (desk.agency, desk.unit, desk.retired_on) == ("dinkes", None, None)
    assert city.record("desk", "rsud-1").name == "Loket RSUD"


@pytest.mark.parametrize(
    "path",
    [
        "/desks/..%2f..%2fetc%2fpasswd",
        "/desks/%00",
        "/desks/DINKES-2",
        "/desks/dinkes-2'",
        "/rooms/dinkes-2",
        "/desks/dinkes-2/poster.pdf/../kit",
        "/agencies/dinkes/notes/99999999999999999999/remove",
        "/agencies/dinkes/notes/-1/remove",
    ],
)
def test_an_address_that_points_nowhere_is_404(administrator: FlaskClient, path: str) -> None:
    assert administrator.get(f"{PAGES}{path}").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ["a", "b"]},
        {"services": ["sip"] * 50},
        {"name": "x" * 60_000},
        {"csrf_token": "wrong"},
        {"csrf_token": ""},
    ],
)
def test_odd_forms_are_answered_without_a_failure(
    head: FlaskClient, fields: dict[str, object]
) -> None:
    answer = send(head, "/desks/dinkes-2/change", **({"services": ["sip"]} | fields))

    assert answer.status_code in {200, 302, 400, 413}


@anything
@given(text=st.text(max_size=40), day=st.text(max_size=12), number=st.text(max_size=20))
def test_whatever_is_typed_into_forms_never_fails(
    head: FlaskClient, text: str, day: str, number: str
) -> None:
    for path, fields in (
        ("/new/units", {"code": text, "name": text, "since": day}),
        ("/new/officers", {"code": number, "name": text, "badge_name": text, "badge_number": text}),
        ("/desks/dinkes-2/postings/new", {"officer": number, "starts_on": day, "ends_on": day}),
        ("/desks/dinkes-2/retire", {"retired_on": day, "successor": text}),
        ("/desks/dinkes-2/hours", {"day0_opens_1": text, "day0_closes_1": day}),
        ("/agencies/dinkes/notes", {"kind": text, "text": text, "starts_on": day, "ends_on": day}),
        ("/agencies/dinkes/population", {"year": number, "users": number, "source": text}),
        (f"/agencies/dinkes/visits?period={number}", {"source": text}),
    ):
        assert post(head, path, **fields).status_code in {200, 302, 400}, path


@anything
@given(text=st.text(max_size=30))
def test_whatever_stands_in_an_address_never_fails(head: FlaskClient, text: str) -> None:
    for path in ("desks", "officers", "services"):
        found = head.get(
            f"{PAGES}/{path}", query_string={"q": text, "state": text, "page": text, "agency": text}
        )
        assert found.status_code == 200
    end = head.get(
        f"{PAGES}/desks/dinkes-2/postings/end", query_string={"officer": text, "starts_on": text}
    )
    assert end.status_code == 404
    year = head.get(f"{PAGES}/holidays", query_string={"year": text, "done": text})
    assert year.status_code == 200


def test_what_was_done_is_said_only_in_the_houses_own_words(head: FlaskClient) -> None:
    page = text_of(head, "/desks/dinkes-2?done=Serahkan+kata+sandi+Anda")

    assert "kata sandi" not in page
    assert 'role="status"' not in page


def test_a_record_is_not_created_over_one_of_another_agency(city: City, head: FlaskClient) -> None:
    answer = send(head, "/new/services", code="rawat", name="Direbut")

    assert "sudah ada" in answer.text
    assert city.record("service", "rawat").name == "Rawat jalan"
    assert isinstance(city.record("desk", "rsud-1"), DeskRecord)
