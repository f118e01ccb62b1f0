"""Stored secrets of authenticators: what was not stored by the portal is never opened."""

import json

import pytest

from portal.accounts.second_factor.stored_secrets import (
    UnreadableSecret,
    close_secret,
    key_material,
    open_secret,
)

MATERIAL = key_material("the portal's secret")


def older(**changed: object) -> str:
    enckey = {"c": 4, "k": "IWOED3FDCPQYKGVI", "s": "7BP6X7N7S6ZDNJWUTJJQ", "t": "1", "v": 1}
    return json.dumps({"enckey": {**enckey, **changed}, "type": "totp", "v": 1})


def test_a_secret_opens_with_its_key_only() -> None:
    stored = close_secret(b"twenty bytes of it..", MATERIAL)

    assert open_secret(stored, MATERIAL) == b"twenty bytes of it.."
    with pytest.raises(UnreadableSecret):
        open_secret(stored, key_material("another secret"))


def test_the_same_secret_is_stored_differently_each_time() -> None:
    assert close_secret(b"twenty", MATERIAL) != close_secret(b"twenty", MATERIAL)


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "2:",
        "2:not base64",
        "2:AAAA",
        "[]",
        "{}",
        "17",
        "not json",
        older(c="x"),
        older(c=21),
        older(c=-1),
        older(c=None),
        older(s="1"),
        older(k=7),
    ],
)
def test_what_is_malformed_is_unreadable(stored: str) -> None:
    with pytest.raises(UnreadableSecret):
        open_secret(stored, MATERIAL)


def test_a_changed_byte_of_todays_form_shows() -> None:
    stored = close_secret(b"twenty bytes of it..", MATERIAL)
    at = len(stored) // 2
    changed = stored[:at] + ("A" if stored[at] != "A" else "B") + stored[at + 1 :]

    with pytest.raises(UnreadableSecret):
        open_secret(changed, MATERIAL)


def test_the_older_form_opens_also_at_other_costs() -> None:
    assert len(open_secret(older(), MATERIAL)) == 10
