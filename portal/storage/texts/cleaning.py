"""What people send as text, without what no database stores and nobody sees.

Every form and file cleans its texts here: long texts, lines, names, and words to look for.
"""

import unicodedata

KEPT_CONTROLS = frozenset("\n\t")
CONTROL = "Cc"
SURROGATE = "Cs"
# Controls, direction marks and the like would hide what a name really says.
INVISIBLE = frozenset({CONTROL, "Cf", SURROGATE, "Co", "Cn", "Zl", "Zp"})


def plain(text: str | None) -> str | None:
    """Return ``text`` trimmed, with one kind of line end and no other control characters.

    What joins letters or signs, as in scripts and pictures made of several signs, is kept.
    """
    if text is None:
        return None
    kept = (letter for letter in _lines(text) if letter in KEPT_CONTROLS or not _is_unseen(letter))
    return "".join(kept).strip()


def printable_text(text: str | None) -> str:
    """Return ``text`` trimmed, with one kind of line end and what a keyboard writes."""
    kept = (letter for letter in _lines(text or "") if letter == "\n" or letter.isprintable())
    return "".join(kept).strip()


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
    return "".join(filter(str.isprintable, text))[:longest].strip()


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _single_blanks(text: str) -> str:
    return " ".join(text.split())


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {CONTROL, SURROGATE}
