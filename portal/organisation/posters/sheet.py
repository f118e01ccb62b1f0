"""What stands on a poster of one desk."""

from dataclasses import dataclass

from portal.organisation.posters.addresses import poster_url, public_address
from portal.organisation.posters.rateable import PosterDesk
from portal.settings import Settings

DEMONSTRATION = "DATA CONTOH"
TRIAL = "CONTOH"


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

    @property
    def typed_address(self) -> str:
        """What a person types who cannot scan: browsers add the beginning."""
        return self.url.partition("://")[2]


def poster_sheet(desk: PosterDesk, *, code: str, settings: Settings) -> PosterSheet:
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
    )
