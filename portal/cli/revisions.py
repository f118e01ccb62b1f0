"""`flask releases revise`: once a year, figures with everything that arrived since."""

import click
from flask.cli import with_appcontext

from portal.cli.circumstances import circumstances_of
from portal.publication.releases.revising import (
    AlreadyRevised,
    Explained,
    NothingToRevise,
    PlannedRevision,
    ReasonIncomplete,
    YearNotPublished,
    check_revisable,
    plan_revision,
    publish_revision,
)
from portal.publication.revising.deciding import CannotProtect
from portal.web.extensions import current_settings, db, record_act, trusted_today

REFUSALS = (AlreadyRevised, CannotProtect, NothingToRevise, ReasonIncomplete, YearNotPublished)


@click.command("revise")
@click.argument("year", type=click.IntRange(2000, 2099))
@click.option("--by", default="", help="Who explains the revision.")
@click.option("--reason", default="", help="Why the year is revised; the pages show it.")
@with_appcontext
def revise(year: int, *, by: str, reason: str) -> None:
    """Publish the revised figures of YEAR, once, after its December is out."""
    try:
        planned = _revise(year, explained=Explained(by=by, reason=reason) if by or reason else None)
    except REFUSALS as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{planned.year} is revised: {len(planned.revised)} places")
    for address, why in planned.left_out.items():
        click.echo(f"left out, {why}: {address}")


def _revise(year: int, *, explained: Explained | None) -> PlannedRevision:
    session, settings = db.session(), current_settings()
    check_revisable(session, year)
    click.echo(f"revising {year}: all of its months are checked together, which takes minutes")
    planned = plan_revision(
        session,
        year,
        today=trusted_today(),
        circumstances=circumstances_of(settings),
        explained=explained,
    )
    record_act("release.revised", f"release:{year}", by=explained.by if explained else None)
    publish_revision(session, planned)
    return planned
