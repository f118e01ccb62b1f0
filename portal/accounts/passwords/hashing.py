"""Password hashes (argon2id), and how easy a password is to guess.

Import this module only through ``credentials`` beside it: the word lists take time to load.
"""

import secrets
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from portal.accounts.passwords.domain import (
    FEWEST_OWN_LETTERS,
    LOWEST_SCORE,
    Weakness,
    WeakPassword,
    check_length,
    own_letters,
)

# Argon2id with 32 MiB and three passes: well above OWASP's least, about a twentieth of a second.
HASHER = PasswordHasher(time_cost=3, memory_cost=32 * 1024, parallelism=1)
# The form in which every stored hash was made; another form would refuse right passwords.
NORMAL_FORM: Literal["NFKD"] = "NFKD"
EXAMINED = 72


def hash_password(password: str) -> str:
    """Return the argon2id hash of ``password`` in its encoded form (``$argon2id$...``)."""
    return HASHER.hash(_normalised(password))


def is_password(password: str, stored: str | None) -> bool:
    """Return whether ``password`` fits the hash; without a hash it takes as long and fails.

    :param stored: an argon2 hash in its encoded form; a text of another form never fits.
    """
    try:
        HASHER.verify(stored or _hash_of_nobody(), _normalised(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Return whether ``stored`` was made with other costs than a hash of today."""
    return HASHER.check_needs_rehash(stored)


def refuse_weak(password: str, about: tuple[str, ...]) -> None:
    """Refuse a password that is easy to guess, also from what is known ``about`` its owner.

    :raises WeakPassword: with the reason.
    """
    check_length(password)
    head = password[:EXAMINED]
    known = [*about, *_local_words()]
    found = zxcvbn(head, user_inputs=known, max_length=EXAMINED)
    if found["score"] < LOWEST_SCORE or own_letters(password, known) < FEWEST_OWN_LETTERS:
        raise WeakPassword(Weakness.GUESSABLE)


def _normalised(password: str) -> bytes:
    return unicodedata.normalize(NORMAL_FORM, password).encode("utf-8", "surrogatepass")


@lru_cache(maxsize=1)
def _local_words() -> tuple[str, ...]:
    """Return what a guesser of this city tries first; zxcvbn tries English and common passwords."""
    return tuple((Path(__file__).parent / "local_words.txt").read_text().split())


@lru_cache(maxsize=1)
def _hash_of_nobody() -> str:
    return hash_password(secrets.token_hex())
