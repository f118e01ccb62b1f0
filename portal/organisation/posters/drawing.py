"""The content of posters, one desk a page, and their PDF; margins allow for cutting."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from portal.organisation.posters.addresses import poster_url, public_address
from portal.organisation.posters.city_look import PLAIN_LOOK, CityLook
from portal.organisation.posters.rateable import PosterDesk
from portal.organisation.posters.typesetting import code_drawing, typeset
from portal.settings import Settings
from portal.web.colours import light_colour

LOOK = Path(__file__).with_name("poster.typ")
COLOURS = {
    "ink": light_colour("ink"),
    "soft": light_colour("ink-soft"),
    "accent": light_colour("accent"),
    "warn": light_colour("warn"),
}
WORDS = {
    "title": "Suara Loket",
    "question": "Bagaimana layanan di loket ini?",
    "invitation": "Pindai dan beri nilai: anonim, kurang dari satu menit.",
    "english": "How was the service here? Scan to rate it: anonymous, under a minute.",
    "type_it": "Tanpa pindai, ketik alamat ini:",
    "not_to_put_up": "Hanya untuk uji coba, jangan dipasang.",
}

DEMONSTRATION = "DATA CONTOH"
TRIAL = "CONTOH"


class Paper(StrEnum):
    """The sizes posters are printed in."""

    A5 = "a5"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class PosterLayout:
    """Lengths of a page; ``scale`` is that of type, 1 on A5."""

    width_mm: float
    height_mm: float
    margin_mm: float
    qr_mm: float
    scale: float


LAYOUTS = {
    Paper.A5: PosterLayout(width_mm=148, height_mm=210, margin_mm=14, qr_mm=70, scale=1),
    Paper.A4: PosterLayout(width_mm=210, height_mm=297, margin_mm=20, qr_mm=102, scale=1.4),
}


@dataclass(frozen=True, slots=True)
class PosterSheet:
    """The words of a poster; ``warning`` is printed large when it must not be put up.

    ``url`` is what the QR holds.
    """

    city: str
    agency: str
    unit: str | None
    desk: str
    desk_code: str
    url: str
    warning: str | None
    look: CityLook = PLAIN_LOOK

    @property
    def typed_address(self) -> str:
        """What a person types who cannot scan: browsers add the beginning."""
        return self.url.partition("://")[2]


def poster_sheet(
    desk: PosterDesk, *, code: str, settings: Settings, look: CityLook = PLAIN_LOOK
) -> PosterSheet:
    """Return what stands on the poster of ``desk`` with the poster code ``code``.

    Without a public https address, or with demonstration data, it says CONTOH.
    """
    trial = None if settings.is_https else TRIAL
    return PosterSheet(
        city=settings.city_name,
        agency=desk.agency_name,
        unit=desk.unit_name,
        desk=desk.name,
        desk_code=desk.code,
        url=poster_url(public_address(settings), code),
        warning=DEMONSTRATION if settings.demo else trial,
        look=look,
    )


def poster_pdf(sheets: Sequence[PosterSheet], *, paper: Paper) -> bytes:
    """Return a PDF with a page for each of ``sheets``, tagged and in Indonesian.

    The QR has error correction Q, is drawn as vectors and measures 70 mm (A5) or 102 mm (A4)
    without its quiet zone. Nothing is printed within 14 mm (20 mm) of an edge.

    :raises UnprintableText: when a name holds letters the font has not.
    """
    layout = LAYOUTS[paper]
    content = {
        **WORDS,
        "city": sheets[0].city if sheets else "",
        "colours": COLOURS,
        "look": (sheets[0].look if sheets else PLAIN_LOOK).printed(),
        "paper": {
            "width": layout.width_mm,
            "height": layout.height_mm,
            "margin": layout.margin_mm,
            "code": layout.qr_mm,
            "scale": layout.scale,
        },
        "sheets": [_content(sheet) for sheet in sheets],
    }
    return typeset(LOOK, content, has_all_letters=True)


def _content(sheet: PosterSheet) -> dict[str, Any]:
    return {
        "warning": sheet.warning or "",
        "above": [each for each in (sheet.city, sheet.agency, sheet.unit) if each],
        "desk": sheet.desk,
        "desk_code": sheet.desk_code,
        "code": code_drawing(sheet.url),
        "address": sheet.url,
        "typed": sheet.typed_address,
    }
