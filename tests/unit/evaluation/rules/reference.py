"""The reference values of the evaluation, computed elsewhere, and how to compare with them."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from portal.evaluation.rules.levels import Predicate

Vector = dict[str, Any]
VECTORS: list[Vector] = json.loads(
    Path(__file__).with_name("vectors.json").read_text(encoding="utf-8")
)["vectors"]
OFFICIAL = {
    Predicate.VERY_GOOD: "Sangat Baik",
    Predicate.GOOD: "Baik",
    Predicate.NEEDS_IMPROVEMENT: "Butuh Perbaikan",
    Predicate.POOR: "Kurang",
    Predicate.VERY_POOR: "Sangat Kurang",
    None: None,
}


def plain(value: Any) -> Any:
    """Return a result in the words of the vectors: fractions as floats, tuples as lists."""
    if isinstance(value, Fraction):
        return float(value)
    if hasattr(value, "items"):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    return value


def close_to(expected: Any, tolerance: float) -> Any:
    """Return ``expected`` so that every number within it is compared with the tolerance."""
    if isinstance(expected, dict):
        return {key: close_to(value, tolerance) for key, value in expected.items()}
    if isinstance(expected, list):
        return [close_to(value, tolerance) for value in expected]
    return (
        pytest.approx(expected, abs=tolerance, rel=0) if isinstance(expected, float) else expected
    )
