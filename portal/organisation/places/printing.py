"""Characters of the font of printed pages: Latin letters of every kind, digits and marks."""

import unicodedata

# Kinds of characters (of Unicode) that change what stands around them or are no characters yet.
UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs"}
# The letters and signs of Western Europe, all of which every font has.
WESTERN_ENDS = "\u00ff"
PUNCTUATION_ENDS = "\u2070"
SIGNS = "−≈≤≥→€"


class UnprintableText(ValueError):
    """A name holds letters that the font has not; ``characters`` are those."""

    def __init__(self, text: str, characters: str) -> None:
        super().__init__(f"{text!r} holds {characters!r}")
        self.text = text
        self.characters = characters


def printable(text: str) -> str:
    """Return ``text`` as it is printed, without what cannot be seen.

    :raises UnprintableText: when the font has not every letter, as of other scripts.
    """
    missing = unknown_letters(text)
    if missing:
        raise UnprintableText(text, missing)
    return shown(text)


def shown(text: str) -> str:
    """Return ``text`` as it is printed: what the font has not is a question mark.

    What cannot be seen is left out.
    """
    unknown = unknown_letters(text)
    return "".join(
        "?" if each in unknown else each
        for each in unicodedata.normalize("NFC", text)
        if each == "\n" or unicodedata.category(each) not in UNSEEN
    )


def unknown_letters(text: str) -> str:
    """Return the characters of ``text`` that can be seen and that the font has not, in order."""
    seen = {each for each in unicodedata.normalize("NFC", text) if not _is_known(each)}
    return "".join(sorted(each for each in seen if unicodedata.category(each) not in UNSEEN))


def _is_known(character: str) -> bool:
    name = unicodedata.name(character, "")
    return (
        character <= WESTERN_ENDS
        or character in SIGNS
        or name.startswith(("LATIN ", "COMBINING ", "MODIFIER LETTER "))
        or (character < PUNCTUATION_ENDS and unicodedata.category(character)[0] in "PZ")
    )
