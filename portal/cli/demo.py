"""`flask demo`: the made-up city that shows what the portal does."""

import click
from flask.cli import AppGroup

from portal import clock
from portal.cli.progress import progress
from portal.complaints.demo import fill_complaints
from portal.complaints.demo_comments import decide_made_up_comments
from portal.extensions import current_settings, db
from portal.organisation.demo.city import CityNotEmpty, build_city
from portal.rating.demo.seeding import seed_ratings

RATINGS = 100_000
MONTHS = 24
SEED = 2026
group = AppGroup("demo", help="A made-up city, for looking around and for measuring.")


@group.command("seed")
@click.option("--ratings", default=RATINGS, show_default=True, type=click.IntRange(10))
@click.option("--months", default=MONTHS, show_default=True, type=click.IntRange(1, 120))
@click.option("--seed", default=SEED, show_default=True, help="The same seed, the same city.")
def seed_city(*, ratings: int, months: int, seed: int) -> None:
    """Fill an empty database with a made-up city and its ratings; all pages say DATA CONTOH."""
    settings = current_settings()
    if not settings.demo:
        raise click.ClickException("PORTAL_DEMO=0: made-up figures never enter a real portal")
    today = clock.today(settings.timezone)
    try:
        city = build_city(db.session(), seed=seed, today=today, months=months)
    except CityNotEmpty as error:
        raise click.ClickException("the database is not empty; nothing was changed") from error
    with progress("rating") as on_progress:
        seed_ratings(
            db.session(),
            city=city,
            ratings=ratings,
            months=months,
            seed=seed,
            today=today,
            on_progress=on_progress,
        )
    decide_made_up_comments(db.session(), seed=seed, today=today)
    complaints = fill_complaints(
        db.session(), settings, places=city.catalogue, seed=seed, today=today
    )
    click.echo(f"{complaints} complaints of the last three months")
    click.echo(f"{ratings:,} ratings over {months} months at {len(city.catalogue.desks)} desks")
