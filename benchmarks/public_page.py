"""Public pages: against a bare "hello", with little and much behind them, and unchanged."""

from contextlib import ExitStack
from statistics import median

from benchmarks import city, large_city
from benchmarks.context import Context, Unavailable
from benchmarks.http import Connection, get
from benchmarks.loadgen import BROWSER, requests
from benchmarks.ratio import Ratio, paired, spread
from benchmarks.release import published
from benchmarks.serving import ServedPortal, served

PAGE = "/"
HELLO_SHARE = 0.6
GROWTH = 1.2


def measure(context: Context) -> list[Ratio]:
    """Publish two cities that differ only in their ratings, and ask for the city's page."""
    ratings = large_city.size(context)
    with ExitStack() as stack:
        small = _city(context, stack=stack, ratings=context.small_ratings)
        large = _city(context, stack=stack, ratings=ratings)
        hello = stack.enter_context(
            served(
                "benchmarks.yardstick:create_app()",
                variables={"DATABASE_URL": context.new_database("sqlite")},
                log=city.log_of(context, "hello"),
            )
        )
        _require_published(large)
        for server in (small, large, hello):
            _rate(context, server, "/hello" if server is hello else PAGE)
        return [
            _against_hello(context, large, hello),
            _growth(context, large, small, ratings=ratings),
            _unchanged(context, large),
        ]


def _city(context: Context, *, stack: ExitStack, ratings: int) -> ServedPortal:
    variables = published(context, ratings=ratings, months=large_city.RELEASED)
    log = city.log_of(context, "portal")
    return stack.enter_context(served("wsgi:app", variables=variables, log=log))


def _require_published(server: ServedPortal) -> None:
    connection = Connection(server.port)
    status = connection.ask(get("/city.json")).status
    connection.close()
    if status != 200:
        raise Unavailable("no release is published")


def _rate(context: Context, server: ServedPortal, path: str) -> float:
    request = get(path, headers=BROWSER)
    counted = requests(
        server.port, request, clients=context.clients, seconds=context.seconds, status=200
    )
    return counted.per_second


def _against_hello(context: Context, page: ServedPortal, hello: ServedPortal) -> Ratio:
    pairs = [
        (_rate(context, page, PAGE), _rate(context, hello, "/hello")) for _ in range(context.rounds)
    ]
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    return Ratio(
        'warm city page, requests a second against a bare "hello"',
        paired(ours, theirs),
        HELLO_SHARE,
        "at least",
        detail={
            "page a second": round(median(ours)),
            "hello a second": round(median(theirs)),
            "page range": spread(ours),
        },
    )


def _growth(context: Context, large: ServedPortal, small: ServedPortal, *, ratings: int) -> Ratio:
    pairs = [
        (1 / _rate(context, large, PAGE), 1 / _rate(context, small, PAGE))
        for _ in range(context.rounds)
    ]
    ours, theirs = [a for a, _ in pairs], [b for _, b in pairs]
    return Ratio(
        f"time of the city page at {ratings:,} ratings against {context.small_ratings:,}",
        paired(ours, theirs),
        GROWTH,
        detail={
            "ms": round(median(ours) * 1000, 3),
            "small city ms": round(median(theirs) * 1000, 3),
        },
    )


def _unchanged(context: Context, page: ServedPortal) -> Ratio:
    connection = Connection(page.port)
    etag = connection.ask(get(PAGE, headers=BROWSER)).header("etag")
    request = get(PAGE, headers=f"{BROWSER}If-None-Match: {etag}\r\n")
    answer = connection.ask(request)
    connection.close()
    if answer.status != 304:
        raise RuntimeError(f"a page that has not changed is answered {answer.status}")
    return Ratio("an unchanged city page is answered 304", answer.wire_bytes, unit="bytes")
