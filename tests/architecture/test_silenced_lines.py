"""A line on which a checker is silenced says why, on that line."""

import re

from tests.architecture.source_files import ROOT

SILENCED = re.compile(r"# (?:noqa|nosec|type: ignore|pragma: no)")
WITH_REASON = re.compile(
    r"# (?:noqa: [A-Z0-9, ]+ - \w|type: ignore\[[a-z, -]+\] +# \w|pragma: no cover - \w)"
)


def without_reason(lines: list[str]) -> list[str]:
    return [line for line in lines if SILENCED.search(line) and not WITH_REASON.search(line)]


def test_each_silenced_line_has_its_reason() -> None:
    files = [
        path for name in ("portal", "scripts", "benchmarks") for path in (ROOT / name).rglob("*.py")
    ]
    assert files

    assert {
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in files
        for line in without_reason(path.read_text().splitlines())
    } == set()


def test_a_line_without_a_reason_is_found() -> None:
    assert without_reason(["x = 1  # noqa: S608", "y  # type: ignore[misc]", "z  # noqa"])
    assert not without_reason(["x = 1  # noqa: S608 - a constant", "y  # type: ignore[misc] # why"])
