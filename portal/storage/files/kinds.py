"""Which files are taken, told by their first bytes and never by their name alone."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

MEBIBYTE = 1024 * 1024
MOST_BYTES = 5 * MEBIBYTE


class FileKind(StrEnum):
    """A kind of file that is taken."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"


class FileFault(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    OTHER_KIND = "other_kind"
    WRONG_NAME = "wrong_name"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too_many_pixels"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    TWO_IN_ONE = "two_in_one"
    TOO_COSTLY = "too_costly"
    BUSY = "busy"


class FileRefused(ValueError):
    """A file is not taken.

    :ivar fault: why not.
    """

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault)
        self.fault = fault


BEGINNINGS: Mapping[FileKind, bytes] = MappingProxyType(
    {
        FileKind.PDF: b"%PDF-",
        FileKind.JPEG: b"\xff\xd8\xff",
        FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    }
)
ENDINGS: Mapping[FileKind, tuple[str, ...]] = MappingProxyType(
    {
        FileKind.PDF: (".pdf",),
        FileKind.JPEG: (".jpg", ".jpeg"),
        FileKind.PNG: (".png",),
    }
)
MIMETYPES: Mapping[FileKind, str] = MappingProxyType(
    {
        FileKind.PDF: "application/pdf",
        FileKind.JPEG: "image/jpeg",
        FileKind.PNG: "image/png",
    }
)


def kind_of(content: bytes, *, name: str) -> FileKind:
    """Return what a file is.

    :param name: as it was sent; its ending has to say the same as the content.
    :raises FileRefused: when it is empty, too large, of another kind, or its name says another.
    """
    if not content:
        raise FileRefused(FileFault.EMPTY)
    if len(content) > MOST_BYTES:
        raise FileRefused(FileFault.TOO_LARGE)
    for kind, beginning in BEGINNINGS.items():
        if content.startswith(beginning):
            if not name.lower().endswith(ENDINGS[kind]):
                raise FileRefused(FileFault.WRONG_NAME)
            return kind
    raise FileRefused(FileFault.OTHER_KIND)
