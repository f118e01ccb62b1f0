"""Checks a PDF, its compressed objects included, for anything beyond showing pages."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from portal.storage.files.kinds import FileFault, FileRefused
from portal.storage.files.limits import MOST_LEVELS, MOST_PARTS

# Keys that no plain document needs: scripts, forms that run, other files inside, moving pictures.
KEYS = frozenset(
    {"/JS", "/JavaScript", "/XFA", "/EF", "/EmbeddedFiles", "/RichMediaContent", "/RichMedia"}
)
# What an action, an annotation or an object must not be.
VALUES = {
    "/S": frozenset(
        {
            "/JavaScript",
            "/Launch",
            "/SubmitForm",
            "/ImportData",
            "/GoToE",
            "/GoToR",
            "/Movie",
            "/Sound",
            "/Rendition",
            "/RichMediaExecute",
        }
    ),
    "/Subtype": frozenset({"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound", "/FileAttachment"}),
    "/Type": frozenset({"/EmbeddedFile"}),
}
LAST_LINE = b"%%EOF"
BLANK = b" \t\r\n\x00\x0c"
# An archive says at its end where its files lie; a comment behind that is 64 KiB at most.
ARCHIVE_END = b"PK\x05\x06"
ARCHIVE_TAIL = 64 * 1024 + 22
MARKUP = re.compile(rb"<(!doctype\s+html|html|script|svg)[\s>]", re.IGNORECASE)
MARKUP_HEAD = 1024


def check_paper(content: bytes) -> None:
    """Refuse a PDF that is locked, broken, two files in one, or does more than show pages.

    :raises FileRefused: with the reason.
    """
    _check_one_file(content)
    try:
        with pikepdf.open(io.BytesIO(content)) as paper:
            if paper.is_encrypted:
                raise FileRefused(FileFault.ENCRYPTED)
            if not len(paper.pages):
                raise FileRefused(FileFault.UNREADABLE)
            if any(_is_active(each) for each in _dictionaries(paper)):
                raise FileRefused(FileFault.ACTIVE)
    except pikepdf.PasswordError as error:
        raise FileRefused(FileFault.ENCRYPTED) from error
    except MemoryError as error:
        raise FileRefused(FileFault.TOO_COSTLY) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(FileFault.UNREADABLE) from error


def _check_one_file(content: bytes) -> None:
    """Refuse what is a PDF and something else at once, however a reader begins to read it."""
    _, found, rest = content.rpartition(LAST_LINE)
    if not found:
        raise FileRefused(FileFault.UNREADABLE)
    is_archive = ARCHIVE_END in content[-ARCHIVE_TAIL:]
    if rest.strip(BLANK) or is_archive or MARKUP.search(content[:MARKUP_HEAD]):
        raise FileRefused(FileFault.TWO_IN_ONE)


def _dictionaries(paper: pikepdf.Pdf) -> Iterator[Any]:
    """Give every dictionary of the paper, those inside others included."""
    parts = 0
    waiting = [(each, 0) for each in (*paper.objects, paper.trailer)]
    while waiting:
        each, level = waiting.pop()
        parts += 1
        if parts > MOST_PARTS or level > MOST_LEVELS:
            raise FileRefused(FileFault.TOO_COSTLY)
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            yield each
            inside = [value for _, value in each.items()]
        elif isinstance(each, pikepdf.Array):
            inside = list(each)
        else:
            continue
        # What stands under a number of its own is in the list already.
        waiting += [
            (one, level + 1)
            for one in inside
            if isinstance(one, pikepdf.Object) and not one.is_indirect
        ]


def _is_active(dictionary: Any) -> bool:
    keys = set(dictionary.keys())
    if keys & KEYS:
        return True
    return any(str(dictionary[key]) in VALUES[key] for key in keys & VALUES.keys())
