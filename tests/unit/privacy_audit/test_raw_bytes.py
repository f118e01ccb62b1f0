"""Keys are found in raw bytes wherever they stand, as a plain search finds them."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from portal.privacy_audit.raw_bytes import CHUNK, places, raw_traces

KEYS = [hashlib.sha256(b"%d" % number).digest() for number in range(8)]


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.binary(max_size=20)), max_size=20))
def test_every_place_is_found(written: list[tuple[bytes, bytes]]) -> None:
    content = b"".join(key + between for key, between in written)

    found = places(content, KEYS)

    for key in KEYS:
        expected = [at for at in range(len(content)) if content.startswith(key, at)]
        assert found[key] == expected


def test_a_key_across_two_chunks_is_found_once() -> None:
    for shift in (1, 4, 7, 8, 31):
        before = bytes(CHUNK - shift)
        content = before + KEYS[0] + bytes(100)

        assert places(content, KEYS)[KEYS[0]] == [len(before)]


def test_what_lies_further_back_in_a_page_came_earlier() -> None:
    content = b"--" + KEYS[0] + b"--" + KEYS[1] + KEYS[0]

    traces = raw_traces({"file": content}, KEYS[:3], page=64)

    assert traces[KEYS[0]] == {
        "first in file": 62,
        "first in a page of file": 62,
        "last in file": 64 + 60,
        "last in a page of file": 60,
    }
    assert traces[KEYS[1]]["first in file"] == 64 - 36
    assert traces[KEYS[2]] == {}
