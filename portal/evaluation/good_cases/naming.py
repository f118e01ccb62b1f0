"""Whether the text of a good case names somebody."""

import re
from collections.abc import Iterable, Sequence

# Parts of the person's own name of so many letters are looked for one by one.
SHORTEST_PART = 4
# A part that more of the agency's people are called by points at nobody.
MOST_CALLED_SO = 2
STAFF_NUMBER = re.compile(r"\d[\d .]{7,}\d")
WORD = re.compile(r"\w+")


def names_somebody(texts: Iterable[str], *, person: str, others: Iterable[str]) -> bool:
    """Return whether texts hold a staff number, a full name, or a part of the person's own name.

    :param person: the name of whom the case is about; each of its longer parts counts
        that hardly anybody else is called by.
    :param others: names of people of the same agency; only the full name counts.
    """
    text = " ".join(texts)
    words, names = _words(text), [_words(name) for name in {person, *others}]
    own = {
        each
        for each in _words(person)
        if len(each) >= SHORTEST_PART and sum(each in name for name in names) <= MOST_CALLED_SO
    }
    if STAFF_NUMBER.search(text) or own & set(words):
        return True
    return any(_holds(words, name) for name in names)


def _words(text: str) -> Sequence[str]:
    return [each.casefold() for each in WORD.findall(text)]


def _holds(words: Sequence[str], name: Sequence[str]) -> bool:
    """Return whether a name of two words or more stands in the text, word after word."""
    size = len(name)
    starts = range(len(words) - size + 1)
    return size > 1 and any(list(words[at : at + size]) == list(name) for at in starts)
