"""Sets printed pages: a ``.typ`` file says how they look, plain data what they say."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import segno
import typst

from portal.organisation.places.printing import printable, shown

PORTAL = Path(__file__).parents[2]
ERROR_CORRECTION = "q"


def typeset(look: Path, content: dict[str, Any], *, has_all_letters: bool = False) -> bytes:
    """Return ``content`` as a PDF, the same bytes for the same content.

    It is tagged for screen readers (PDF/UA-1); Typst refuses to write it when something is
    missing. The file ``look`` reads ``sys.inputs.content`` as JSON, so that nothing a person
    wrote is read as markup. Letters that the font has not are printed as question marks, or
    refused. Fonts of the machine are not used: the same page is the same file everywhere.

    :param has_all_letters: whether a text with other letters is refused.
    :raises UnprintableText: when it is.
    """
    pdf = typst.compile(
        str(look),
        root=str(PORTAL),
        format="pdf",
        sys_inputs={"content": json.dumps(_with(printable if has_all_letters else shown, content))},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
    )
    return bytes(pdf)


def code_drawing(address: str) -> str:
    """Return the QR code of ``address`` as a drawing (SVG) without its quiet zone."""
    return segno.make_qr(address, error=ERROR_CORRECTION).svg_inline(border=0, scale=4)


def _with(letters: Callable[[str], str], part: Any) -> Any:
    """Return ``part`` with every text as ``letters`` returns it."""
    if isinstance(part, str):
        return letters(part)
    if isinstance(part, dict):
        return {key: _with(letters, value) for key, value in part.items()}
    return [_with(letters, each) for each in part] if isinstance(part, list) else part
