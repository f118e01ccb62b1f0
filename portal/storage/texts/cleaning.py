"""What people send as text, without the characters no database stores and no reader sees."""

import unicodedata

KEPT_CONTROLS = frozenset("\n\t")
CONTROL = "Cc"
SURROGATE = "Cs"


def plain(text: str | None) -> str | None:
    """Return ``text`` trimmed, with one kind of line end and no other control characters."""
    if text is None:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (letter for letter in lines if letter in KEPT_CONTROLS or not _is_unseen(letter))
    return "".join(kept).strip()


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in {CONTROL, SURROGATE}
