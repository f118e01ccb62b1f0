"""Runs the measurements that are asked for (all of them by default) and keeps what they found.

Every module of this package with ``measure(context) -> list[Ratio]`` is a measurement.
"""

import argparse
import importlib
import json
import pkgutil
import platform
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import benchmarks
from benchmarks import report
from benchmarks.context import Context, Unavailable, new_context
from benchmarks.ratio import Ratio

RESULTS = Path(__file__).parent / "results" / "latest.json"
Measure = Callable[[Context], list[Ratio]]


def measurements() -> dict[str, Measure]:
    """Return every measurement by its module's name."""
    found = {}
    for info in pkgutil.iter_modules(benchmarks.__path__):
        if not info.name.startswith("__"):
            module = importlib.import_module(f"benchmarks.{info.name}")
            if hasattr(module, "measure"):
                found[info.name] = module.measure
    return found


def arguments(known: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}")
    parser.add_argument("--quick", action="store_true", help="a short look, not to be quoted")
    parser.add_argument("--rounds", type=int, help="pairs to measure")
    parser.add_argument("--seconds", type=float, help="how long each look takes")
    parser.add_argument("--ratings", type=int, help="ratings of the large city")
    parser.add_argument("--people", type=int, help="staff, for measurements of the evaluation")
    parser.add_argument("--seed", type=int, help="repeat a fault campaign")
    parser.add_argument("--docs", action="store_true", help="write the table of the documentation")
    chosen = parser.parse_args()
    strangers = set(chosen.names) - set(known)
    if strangers:
        parser.error(f"no such measurement: {', '.join(sorted(strangers))}")
    return chosen


def choices(chosen: argparse.Namespace) -> dict[str, object]:
    found: dict[str, object] = (
        {"rounds": 2, "seconds": 1.5, "ratings": 20_000, "is_quick": True} if chosen.quick else {}
    )
    for name in ("rounds", "seconds", "ratings", "people", "seed"):
        if getattr(chosen, name) is not None:
            found[name] = getattr(chosen, name)
    return found


def run(names: list[str], known: dict[str, Measure], context: Context) -> dict[str, list[Ratio]]:
    """Run the measurements one after the other; one that cannot be made is named."""
    found = {}
    for name in names:
        began = time.monotonic()
        sys.stderr.write(f"{name} ... ")
        sys.stderr.flush()
        try:
            found[name] = known[name](context)
        except Unavailable as reason:
            sys.stderr.write(f"left out: {reason}\n")
            continue
        sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    return found


def keep(found: dict[str, list[Ratio]], context: Context) -> None:
    """Merge what was found into the kept results."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    moment = datetime.now(UTC).isoformat(timespec="minutes")
    for name, ratios in found.items():
        kept[name] = {
            "measured_at": moment,
            "rounds": context.rounds,
            "seconds": context.seconds,
            "python": platform.python_version(),
            "ratios": [report.plain(ratio) for ratio in ratios],
        }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def main() -> int:
    """Measure, print, keep; 1 when a bound was missed."""
    known = measurements()
    chosen = arguments(list(known))
    with new_context(**choices(chosen)) as context:
        found = run(chosen.names or list(known), known, context)
        keep(found, context)
    ratios = [ratio for group in found.values() for ratio in group]
    print(report.table(ratios))
    if chosen.docs:
        report.write_docs(json.loads(RESULTS.read_text()))
    return 0 if all(ratio.is_reached for ratio in ratios) else 1


if __name__ == "__main__":
    sys.exit(main())
