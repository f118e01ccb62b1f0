"""Rules of passwords, and the rest of a password without the words that everybody tries."""

import re
from collections.abc import Iterable
from enum import StrEnum

SHORTEST = 12
LONGEST = 128
LOWEST_SCORE = 3
FEWEST_OWN_LETTERS = 5
_WORD = re.compile(r"[^\W\d_]{3,}")


class Weakness(StrEnum):
    """Why a password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    GUESSABLE = "guessable"


class WeakPassword(ValueError):
    """A password is too easy to guess; ``weakness`` says why."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(weakness.value)
        self.weakness = weakness


def check_length(password: str) -> None:
    """Refuse a password of the wrong length, counted in characters.

    :raises WeakPassword: when it has less than 12 or more than 128.
    """
    if len(password) < SHORTEST:
        raise WeakPassword(Weakness.TOO_SHORT)
    if len(password) > LONGEST:
        raise WeakPassword(Weakness.TOO_LONG)


def own_letters(password: str, known: Iterable[str]) -> int:
    """Return how many letters are left without the words everybody would try.

    :param known: texts whose words do not count, such as the owner's name and a word list.
    """
    left = password.casefold()
    words = {word for text in known for word in _WORD.findall(text.casefold())}
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, " ")
    return sum(character.isalpha() for character in left)
