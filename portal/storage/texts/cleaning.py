"""Cleaning of texts that people send; reading them as a code, and comparing them.

Every form and file cleans its texts here: long texts, lines, names, and words to look for.

Posters, visit tickets, pairing codes, tokens of a screen, complaints and recovery codes use it.

A signature lies beside its encrypted text in the clear. So its features are hashed under a key:
without it nobody can compute the signature of a guess, of a name or of somebody's other texts. That
two stored signatures are alike still shows.
"""

import hashlib
import re
import secrets
import unicodedata
from itertools import pairwise

KEPT_CONTROLS = frozenset("\n\t")
CONTROL = "Cc"
SURROGATE = "Cs"
# Controls, direction marks and the like would hide what a name really says.
INVISIBLE = frozenset({CONTROL, "Cf", SURROGATE, "Co", "Cn", "Zl", "Zp"})

_LINE_END = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Letters that look like nothing: a blank of Braille, and fillers of Hangul.
_LOOKS_EMPTY = frozenset(" \u2800\u115f\u1160\u3164\uffa0")


def plain(text: str | None) -> str | None:
    """Return ``text`` trimmed, with one kind of line end and no other control characters.

    What joins letters or signs, as in scripts and pictures made of several signs, is kept. Where
    nothing can be seen, nothing is left.
    """
    if text is None:
        return None
    kept = (letter for letter in _lines(text) if letter in KEPT_CONTROLS or not _is_unseen(letter))
    return _shown("".join(kept))


def printable_text(text: str | None) -> str:
    """Return ``text`` trimmed, with one kind of line end and what a keyboard writes.

    Every kind of blank keeps words apart.
    """
    kept = (each for each in map(_blank, _lines(text or "")) if each == "\n" or each.isprintable())
    return _shown("".join(kept))


def one_line(text: str | None) -> str:
    """Return ``text`` on one line, without characters that nobody can see or type."""
    return _single_blanks("".join(c if c.isprintable() else " " for c in text or ""))


def composed_name(text: str) -> str:
    """Return a name with composed letters and single blanks; see also ``hides_something``."""
    return _single_blanks(unicodedata.normalize("NFC", text))


def hides_something(name: str) -> bool:
    """Return whether a name has characters that nobody sees."""
    return any(unicodedata.category(character) in INVISIBLE for character in name)


def search_words(text: str, *, longest: int) -> str:
    """Return what is looked for: the first ``longest`` characters that can be seen, trimmed."""
    return "".join(filter(str.isprintable, map(_blank, text)))[:longest].strip()


def _lines(text: str) -> str:
    """Return ``text`` with one kind of line end, whichever of eight it came with."""
    return _LINE_END.sub("\n", text)


def _blank(letter: str) -> str:
    return " " if letter != "\n" and letter.isspace() else letter


def _shown(text: str) -> str:
    """Return ``text`` trimmed; empty where it has nothing that anybody sees."""
    is_seen = any(letter.isprintable() and letter not in _LOOKS_EMPTY for letter in text)
    return text.strip() if is_seen else ""


def _single_blanks(text: str) -> str:
    return " ".join(text.split())


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {CONTROL, SURROGATE}


# Crockford's base 32 has no I, L, O and U, so that no character is mistaken for another.
# Source: Douglas Crockford, "Base 32", https://www.crockford.com/base32.html.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS_PER_CHARACTER = 5
GROUP = 4
# Dashes and points part groups; quotes, brackets and stars are what chats and people put around.
_DASHES = "-._\u2010\u2011\u2012\u2013\u2014\u2212"
_AROUND = ",;:!?*~|'\"`()[]<>{}\u2018\u2019\u201c\u201d\u00ab\u00bb"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", **dict.fromkeys(_DASHES + _AROUND)})
_LONGEST_TYPED = 64
_LONGEST_ADDRESS = 300
_PARTS = re.compile(r"[/#?&=\s]+")


def new_code(length: int) -> str:
    """Return ``length`` random characters of 5 bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_of_number(number: int, *, length: int) -> str:
    """Return the last ``length`` times 5 bits of ``number`` as characters, the highest first."""
    places = range(length - 1, -1, -1)
    return "".join(ALPHABET[number >> BITS_PER_CHARACTER * place & 31] for place in places)


def read_code(typed: str, *, length: int) -> str | None:
    """Return the code that ``typed`` stands for, or None when it cannot be one.

    Small letters, blanks, dots and all kinds of dashes are allowed, and O, I and L are read
    as 0, 1 and 1. So are wide letters, marks that nobody sees, what chats put around a code, and
    the address that ends with it.

    :param typed: anything at all; more than 64 characters are no code, more than 300 no address.
    """
    if "/" in typed and len(typed) <= _LONGEST_ADDRESS:
        # A picture's address may go on behind the code; the first of its parts is its machine.
        read = (_read_part(part, length=length) for part in _PARTS.split(typed)[1:])
        return next((code for code in read if code), None)
    return _read_part(typed, length=length) if len(typed) <= _LONGEST_TYPED else None


def _read_part(typed: str, *, length: int) -> str | None:
    seen = "".join(filter(str.isprintable, unicodedata.normalize("NFKC", typed)))
    code = "".join(seen.upper().split()).translate(_READ_AS)
    return code if len(code) == length and not set(code) - set(ALPHABET) else None


def in_groups(code: str) -> str:
    """Return ``code`` in groups of four, for reading and printing."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


SIGNATURE_BITS = 63
NEAR_BITS = 8
# Of texts that were purged, and of those whose signature has still to be computed.
NO_SIGNATURE = 0
_WORD = re.compile(r"\w{3,}")


def signature(text: str, *, key: bytes) -> int:
    """Return a similarity hash of ``text`` below 2**63: alike texts differ in few bits.

    Signatures under different keys cannot be compared.

    Source: Charikar 2002, similarity estimation from rounding algorithms (simhash), over
    words and neighbouring pairs of words.
    """
    words = _WORD.findall(text.lower())
    features = [*words, *(f"{first} {second}" for first, second in pairwise(words))]
    weights = [0] * SIGNATURE_BITS
    for feature in features:
        hashed = hashlib.blake2b(feature.encode(), key=key, digest_size=8)
        digest = int.from_bytes(hashed.digest())
        for bit in range(SIGNATURE_BITS):
            weights[bit] += 1 if digest >> bit & 1 else -1
    return sum(1 << bit for bit, weight in enumerate(weights) if weight > 0)


def distance(first: int, second: int) -> int:
    """Return in how many bits two signatures differ."""
    return (first ^ second).bit_count()


def is_near(first: int, second: int) -> bool:
    """Return whether two signatures come from texts that say much the same."""
    if NO_SIGNATURE in {first, second}:
        return False
    return distance(first, second) <= NEAR_BITS
