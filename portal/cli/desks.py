"""`flask desks`: the desks that can be rated, and their posters."""

import json
from collections.abc import Sequence

import click
from flask.cli import AppGroup

from portal import clock
from portal.extensions import current_settings, db
from portal.organisation import queries
from portal.organisation.addresses import poster_url, public_address
from portal.spreadsheet.cells import write_csv

COLUMNS = ("code", "name", "agency", "url")
ListedDesk = dict[str, str | None]

group = AppGroup("desks", help="The desks that can be rated.")


@group.command("list")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
)
def list_(form: str) -> None:
    """List the desks with the address on their posters (none while it is withdrawn)."""
    desks = _listed()
    if form == "json":
        click.echo(json.dumps(desks, ensure_ascii=False, indent=2))
    elif form == "csv":
        click.echo(write_csv(COLUMNS, map(_cells, desks)), nl=False)
    else:
        for desk in desks:
            click.echo("  ".join(_cells(desk)))


def _listed() -> list[ListedDesk]:
    settings = current_settings()
    address = public_address(settings)
    desks = queries.poster_desks(db.session(), on=clock.today(settings.timezone))
    return [
        {
            "code": desk.code,
            "name": desk.name,
            "agency": desk.agency_code,
            "url": poster_url(address, desk.poster_code) if desk.poster_code else None,
        }
        for desk in desks
    ]


def _cells(desk: ListedDesk) -> Sequence[str]:
    return [desk[column] or "" for column in COLUMNS]
