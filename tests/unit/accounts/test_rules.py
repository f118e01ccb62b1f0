"""The small rules of accounts: identities, roles, devices, delays, codes, freshness."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.refusals.domain import LONGEST_DELAY_SECONDS, delay_seconds
from portal.accounts.second_factor.domain import CODES, code_hash, new_codes
from portal.accounts.sessions.domain import FRESH_FOR, device_name, is_fresh
from portal.accounts.staff.domain import (
    Identity,
    NoIdentity,
    NoRole,
    RoleNeedsAgency,
    identity_of,
    identity_or_nobody,
    needs_second_factor,
    scoped,
)
from portal.accounts.staff.pages import PREFIX, safe_way_back
from portal.storage.texts.cleaning import ALPHABET
from portal.web.access import Role

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sri@Contoh.TEST ", Identity(email="sri@contoh.test")),
        ("19790312 200501 1 003", Identity(staff_number="197903122005011003")),
        ("1979.0312-2005", Identity(staff_number="197903122005")),
    ],
)
def test_case_and_grouping_do_not_matter(typed: str, meant: Identity) -> None:
    assert identity_of(typed) == meant
    assert str(meant) == (meant.email or meant.staff_number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "sri",
        "sri@",
        "@contoh.test",
        "a b@contoh.test",
        "123",
        "1" * 21,
        "a@b@c",
        "a\x00@b.c",
        "x" * 65 + "@contoh.test",
        "a@-contoh.test",
        "a@" + "b" * 260,
    ],
)
def test_what_is_neither_address_nor_number_is_nobody(typed: str) -> None:
    with pytest.raises(NoIdentity):
        identity_of(typed)
    assert identity_or_nobody(typed) == Identity()
    assert str(Identity()) == ""


def test_nothing_typed_is_nobody() -> None:
    assert identity_or_nobody(None) == Identity()


def test_roles_below_the_city_count_for_one_agency() -> None:
    assert scoped(frozenset({Role.ADMINISTRATOR}), None) == {Role.ADMINISTRATOR: None}
    assert scoped(frozenset({Role.OFFICER, Role.AUDITOR}), 3) == {
        Role.OFFICER: 3,
        Role.AUDITOR: None,
    }


def test_a_role_below_the_city_needs_an_agency_and_everybody_needs_a_role() -> None:
    with pytest.raises(RoleNeedsAgency):
        scoped(frozenset({Role.SUPERVISOR}), None)
    with pytest.raises(NoRole):
        scoped(frozenset(), 3)


def test_everybody_but_supervisors_and_officers_must_have_a_second_factor() -> None:
    assert {role for role in Role if needs_second_factor(frozenset({role}))} == {
        Role.ADMINISTRATOR,
        Role.MODERATOR,
        Role.AGENCY_HEAD,
        Role.AUDITOR,
        Role.PERFORMANCE_OFFICE,
        Role.PERFORMANCE_COORDINATOR,
        Role.MAYOR,
    }


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 9) Chrome/120 Mobile Safari/537", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU) Version/17 Mobile Safari/604", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux) Gecko Firefox/128", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Linux; Android 13) SamsungBrowser/23 Chrome/115",
            "Samsung Internet, Android",
        ),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


def test_waiting_starts_late_doubles_and_has_an_end() -> None:
    delays = [delay_seconds(failures) for failures in range(30)]

    assert delays[:5] == [0] * 5
    assert delays[5:8] == [5, 10, 20]
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_DELAY_SECONDS


def test_recovery_codes_are_all_different_and_easy_to_type() -> None:
    codes = new_codes()

    assert len(set(codes)) == CODES
    for code in codes:
        assert len(code.replace("-", "")) == 16
        assert set(code) <= set(ALPHABET) | {"-"}


def test_a_recovery_code_survives_how_people_type() -> None:
    assert code_hash("01AB-CDEF-0000-0000") == code_hash("o1ab cdef ooooOOOO")
    assert code_hash("01AB-CDEF-0000-0000") != code_hash("01AB-CDEG-0000-0000")
    assert len(code_hash("\ud800")) == 32


def test_a_sign_in_is_fresh_for_some_minutes_and_never_from_the_future() -> None:
    assert is_fresh(NOW, NOW)
    assert is_fresh(NOW, NOW + FRESH_FOR - timedelta(seconds=1))
    assert not is_fresh(NOW, NOW + FRESH_FOR)
    assert not is_fresh(NOW + timedelta(seconds=1), NOW)


@given(st.text())
def test_no_text_leads_off_the_staff_pages(text: str) -> None:
    for address in (text, PREFIX + text):
        back = safe_way_back(address)
        assert back.startswith(PREFIX)
        assert not set(back) & set('\\\r\n\t\x00<>" ')
        assert ".." not in back
