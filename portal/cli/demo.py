"""`flask demo`: the made-up city that shows what the portal does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from portal.cli.progress import progress
from portal.demo.city import CityNotEmpty, build_city
from portal.demo.comment_decisions import decide_made_up_comments
from portal.demo.kept_promises import fill_complaints_and_promises
from portal.demo.ratings import seed_ratings
from portal.demo.staff import add_years
from portal.demo.superiors import add_superiors, line_of
from portal.organisation.places import catalogue_queries
from portal.settings import Settings
from portal.storage.database import all_or_nothing
from portal.web.extensions import current_settings, db, today

RATINGS = 100_000
MONTHS = 24
SEED = 2026
group = AppGroup("demo", help="A made-up city, for looking around and for measuring.")


@dataclass(frozen=True, slots=True)
class CitySize:
    """How large a made-up city is; the same seed gives the same city."""

    ratings: int = RATINGS
    months: int = MONTHS
    seed: int = SEED


def make_city(session: Session, settings: Settings, *, size: CitySize, today: date) -> None:
    """Fill an empty database with a made-up city, complaints and years of staff; commits often.

    :raises CityNotEmpty: when there are places already; nothing was changed.
    """
    make_figures(session, size=size, today=today)
    made = add_complaints(session, settings, seed=size.seed, today=today)
    add_staff_years(session, settings, seed=size.seed, today=today)
    click.echo(f"{made} complaints of the last three months")


def add_complaints(session: Session, settings: Settings, *, seed: int, today: date) -> int:
    """Add made-up complaints to a made-up city and return how many; commits."""
    places = catalogue_queries.catalogue(session, on=today)
    return fill_complaints_and_promises(session, settings, places=places, seed=seed, today=today)


def add_staff_years(
    session: Session, settings: Settings, *, seed: int, today: date
) -> Mapping[int, bool]:
    """Add the years of the evaluation to a made-up city; commits.

    :returns: by year whether it was made.
    """
    line = line_of(session, catalogue_queries.catalogue(session, on=today))
    return add_years(session, settings, line=line, seed=seed, today=today)


def make_figures(session: Session, *, size: CitySize, today: date) -> None:
    """Fill an empty database with a made-up city, who stands above whom, and its ratings.

    :raises CityNotEmpty: when there are places already; nothing was changed.
    """
    seed = size.seed
    city = build_city(session, seed=seed, today=today, months=size.months)
    with progress("rating") as on_progress:
        seed_ratings(
            session,
            city=city,
            ratings=size.ratings,
            months=size.months,
            seed=seed,
            today=today,
            on_progress=on_progress,
        )
    decide_made_up_comments(session, seed=seed, today=today)
    add_superiors(session, city.catalogue, since=city.starts_on)
    click.echo(
        f"{size.ratings:,} ratings over {size.months} months at {len(city.catalogue.desks)} desks"
    )


@group.command("seed")
@click.option("--ratings", default=RATINGS, show_default=True, type=click.IntRange(10))
@click.option("--months", default=MONTHS, show_default=True, type=click.IntRange(1, 120))
@click.option("--seed", default=SEED, show_default=True, help="The same seed, the same city.")
def seed_city(*, ratings: int, months: int, seed: int) -> None:
    """Fill an empty database with a made-up city and its ratings; all pages say DATA CONTOH.

    Broken off at any point, it leaves the database empty.
    """
    settings = current_settings()
    if not settings.demo:
        raise click.ClickException("PORTAL_DEMO=0: made-up figures never enter a real portal")
    day = today()
    size = CitySize(ratings=ratings, months=months, seed=seed)
    try:
        with all_or_nothing(db.engine) as session:
            make_city(session, settings, size=size, today=day)
    except CityNotEmpty as error:
        raise click.ClickException("the database is not empty; nothing was changed") from error
