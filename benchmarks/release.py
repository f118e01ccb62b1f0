"""How long building a month's release takes at ten million ratings, disclosure audit included."""

import json
import subprocess
import sys

from benchmarks import city, large_city
from benchmarks.context import Context
from benchmarks.ratio import Ratio
from benchmarks.serving import ROOT, environment, flask

MOST_SECONDS = 60.0
MOST_MEGABYTES = 500.0
MEASURED = large_city.MONTHS[-1]
PREPARE = """
import json, resource, sys, time
from datetime import date
from portal.app import create_app
app = create_app()
with app.app_context():
    from portal.cli.circumstances import circumstances_of
    from portal.web.extensions import current_settings, db
    from portal.publication.building.charts import draw
    from portal.publication.releases.preparing import prepare_release
    began = time.perf_counter()
    prepared = prepare_release(
        db.session(), sys.argv[1], today=date(2026, 7, 5),
        circumstances=circumstances_of(current_settings()), draw=draw,
    )
    print(json.dumps({
        "seconds": time.perf_counter() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "documents": prepared.documents,
        "shown": prepared.shown,
        **{f"hidden, {reason}": count for reason, count in prepared.hidden.items()},
    }))
"""


def measure(context: Context) -> list[Ratio]:
    """Publish the year's months before, then build the next one in a process of its own."""
    ratings = large_city.size(context)
    variables = published(context, ratings=ratings, months=large_city.RELEASED[:-1])
    found = _prepare(variables)
    seconds, megabytes = found.pop("seconds"), found.pop("megabytes")
    detail = {"ratings in history": ratings, **found}
    return [
        Ratio(
            "building a month's release with its checks",
            seconds,
            MOST_SECONDS,
            unit="s",
            detail=detail,
        ),
        Ratio("memory of that process at its peak", megabytes, MOST_MEGABYTES, unit="MB"),
    ]


def published(context: Context, *, ratings: int, months: tuple[str, ...]) -> dict[str, str]:
    """Make the large city with so many ratings, publish months, and return its settings."""
    variables = city.settings(context, database=context.new_database("sqlite"))
    flask("db", "upgrade", variables=variables)
    large_city.build(variables["PORTAL_DATABASE_URL"], ratings=ratings)
    for month in months:
        signed = ("--by", "benchmark", "--reflection", "none")
        flask("releases", "publish", month, *signed, variables=variables)
    return variables


def _prepare(variables: dict[str, str]) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", PREPARE, MEASURED],
        cwd=ROOT,
        env=environment(variables),
        check=True,
        capture_output=True,
        text=True,
    )
    result: dict[str, float] = json.loads(done.stdout)
    return result
