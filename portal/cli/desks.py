"""`flask desks`: the desks that can be rated, and their posters."""

import json
from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.organisation.city_settings.queries import city_look
from portal.organisation.posters import queries as posters_queries
from portal.organisation.posters.addresses import poster_url, public_address
from portal.organisation.posters.rateable import PosterDesk
from portal.storage.spreadsheets.cells import write_csv
from portal.web.extensions import current_settings, db, today

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
    desks = posters_queries.poster_desks(db.session(), on=today())
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


@group.command("poster")
@click.argument("codes", nargs=-1, metavar="CODE...")
@click.option("--all", "is_all", is_flag=True, help="Every desk that can be rated.")
@click.option("--output", "file", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--paper", type=click.Choice(["a5", "a4"]), default="a5", show_default=True)
def poster(codes: Sequence[str], *, is_all: bool, file: Path, paper: str) -> None:
    """Write a printable PDF with a poster of each desk CODE, one a page."""
    # Drawing needs libraries that no other command and no worker should carry.
    from portal.organisation.places import printing  # noqa: PLC0415 - large, for printing only
    from portal.organisation.posters import drawing  # noqa: PLC0415 - large, for printing only

    if bool(codes) == is_all:
        raise click.UsageError("name desks by their codes, or use --all")
    desks = _printable(None if is_all else codes)
    settings = current_settings()
    look = city_look(db.session(), settings)
    sheets = [
        drawing.poster_sheet(desk, code=code, settings=settings, look=look) for desk, code in desks
    ]
    try:
        pdf = drawing.poster_pdf(sheets, paper=drawing.Paper(paper))
    except printing.UnprintableText as error:
        raise click.ClickException(
            f"{error.text}: the poster's font has no {error.characters}"
        ) from error
    file.write_bytes(pdf)
    click.echo(f"{len(sheets)} posters written to {file}")
    if sheets and sheets[0].warning:
        click.echo("They say CONTOH: they need PORTAL_PUBLIC_URL=https://... and PORTAL_DEMO=0.")


def _printable(codes: Sequence[str] | None) -> list[tuple[PosterDesk, str]]:
    """Return the desks with their poster codes, in the order they were asked for."""
    day = today()
    found = {
        desk.code: desk for desk in posters_queries.poster_desks(db.session(), on=day, codes=codes)
    }
    desks = []
    for code in found if codes is None else dict.fromkeys(codes):
        desk = found.get(code)
        if desk is None:
            raise click.ClickException(f"there is no desk {code}, or it is retired")
        if desk.poster_code is None and codes is not None:
            raise click.ClickException(f"the poster code of {code} was withdrawn; rotate it first")
        if desk.poster_code is not None:
            desks.append((desk, desk.poster_code))
    return desks
