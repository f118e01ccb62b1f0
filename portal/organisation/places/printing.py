"""Text for the fonts that every PDF reader has: they know the letters of Western Europe only."""

import unicodedata

CHARSET = "latin-1"
_PLAIN = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "…": "...",
        "\u00a0": " ",
    }
)


class UnprintableText(ValueError):
    """A name holds letters that the poster's font has not; ``characters`` are those."""

    def __init__(self, text: str, characters: str) -> None:
        super().__init__(f"{text!r} holds {characters!r}")
        self.text = text
        self.characters = characters


def printable(text: str) -> str:
    """Return ``text`` with marks that the font has not left out: quotes, dashes and accents.

    :raises UnprintableText: when a letter has no counterpart, as in other scripts.
    """
    plain = text.translate(_PLAIN)
    shown = "".join(map(_nearest, plain))
    missing = "".join(sorted({character for character in shown if not _is_known(character)}))
    if missing:
        raise UnprintableText(text, missing)
    return shown


def _nearest(character: str) -> str:
    if _is_known(character):
        return character
    bare = unicodedata.normalize("NFKD", character)[:1]
    return bare if _is_known(bare) else character


def _is_known(character: str) -> bool:
    try:
        character.encode(CHARSET)
    except UnicodeEncodeError:
        return False
    return True
