"""A language that nobody speaks: every text in brackets, in a catalogue as translators make it."""

import re
import shutil
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from portal.web.languages import TRANSLATIONS

OPEN, CLOSE = "\u27e6", "\u27e7"
BRACKETED = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
WORD = re.compile(r"[^\W\d_]{2,}")
# What readers see or hear of a tag besides its text.
SPOKEN = ("alt", "aria-label", "content", "data-done", "data-label", "data-stop", "title")
WITHOUT_END = frozenset({"meta", "link", "input", "br", "img", "hr", "path", "use", "source"})
UNSEEN = frozenset({"script", "style", "code"})


@cache
def bracketed_catalogue(code: str) -> Catalog:
    """Return the catalogue of the language ``code`` with every text of the portal in brackets."""
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        texts = read_po(file)
    catalogue = Catalog(locale=code)
    for message in texts:
        if not message.id:
            continue
        forms = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [f"{OPEN}{each}{CLOSE}" for each in forms]
        words = said[0] if len(forms) == 1 else (said[:1] * catalogue.num_plurals)
        catalogue.add(message.id, words, context=message.context)
    return catalogue


def add_language(folder: Path, code: str) -> None:
    """Put the one file that adds the language ``code`` into a folder of catalogues."""
    target = folder / code / "LC_MESSAGES"
    target.mkdir(parents=True)
    with (target / "messages.mo").open("wb") as file:
        write_mo(file, bracketed_catalogue(code))


def folder_with(folder: Path, *codes: str) -> Path:
    """Return ``folder`` with the portal's own catalogues and those of ``codes``."""
    shutil.copytree(TRANSLATIONS, folder, dirs_exist_ok=True)
    for code in codes:
        add_language(folder, code)
    return folder


class SeenWords(HTMLParser):
    """Collects what a reader sees or hears of a page, but not what is in another language."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.texts: list[str] = []
        self._left_out = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        is_foreign = named.get("lang", self.code) != self.code or tag in UNSEEN
        if self._left_out or is_foreign:
            self._left_out += tag not in WITHOUT_END
            return
        is_for_machines = tag == "meta" and named.get("name") != "description"
        if not is_for_machines:
            self.texts += [named[each] or "" for each in SPOKEN if each in named]

    def handle_endtag(self, tag: str) -> None:
        self._left_out -= bool(self._left_out) and tag not in WITHOUT_END

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_data(self, data: str) -> None:
        if not self._left_out:
            self.texts.append(data)


def untranslated(page: str, *, code: str, names: tuple[str, ...]) -> set[str]:
    """Return what of ``page`` stands in no brackets and is none of the city's ``names``."""
    reader = SeenWords(code)
    reader.feed(page)
    return {
        text.strip()
        for text in (without(each, names) for each in reader.texts)
        if WORD.search(text)
    }


def without(text: str, names: tuple[str, ...]) -> str:
    """Return ``text`` without what is bracketed, also in one another, and without ``names``."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    before = ""
    while text != before:
        before, text = text, BRACKETED.sub("", text)
    return text
