"""A separate program: reads a coat of arms that somebody sent, writes it anew and ends.

It answers ``svg`` or ``png`` and the picture, or ``refused`` and what is in the way.
"""

import io
import json
import sys
from typing import BinaryIO

from portal.storage.confining import confine
from portal.storage.files.kinds import BEGINNINGS, FileFault, FileKind, FileRefused
from portal.storage.files.limits import BOUNDS

# Larger is scaled down: nobody sees more of it, on pages or in print.
MOST_SIDE = 400
MOST_SIDE_SENT = 6_000
MOST_PNG_BYTES = 200_000


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """Read the picture in ``source`` and write the answer."""
    # Loaded here: the libraries are large, and nothing else of the portal needs them.
    from portal.organisation.city_settings.emblem_svg import SvgRefused, plain_svg  # noqa: PLC0415 - large, in this program only

    content = source.read()
    is_png = content.startswith(BEGINNINGS[FileKind.PNG])
    try:
        picture = small_png(content) if is_png else plain_svg(content)
        check_print(picture)
    except (SvgRefused, FileRefused) as refused:
        target.write(b"refused\n" + str(refused).encode())
    except MemoryError:
        target.write(b"refused\n" + FileFault.TOO_COSTLY.encode())
    else:
        target.write((b"png\n" if is_png else b"svg\n") + picture)
    target.flush()


def small_png(content: bytes) -> bytes:
    """Return a PNG alone, without what was in it beside the picture, no side over 400 px.

    :raises FileRefused: when it cannot be read or is too large.
    """
    from PIL import Image  # noqa: PLC0415 - large, in this program only

    from portal.storage.files.pictures import rewritten  # noqa: PLC0415 - large, in this program only

    # The header says how large it is, before anything is decoded.
    if max(int.from_bytes(content[at : at + 4]) for at in (16, 20)) > MOST_SIDE_SENT:
        raise FileRefused(FileFault.TOO_MANY_PIXELS)
    with Image.open(io.BytesIO(rewritten(content, kind=FileKind.PNG))) as picture:
        plain = picture.convert("RGBA")
    plain.thumbnail((MOST_SIDE, MOST_SIDE))
    written = io.BytesIO()
    plain.save(written, format="PNG", optimize=True)
    if written.tell() > MOST_PNG_BYTES:
        plain.quantize(256).save(written := io.BytesIO(), format="PNG", optimize=True)
    if written.tell() > MOST_PNG_BYTES:
        raise FileRefused(FileFault.TOO_LARGE)
    return written.getvalue()


def check_print(picture: bytes) -> None:
    """Refuse a picture that could not be printed on a poster.

    :raises FileRefused: when it cannot be set.
    """
    import typst  # noqa: PLC0415 - large, in this program only

    kind = b"png" if picture.startswith(BEGINNINGS[FileKind.PNG]) else b"svg"
    page = b'#image(bytes(json(bytes(sys.inputs.content))), width: 20mm, format: "%s")' % kind
    said = {"content": json.dumps(list(picture))}
    try:
        typst.compile(page, sys_inputs=said, ignore_system_fonts=True)
    except RuntimeError as error:
        raise FileRefused(FileFault.UNREADABLE) from error


if __name__ == "__main__":
    confine(BOUNDS)
    answer(sys.stdin.buffer, sys.stdout.buffer)
