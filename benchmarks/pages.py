"""What public pages weigh, and how Lighthouse judges them on a phone."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks import city
from benchmarks.context import Context, Unavailable
from benchmarks.http import Connection, get
from benchmarks.ratio import Ratio, spread
from benchmarks.serving import ROOT, ServedPortal, flask, served
from benchmarks.weight import PHONE, Visit

CITY_PAGE_BYTES = 30_000
RATINGS = 60_000
RUNS = 3
NPM_SECONDS = 300
LIGHTHOUSE_SECONDS = 180
LOCKED = ROOT / "benchmarks" / "lighthouse"
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
CHROME = "--headless=new --no-sandbox --disable-dev-shm-usage"
FOR_EVER = re.compile(r"max-age=31536000.*immutable")


def measure(context: Context) -> list[Ratio]:
    """Publish the demonstration city; weigh its pages and let Lighthouse look at them."""
    with published_city(context) as server:
        pages = {"city": "/", "agency": _first(server, "agencies"), "desk": _first(server, "desks")}
        found = [_weight(server, name, path) for name, path in pages.items()]
        found.append(_chart_script(server))
        try:
            program = _lighthouse(context)
        except Unavailable as reason:
            return [*found, Ratio(f"Lighthouse was left out: {reason}", 0)]
        for name, path in pages.items():
            found += _judged(context, program, name=name, address=_address(server, path))
    return found


@contextmanager
def published_city(context: Context) -> Iterator[ServedPortal]:
    """Serve the demonstration city with every month published that is due."""
    variables = city.settings(context, database=context.new_database("sqlite"))
    city.build(variables, ratings=min(RATINGS, context.ratings))
    flask("releases", "due", variables=variables)
    log = city.log_of(context, "pages")
    with served("wsgi:app", variables=variables, log=log) as server:
        yield server


def _first(server: ServedPortal, kind: str) -> str:
    """Return the page of the first place of a kind whose index is published."""
    for code in _codes(server, kind):
        figures = _json(server, f"/{kind}/{code}.json")
        if figures["headline"]["value"] is not None:
            return f"/{kind}/{code}"
    raise Unavailable(f"no page of {kind} shows an index")


def _codes(server: ServedPortal, kind: str) -> Iterator[str]:
    for row in _json(server, "/city.json")["rows"]:
        agency = row["place"]["code"]
        if kind == "agencies":
            yield agency
        else:
            for below in _json(server, f"/agencies/{agency}.json")["rows"]:
                if below["place"]["kind"] == "desk":
                    yield below["place"]["code"]


def _json(server: ServedPortal, path: str) -> dict[str, object]:
    connection = Connection(server.port)
    answer = connection.ask(get(path))
    connection.close()
    if answer.status != 200:
        raise Unavailable(f"{path} answers {answer.status}")
    return json.loads(answer.text())


def _weight(server: ServedPortal, name: str, path: str) -> Ratio:
    """Weigh a first visit with every resource that the page names, as a phone without script."""
    visit = Visit(server.port)
    visit.open(path)
    visit.close()
    sizes = {part.split("?")[0]: size for part, size in visit.received.items()}
    without_script = {part: size for part, size in sizes.items() if not part.endswith(".js")}
    return Ratio(
        f"bytes of the {name} page without its script, headers included",
        sum(without_script.values()),
        CITY_PAGE_BYTES if name == "city" else None,
        unit="bytes",
        detail={**without_script, "with its own script": sum(sizes.values())},
    )


def _chart_script(server: ServedPortal) -> Ratio:
    """Check that the chart script is kept for ever once it was fetched."""
    connection = Connection(server.port)
    page = connection.ask(get("/", headers=PHONE)).text()
    found = re.search(r'/static/vendor/[^"\s]+\.js[^"\s]*', page)
    if found is None:
        raise Unavailable("the city page names no chart script")
    answer = connection.ask(get(found.group(), headers=PHONE))
    connection.close()
    if not FOR_EVER.search(answer.header("cache-control")):
        raise RuntimeError(f"the chart script is not kept: {answer.header('cache-control')}")
    return Ratio(
        "bytes of the chart script, fetched once by a tap and kept immutably",
        answer.wire_bytes,
        unit="bytes",
    )


def _lighthouse(context: Context) -> Path:
    """Install the pinned Lighthouse into a folder of the run's own; return its program."""
    npm = shutil.which("npm")
    if npm is None or _chromium() is None:
        raise Unavailable("it needs npm and Chromium")
    folder = context.new_folder("lighthouse")
    for file in LOCKED.iterdir():
        shutil.copy(file, folder)
    shutil.copy(ROOT / ".npmrc", folder)
    try:
        subprocess.run(
            [npm, "ci"], cwd=folder, check=True, capture_output=True, timeout=NPM_SECONDS
        )
    except subprocess.SubprocessError as error:
        raise Unavailable("npm could not install it") from error
    return folder / "node_modules" / ".bin" / "lighthouse"


def _chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("google-chrome")


def _address(server: ServedPortal, path: str) -> str:
    return f"http://127.0.0.1:{server.port}{path}"


def _judged(context: Context, program: Path, *, name: str, address: str) -> list[Ratio]:
    """Return the median of several runs for each of Lighthouse's categories."""
    runs = [_scores(program, address) for _ in range(RUNS)]
    return [
        Ratio(
            f"Lighthouse on a phone, {category}, {name} page",
            median(scores[category] for scores in runs),
            least,
            side="at least",
            unit="of 100",
            detail={"range": spread([scores[category] for scores in runs])},
        )
        for category, least in LEAST.items()
    ]


def _scores(program: Path, address: str) -> dict[str, float]:
    chosen = f"--only-categories={','.join(LEAST)}"
    result = subprocess.run(
        [program, address, "--output=json", "--quiet", chosen, f"--chrome-flags={CHROME}"],
        check=True,
        capture_output=True,
        text=True,
        timeout=LIGHTHOUSE_SECONDS,
        env={**os.environ, "CHROME_PATH": str(_chromium())},
    )
    categories = json.loads(result.stdout)["categories"]
    return {name: round(100 * categories[name]["score"]) for name in LEAST}
