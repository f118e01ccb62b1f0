"""The reference values, computed elsewhere with numpy and scipy, and how to compare with them."""

import json
from pathlib import Path
from typing import Any

import pytest

from portal.statistics.moments import Sample

Vector = dict[str, Any]
VECTORS: list[Vector] = json.loads(
    Path(__file__).with_name("vectors.json").read_text(encoding="utf-8")
)["vectors"]


def samples(units: list[dict[str, Any]]) -> dict[str, Sample]:
    """Return the units of a vector by their id."""
    return {unit["id"]: Sample(unit["n"], unit["mean"], unit["sd"] ** 2) for unit in units}


def close_to(expected: object, vector: Vector) -> object:
    """Return ``expected`` so that every number within it is compared with the tolerance."""
    tolerance = vector["tolerance"]
    relative = "relative" in vector.get("note", "")
    if isinstance(expected, dict):
        return {key: close_to(value, vector) for key, value in expected.items()}
    if isinstance(expected, list):
        return [close_to(value, vector) for value in expected]
    if isinstance(expected, float):
        return pytest.approx(expected, rel=tolerance) if relative else _near(expected, tolerance)
    return expected


def _near(expected: float, tolerance: float) -> object:
    return pytest.approx(expected, abs=tolerance, rel=0)
