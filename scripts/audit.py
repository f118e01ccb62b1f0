"""Asks the registry's advisories about every locked package; `make audit` calls this.

It ends with 0 when every package was looked up and none has an advisory that is not allowed,
with 1 when one has, and with 3 when not every package could be looked up: then nothing is known
about it, and that is said. pip-audit alone ends with 0 in that case.
"""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
ALLOWED = ROOT / "advisories-allowed.toml"
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-docs.txt")
WELL, FOUND, NOT_CHECKED = 0, 1, 3
SECONDS_FOR_AN_ANSWER = 15


class WrongEntry(ValueError):
    """An entry of the allow list cannot be used, or its date has passed."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """An advisory that does not concern the portal, for a reason, until a date (inclusive)."""

    id: str
    package: str
    reason: str
    until: date


def allowed_advisories(text: str, *, today: date) -> tuple[Allowed, ...]:
    """Return the entries of the allow list.

    :raises WrongEntry: when one has no reason or its date has passed.
    """
    entries = tuple(Allowed(**entry) for entry in tomllib.loads(text).get("allowed", ()))
    for entry in entries:
        if not entry.reason.strip():
            raise WrongEntry(f"{entry.id} is allowed without a reason")
        if entry.until < today:
            raise WrongEntry(f"{entry.id} was allowed until {entry.until}: look at it again")
    return entries


def verdict(
    reports: Sequence[Mapping[str, Any]], allowed: Sequence[Allowed]
) -> tuple[int, list[str]]:
    """Return the exit code and the lines to print for what pip-audit reported."""
    packages = {each["name"]: each for report in reports for each in report["dependencies"]}
    silent = sorted(name for name, each in packages.items() if "skip_reason" in each)
    found = list(_advisories(packages.values(), allowed))
    lines = [f"ADVISORY {line}" for line in found]
    if silent or not packages:
        lines.append(
            f"NOT CHECKED: {len(silent)} of {len(packages)} packages could not be looked up; "
            "run `make audit` where the registry gives advisories"
        )
    elif not found:
        lines.append(f"{len(packages)} packages looked up, no advisory concerns them")
    is_unknown = bool(silent) or not packages
    return (FOUND if found else NOT_CHECKED if is_unknown else WELL), lines


def _advisories(
    packages: Sequence[Mapping[str, Any]] | Any, allowed: Sequence[Allowed]
) -> Iterator[str]:
    known = {(entry.package, entry.id) for entry in allowed}
    for package in packages:
        for each in package.get("vulns", ()):
            names = {each["id"], *each.get("aliases", ())}
            if not any((package["name"], name) in known for name in names):
                fixed = ", ".join(each.get("fix_versions", ())) or "no version"
                yield f"{each['id']}: {package['name']} {package['version']}, mended in {fixed}"


def looked_up(program: str, lock: str) -> Mapping[str, Any]:
    """Return what pip-audit reports about a lock; nothing when it could not ask at all."""
    words = ["--disable-pip", "--require-hashes", "--progress-spinner", "off", "--format", "json"]
    words += ["--timeout", str(SECONDS_FOR_AN_ANSWER), "--requirement", str(ROOT / lock)]
    done = subprocess.run([program, *words], capture_output=True, text=True, check=False)
    try:
        report: Mapping[str, Any] = json.loads(done.stdout)
    except ValueError:
        report = {"dependencies": []}
    return report


def main(program: str) -> int:
    """Look every lock up with ``program`` and say what came of it."""
    try:
        allowed = allowed_advisories(ALLOWED.read_text(), today=datetime.now(UTC).date())
    except (WrongEntry, TypeError, tomllib.TOMLDecodeError) as error:
        sys.stdout.write(f"{ALLOWED.name}: {error}\n")
        return FOUND
    codes = []
    for lock in LOCKS:
        code, lines = verdict([looked_up(program, lock)], allowed)
        codes.append(code)
        sys.stdout.writelines(f"{lock}: {line}\n" for line in lines)
    return FOUND if FOUND in codes else max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
