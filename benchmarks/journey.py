"""The citizen's journey against the yardstick: journeys a second, and processor time of each."""

from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks import city
from benchmarks.context import Context
from benchmarks.loadgen import Journey, Tickets, journeys, plan
from benchmarks.ratio import Ratio, paired, spread
from benchmarks.serving import ServedPortal, served
from portal.survey.elements import ELEMENTS
from tests.servers import redis_server

WARM_UP_SECONDS = 1.0
MOST_A_SECOND = 1_000
ELEMENT_NAMES = frozenset(map(str, ELEMENTS))


@dataclass(frozen=True, slots=True)
class Setup:
    """What a pair runs on; both sides have the same workers, threads and database."""

    name: str
    database: str
    has_redis: bool
    workers: int


SETUPS = (
    Setup("SQLite, limits in memory, 1 worker", "sqlite", has_redis=False, workers=1),
    Setup("PostgreSQL, limits in memory, 1 worker", "postgresql", has_redis=False, workers=1),
    Setup("PostgreSQL, limits in Redis, 2 workers", "postgresql", has_redis=True, workers=2),
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two apps of a pair, ready to be visited."""

    server: ServedPortal
    journey: Journey
    database: str
    table: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at one side."""

    per_second: float
    cpu_milliseconds: float


def measure(context: Context) -> list[Ratio]:
    """Measure the ways in by poster and by ticket on every setup."""
    return [ratio for setup in SETUPS for ratio in _pair(context, setup)]


def _pair(context: Context, setup: Setup) -> list[Ratio]:
    with ExitStack() as stack:
        limiter = "memory://"
        if setup.has_redis:
            limiter = stack.enter_context(redis_server(context.new_folder("redis")))
        ways = _portal(context, setup, stack=stack, limiter=limiter)
        theirs = _yardstick(context, setup, stack=stack)
        pairs = {way: alternate(context, ours, theirs) for way, ours in ways.items()}
    return [
        ratio
        for way, samples in pairs.items()
        for ratio in ratios(
            f"{way}, {setup.name}", [a for a, _ in samples], [b for _, b in samples]
        )
    ]


def _portal(context: Context, setup: Setup, *, stack: ExitStack, limiter: str) -> dict[str, Side]:
    """Serve the portal; return how it is visited by poster and by ticket."""
    database = context.new_database(setup.database)
    variables = city.settings(context, database=database, limiter=limiter)
    city.build(variables)
    log = city.log_of(context, "portal")
    server = stack.enter_context(
        served("wsgi:app", variables=variables, log=log, workers=setup.workers)
    )
    seconds = WARM_UP_SECONDS + context.rounds * context.seconds
    paths = city.ticket_paths(context, variables, count=int(seconds * MOST_A_SECOND))
    is_element = ELEMENT_NAMES.__contains__
    journeys_by_way = {
        "by poster": plan(server.port, city.rating_path(database), required=is_element),
        "by ticket": plan(server.port, paths[0], required=is_element, paths=Tickets(paths)),
    }
    return {
        way: Side(server, journey, database, "sealed_rating")
        for way, journey in journeys_by_way.items()
    }


def _yardstick(context: Context, setup: Setup, *, stack: ExitStack) -> Side:
    database = context.new_database(setup.database)
    variables = {"DATABASE_URL": database, "PORTAL_LIMITER_URL": "redis://unused"}
    server = stack.enter_context(
        served(
            "benchmarks.yardstick:create_app()",
            variables=variables,
            log=city.log_of(context, "yardstick"),
            workers=setup.workers,
        )
    )
    journey = plan(server.port, "/", required=lambda name: name.startswith("field_"))
    return Side(server, journey, database, "answers")


def alternate(context: Context, ours: Side, theirs: Side) -> list[tuple[Sample, Sample]]:
    """Look at one side and then at the other, again and again."""
    for side in (ours, theirs):
        journeys(side.server.port, side.journey, clients=context.clients, seconds=WARM_UP_SECONDS)
    return [(_look(context, ours), _look(context, theirs)) for _ in range(context.rounds)]


def _look(context: Context, side: Side) -> Sample:
    """Count journeys; every one of them must be found in the database."""
    stored, cpu = city.count(side.database, side.table), side.server.cpu_seconds()
    counted = journeys(
        side.server.port, side.journey, clients=context.clients, seconds=context.seconds
    )
    used = side.server.cpu_seconds() - cpu
    found = city.count(side.database, side.table) - stored
    if found != counted.acts:
        raise RuntimeError(f"{counted.acts} journeys were thanked for, {found} are stored")
    return Sample(counted.per_second, used / counted.acts * 1000)


def ratios(name: str, ours: list[Sample], theirs: list[Sample]) -> list[Ratio]:
    """Return throughput and processor time of ``ours`` against ``theirs``."""
    speed = [sample.per_second for sample in ours], [sample.per_second for sample in theirs]
    cpu = (
        [sample.cpu_milliseconds for sample in ours],
        [sample.cpu_milliseconds for sample in theirs],
    )
    return [
        Ratio(
            f"journeys a second against the yardstick ({name})",
            paired(*speed),
            0.8,
            "at least",
            detail={
                "portal a second": round(median(speed[0]), 1),
                "yardstick a second": round(median(speed[1]), 1),
                "portal range": spread(speed[0]),
                "yardstick range": spread(speed[1]),
            },
        ),
        Ratio(
            f"processor time of a journey against the yardstick ({name})",
            paired(*cpu),
            1.25,
            "at most",
            detail={
                "portal ms": round(median(cpu[0]), 2),
                "yardstick ms": round(median(cpu[1]), 2),
            },
        ),
    ]
