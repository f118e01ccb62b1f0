"""Fresh tickets as the file that is handed over: sheets to print, or a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.organisation.posters.addresses import public_address
from portal.rating.tickets.domain import TicketScope
from portal.rating.tickets.service import IssuedTickets
from portal.settings import Settings
from portal.storage.own_programs import run_printer
from portal.storage.spreadsheets.cells import write_csv

PROGRAM = "portal.rating.tickets.sheets_program"
COLUMNS, ROWS = 3, 8
PER_PAGE = COLUMNS * ROWS


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """What is printed besides the code: city, place, the portal's address, the last day.

    ``is_sample`` prints CONTOH on every ticket.
    """

    city: str
    place: str
    address: str
    expires_on: date
    is_sample: bool


def ticket_url(address: str, code: str) -> str:
    """Return what a ticket's QR holds.

    :param address: the portal's address, without a stroke at its end.
    """
    return f"{address}/t/{code}"


def tickets_csv(codes: Sequence[str], *, address: str, expires_on: date) -> str:
    """Return codes with their addresses and the last day on which they are good."""
    rows = ((code, ticket_url(address, code), expires_on.isoformat()) for code in codes)
    return write_csv(("ticket", "url", "expires_on"), rows)


def paper_for(issued: IssuedTickets, scope: TicketScope, *, settings: Settings) -> TicketPaper:
    """Return what is printed on tickets beside their codes."""
    return TicketPaper(
        city=settings.city_name,
        place=scope.name,
        address=public_address(settings),
        expires_on=issued.expires_on,
        is_sample=not settings.is_https,
    )


def table_of(issued: IssuedTickets, *, settings: Settings) -> str:
    """Return fresh tickets as CSV, with their addresses and the last day."""
    address = public_address(settings)
    return tickets_csv(issued.codes, address=address, expires_on=issued.expires_on)


def handed_over(
    issued: IssuedTickets, scope: TicketScope, *, settings: Settings, is_table: bool
) -> bytes:
    """Return the table, or the sheets, which a program of its own draws.

    :raises portal.storage.own_programs.PrintingFailed: when they could not be drawn; the codes
        are known to nobody then.
    """
    if is_table:
        return table_of(issued, settings=settings).encode()
    paper = paper_for(issued, scope, settings=settings)
    return run_printer((issued.codes, paper), program=PROGRAM)
