"""Shows what was measured: a table for the terminal and one for the documentation."""

import dataclasses
import sys
from pathlib import Path
from typing import Any

from benchmarks.ratio import Ratio

DOCS = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
START = "<!-- results: written by `python -m benchmarks --docs` -->"
END = "<!-- end of results -->"


def plain(ratio: Ratio) -> dict[str, Any]:
    """Return ``ratio`` for JSON."""
    return {**dataclasses.asdict(ratio), "is_reached": ratio.is_reached}


def amount(value: float, unit: str) -> str:
    if unit == "bytes":
        return f"{value:,.0f} bytes"
    return f"{value:.3g} {unit}".strip() if value < 1000 else f"{value:,.0f} {unit}".strip()


def bound_of(ratio: Ratio) -> str:
    return "" if ratio.bound is None else f"{ratio.side} {amount(ratio.bound, ratio.unit)}"


def verdict(ratio: Ratio) -> str:
    if ratio.bound is None:
        return ""
    return "reached" if ratio.is_reached else "MISSED"


def table(ratios: list[Ratio]) -> str:
    """Return aligned lines, the figures behind each ratio below it."""
    width = max((len(ratio.name) for ratio in ratios), default=0)
    lines = []
    for ratio in ratios:
        value = amount(ratio.value, ratio.unit)
        lines.append(f"{ratio.name:<{width}}  {value:>14}  {bound_of(ratio):<20} {verdict(ratio)}")
        detail = ", ".join(f"{name} {text}" for name, text in ratio.detail.items())
        lines += [f"    {detail}"] if detail else []
    return "\n".join(lines)


def write_docs(kept: dict[str, Any]) -> None:
    """Put the kept results between the marks of the documentation."""
    page = DOCS.read_text()
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    if not rest:
        sys.exit(f"{DOCS} has no place for the results")
    rows = ["| What | Measured | Asked | From |", "|---|---|---|---|"]
    for name in sorted(kept):
        for ratio in (_ratio(plain_form) for plain_form in kept[name]["ratios"]):
            detail = ", ".join(f"{key} {text}" for key, text in ratio.detail.items())
            asked = bound_of(ratio) + (" (missed)" if not ratio.is_reached else "")
            rows.append(
                f"| {ratio.name} | {amount(ratio.value, ratio.unit)} | {asked} | {detail} |"
            )
    DOCS.write_text(before + START + "\n\n" + "\n".join(rows) + "\n\n" + END + after)


def _ratio(plain_form: dict[str, Any]) -> Ratio:
    return Ratio(**{name: value for name, value in plain_form.items() if name != "is_reached"})
