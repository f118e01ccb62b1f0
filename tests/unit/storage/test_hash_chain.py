"""A chain of entries: whole it holds, and every change to one of them is found."""

from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from portal.storage.hash_chain import Break, ChainFault, Head, Link, first_break, hash_of

TEXTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=8), min_size=1, max_size=6)


def written(text: str, previous: bytes) -> str:
    return f"{previous.hex()}\n{text}"


def chain(texts: list[str]) -> list[Link]:
    links, head = [], Head()
    for text in texts:
        entry_hash = hash_of(written(text, head.entry_hash))
        links.append(Link(head.sequence + 1, head.entry_hash, entry_hash, partial(written, text)))
        head = Head(head.sequence + 1, entry_hash)
    return links


def test_a_chain_without_entries_begins_with_noughts() -> None:
    assert first_break([]) == Head(0, bytes(32))


@given(texts=TEXTS)
def test_a_whole_chain_gives_its_last_entry(texts: list[str]) -> None:
    links = chain(texts)

    assert first_break(links) == Head(len(texts), links[-1].entry_hash)


@given(texts=TEXTS, data=st.data())
def test_a_changed_entry_is_named_with_both_hashes(texts: list[str], data: st.DataObject) -> None:
    links = chain(texts)
    at = data.draw(st.integers(0, len(texts) - 1))
    changed = f"{texts[at]}x"
    links[at] = replace(links[at], text_after=partial(written, changed))
    found = first_break(links)

    assert found == Break(at + 1, ChainFault.CHANGED)
    assert isinstance(found, Break)
    assert found.found_hash == links[at].entry_hash
    assert found.expected_hash == hash_of(written(changed, links[at].previous_hash))


@given(texts=TEXTS, data=st.data())
def test_a_missing_entry_is_found_at_the_next_one(texts: list[str], data: st.DataObject) -> None:
    links = chain([*texts, "last"])
    at = data.draw(st.integers(0, len(texts) - 1))
    del links[at]

    assert first_break(links) == Break(at + 2, ChainFault.MISSING)


@given(texts=TEXTS)
def test_an_entry_that_is_sealed_to_another_one_is_found(texts: list[str]) -> None:
    links = chain(texts)
    links[-1] = replace(links[-1], previous_hash=bytes(31) + b"\1")

    assert first_break(links) == Break(len(texts), ChainFault.UNLINKED)
