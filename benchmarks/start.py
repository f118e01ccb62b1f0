"""How long the portal takes to its first answer, and how much memory two workers hold."""

import json
import subprocess
import sys
from statistics import median

from benchmarks import city
from benchmarks.context import Context
from benchmarks.journey import ELEMENT_NAMES
from benchmarks.loadgen import journeys, plan
from benchmarks.ratio import Ratio, spread
from benchmarks.serving import ROOT, environment, served
from tests.servers import redis_server

START_SECONDS = 1.5
MEMORY_MEGABYTES = 160
WORKERS = 2
HEAVY = ("plotly", "scipy", "numpy", "statsmodels", "pandas")
FIRST_ANSWER = """
import json, sys, time
began = time.perf_counter()
from portal.app import create_app
imported = time.perf_counter()
app = create_app()
created = time.perf_counter()
status = app.test_client().get(sys.argv[1]).status_code
print(json.dumps({
    "status": status,
    "importing": imported - began,
    "creating": created - imported,
    "first answer": time.perf_counter() - created,
    "heavy": [name for name in sys.argv[2].split() if name in sys.modules],
}))
"""
PARTS = ("creating", "first answer")


def measure(context: Context) -> list[Ratio]:
    """Start the portal several times; let two workers take ratings and weigh them."""
    database = context.new_database("sqlite")
    variables = city.settings(context, database=database)
    city.build(variables)
    path = city.rating_path(database)
    starts = [_start(variables, path) for _ in range(context.rounds)]
    imports = [start["importing"] for start in starts]
    totals = [start["creating"] + start["first answer"] for start in starts]
    detail = {part: round(median(start[part] for start in starts), 2) for part in PARTS}
    return [
        Ratio(
            "from create_app to the first rating form",
            median(totals),
            START_SECONDS,
            unit="s",
            detail={**detail, "range": spread(totals)},
        ),
        Ratio(
            "importing the portal before that",
            median(imports),
            unit="s",
            detail={"range": spread(imports)},
        ),
        _memory(context, variables, path),
    ]


def _start(variables: dict[str, str], path: str) -> dict[str, float]:
    result = subprocess.run(
        [sys.executable, "-c", FIRST_ANSWER, path, " ".join(HEAVY)],
        cwd=ROOT,
        env=environment(variables),
        check=True,
        capture_output=True,
        text=True,
    )
    start = json.loads(result.stdout)
    if start.pop("status") != 200:
        raise RuntimeError("the first answer was not the form")
    if heavy := start.pop("heavy"):
        raise RuntimeError(f"a worker that only takes ratings imports {', '.join(heavy)}")
    return dict(start)


def _memory(context: Context, variables: dict[str, str], path: str) -> Ratio:
    with (
        redis_server(context.new_folder("redis")) as limiter,
        served(
            "wsgi:app",
            variables={**variables, "PORTAL_LIMITER_URL": limiter},
            log=city.log_of(context, "portal"),
            workers=WORKERS,
        ) as server,
    ):
        journey = plan(server.port, path, required=ELEMENT_NAMES.__contains__)
        done = journeys(server.port, journey, clients=context.clients, seconds=context.seconds)
        megabytes = server.pss_megabytes()
    return Ratio(
        "memory of two workers and their master after ratings (PSS)",
        megabytes,
        MEMORY_MEGABYTES,
        unit="MB",
        detail={"after journeys": done.acts},
    )
