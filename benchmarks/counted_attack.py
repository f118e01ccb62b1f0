"""Attacks hidden counts of random cities; what was done is kept, so that a run can be continued.

``python -m benchmarks.counted_attack --minutes 4`` attacks as many of 200 cities as it can in that
time and says how many that were; run again it goes on, for as long as the code stays the same.
"""

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.ratio import Ratio
from tests.attacks import Attack
from tests.factories.mixed_city import Plan, hidden_truths, mixed_city, truth_of, unknowns_of

ROOT = Path(__file__).resolve().parent.parent
# What decides about figures, and what attacks them: results of other code say nothing.
SOURCES = ("portal/publication", "portal/disclosure", "tests/factories")
FILES = ("tests/attacks.py", "tests/attack_solving.py", "tests/json_reader.py")
KEPT = ROOT / "build" / "attacked"
CITIES = 200
MINUTES = 60.0
PROCESSES = 2
MINUTE = 60


@dataclass(frozen=True)
class Look:
    """A city that was attacked: its hidden counts, and which of them are told."""

    number: int
    plan: str
    months: int
    hidden: int
    told: list[str]
    undecided: int
    seconds: float


def plans(*, cities: int = CITIES) -> list[Plan]:
    """Draw cities of several sizes, half of them with small services, always the same."""
    dice = random.Random(12)
    return [
        Plan(
            seed=dice.randrange(2**31),
            agencies=dice.randint(1, 3),
            desks=dice.randint(2, 5),
            months=dice.choice((2, 3, 4, 6, 12)),
            has_small_services=number % 2 == 0,
        )
        for number in range(cities)
    ]


def look_at(number: int, plan: Plan) -> Look:
    """Release a city and attack all its hidden counts, with all months at once."""
    began = time.monotonic()
    city = mixed_city(plan)
    unknowns = unknowns_of(city)
    attack = Attack(unknowns, city.documents, truth=truth_of(city, unknowns))
    hidden = list(hidden_truths(city, unknowns))
    told = [str(each) for each in attack.told(hidden)]
    seconds = round(time.monotonic() - began, 1)
    return Look(number, str(plan), plan.months, len(hidden), told, len(attack.undecided), seconds)


def kept_in() -> Path:
    """Return where the looks of this code are kept."""
    digest = hashlib.sha256()
    paths = [path for source in SOURCES for path in sorted((ROOT / source).rglob("*.py"))]
    for path in (*paths, *(ROOT / name for name in FILES)):
        digest.update(path.read_bytes())
    return KEPT / f"{digest.hexdigest()[:12]}.jsonl"


def known(path: Path) -> list[Look]:
    """Return the looks that earlier runs kept."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [Look(**json.loads(line)) for line in lines]


def attacked(
    *, cities: int = CITIES, minutes: float = MINUTES, processes: int = PROCESSES
) -> list[Look]:
    """Attack the cities that are left until the time is over; keep each look."""
    path = kept_in()
    done = known(path)
    numbers = {each.number for each in done}
    left = [each for each in enumerate(plans(cities=cities)) if each[0] not in numbers]
    # Drawn at random as they are, so that a short run is a sample of all sizes.
    until = time.monotonic() + minutes * MINUTE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        for look in _in_time(iter(left), until=until, processes=processes):
            file.write(json.dumps(asdict(look)) + "\n")
            file.flush()
            done.append(look)
    return [each for each in done if each.number < cities]


def _in_time(left: Iterator[tuple[int, Plan]], *, until: float, processes: int) -> Iterator[Look]:
    """Give looks as they come; what is not done in time is given up."""
    with ProcessPoolExecutor(processes, max_tasks_per_child=20) as pool:
        running: set[Future[Look]] = set()
        while time.monotonic() < until:
            while len(running) < processes and (following := next(left, None)):
                running.add(pool.submit(look_at, *following))
            if not running:
                return
            ended, running = wait(
                running, timeout=until - time.monotonic(), return_when=FIRST_COMPLETED
            )
            yield from (each.result() for each in ended)
        for process in pool._processes.values():
            process.terminate()


def counted(
    *, cities: int = CITIES, minutes: float = MINUTES, processes: int = PROCESSES
) -> list[Ratio]:
    """Say how many hidden counts are told, in as many of the cities as the time allowed."""
    looks = attacked(cities=cities, minutes=minutes, processes=processes)
    lengths = Counter(each.months for each in looks)
    return [
        Ratio(
            "hidden counts that are told within five, or below ten away from 1 or 9",
            sum(len(each.told) for each in looks),
            bound=0,
            unit="counts",
            detail={
                "cities": len(looks),
                "of cities": cities,
                **{f"of {months} months": lengths[months] for months in sorted(lengths)},
                "hidden counts attacked": sum(each.hidden for each in looks),
                "not decided in a minute": sum(each.undecided for each in looks),
            },
        )
    ]


def main() -> None:
    """Attack for some minutes and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.counted_attack")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--cities", type=int, default=CITIES)
    parser.add_argument("--processes", type=int, default=PROCESSES)
    chosen = parser.parse_args()
    for ratio in counted(cities=chosen.cities, minutes=chosen.minutes, processes=chosen.processes):
        print(ratio.name, ratio.value, ratio.detail)
    for look in known(kept_in()):
        if look.told or look.undecided:
            print(look)


if __name__ == "__main__":
    main()
