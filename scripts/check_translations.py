"""Checks that every text of the code stands translated in every catalogue, and nothing else does.

Refused: a text that is missing, empty or uncertain (fuzzy), one that the code no longer has, and
a translation whose placeholders or number of plural forms differ from the original's.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = ["_l", "_n:1,2", "_pl:1c,2"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")


def named(text: str | tuple[str, ...], context: str | None) -> str:
    """Return what a text is called here: its msgid, with its context where it has one."""
    first = text if isinstance(text, str) else text[0]
    return f"{context}: {first}" if context else first


def texts_of_the_code() -> dict[str, str]:
    """Return where each text of the code first stands, by its name."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    from babel.messages.extract import DEFAULT_KEYWORDS

    found = extract_from_dir(
        ROOT / "portal", methods, options, {**DEFAULT_KEYWORDS, **parse_keywords(KEYWORDS)}
    )
    return {named(text, context): f"portal/{name}:{line}" for name, line, text, _, context in found}


def placeholders(text: str) -> set[str]:
    """Return what the code puts into ``text``."""
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def forms(message: Message) -> list[str]:
    """Return the translations of ``message``, one a plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def faults_of(message: Message, *, plural_forms: int) -> Iterator[str]:
    """Name what is wrong with one translated text."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    expected = 1 if len(originals) == 1 else plural_forms
    if message.fuzzy:
        yield "is uncertain (fuzzy)"
    if len(forms(message)) != expected or not all(forms(message)):
        yield "is not translated"
        return
    allowed = [placeholders(original) for original in originals]
    if any(placeholders(form) not in allowed for form in forms(message)):
        yield "has other placeholders than the original"


def faults(catalogue: Catalog, texts: dict[str, str]) -> Iterator[str]:
    """Name what is wrong with a whole catalogue."""
    known = {named(message.id, message.context): message for message in catalogue if message.id}
    for text, place in texts.items():
        if text not in known:
            yield f"{place}: {text!r} is missing"
    for text, message in known.items():
        if text not in texts:
            yield f"{text!r} is no longer in the code"
        for fault in faults_of(message, plural_forms=catalogue.num_plurals):
            yield f"{text!r} {fault}"
    for message in catalogue.obsolete.values():
        yield f"{message.id!r} is kept as obsolete"


def main() -> int:
    """Print every fault; 1 when there is one."""
    texts = texts_of_the_code()
    found = 0
    for path in sorted((ROOT / "portal/translations").glob("*/LC_MESSAGES/messages.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        for fault in faults(catalogue, texts):
            found += 1
            sys.stderr.write(f"{path.relative_to(ROOT)}: {fault}\n")
    if found:
        sys.stderr.write(f"{found} faults; run `make translations` and fill what is missing.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
