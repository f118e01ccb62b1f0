"""Writes a picture anew, without its metadata."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from portal.storage.files.kinds import FileFault, FileKind, FileRefused
from portal.storage.files.limits import MOST_PIXELS, MOST_WRITTEN_BYTES

JPEG_QUALITY = 88
# Modes that each kind keeps; others are turned into the first one.
MODES = {FileKind.JPEG: ("RGB", "L"), FileKind.PNG: ("RGBA", "RGB", "L", "LA", "P", "1")}


def rewritten(content: bytes, *, kind: FileKind) -> bytes:
    """Return the picture alone, turned as its camera said, without place, time and thumbnail.

    The header is read first: a picture of too many pixels is refused before any is decoded.

    :param kind: JPEG or PNG.
    :raises FileRefused: when it cannot be read, or has more than 50 megapixels.
    """
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(content), formats=[kind.value.upper()]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise FileRefused(FileFault.TOO_MANY_PIXELS)
            return _written(picture, kind=kind)
    except MemoryError as error:
        raise FileRefused(FileFault.TOO_COSTLY) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        if isinstance(error, FileRefused):
            raise
        raise FileRefused(FileFault.UNREADABLE) from error


def _written(picture: Image.Image, *, kind: FileKind) -> bytes:
    turned = ImageOps.exif_transpose(picture)
    modes = MODES[kind]
    plain = turned if turned.mode in modes else turned.convert(modes[0])
    plain.info = {key: plain.info[key] for key in ("transparency",) if key in plain.info}
    target = io.BytesIO()
    if kind is FileKind.JPEG:
        plain.save(target, format="JPEG", quality=JPEG_QUALITY)
    else:
        plain.save(target, format="PNG")
    if target.tell() > MOST_WRITTEN_BYTES:
        raise FileRefused(FileFault.TOO_COSTLY)
    return target.getvalue()
