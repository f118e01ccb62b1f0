"""The alert rules and the board that are shipped name only figures that the portal tells."""

import json
import re
from pathlib import Path

import pytest
import yaml
from flask import Flask

from portal.web import counting
from portal.web.metrics import PREFIX, READINGS

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "deploy" / "prometheus-alerts.yaml"
BOARD = ROOT / "deploy" / "grafana-board.json"
NAME = re.compile(rf"\b{PREFIX}\w+")


def told(app: Flask) -> set[str]:
    histogram = counting.SECONDS._name
    return {
        f"{counting.REQUESTS._name}_total",
        f"{counting.REFUSALS._name}_total",
        *(f"{histogram}_{suffix}" for suffix in ("bucket", "sum", "count")),
        *(PREFIX + reading.name for reading in app.extensions[READINGS]),
    }


def expressions() -> list[str]:
    rules = yaml.safe_load(RULES.read_text())["groups"][0]["rules"]
    panels = json.loads(BOARD.read_text())["panels"]
    targets = [target for panel in panels for target in panel["targets"]]
    return [entry["expr"] for entry in (*rules, *targets)]


def test_every_figure_that_is_named_exists_and_none_is_forgotten(app: Flask) -> None:
    named = {name for expression in expressions() for name in NAME.findall(expression)}

    assert named - told(app) == set()
    assert {PREFIX + reading.name for reading in app.extensions[READINGS]} - named == set()


def test_the_guide_describes_every_figure(app: Flask) -> None:
    guide = (ROOT / "docs" / "operations.md").read_text()
    described = set(re.findall(rf"^\| `({PREFIX}\w+)` \|", guide, flags=re.MULTILINE))

    assert described == {
        name for name in told(app) if not name.startswith(counting.SECONDS._name)
    } | {counting.SECONDS._name}


@pytest.mark.parametrize("rule", yaml.safe_load(RULES.read_text())["groups"][0]["rules"])
def test_each_rule_says_in_words_what_is_wrong(rule: dict[str, object]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "annotations"}
    assert str(rule["annotations"]["summary"]).endswith(".")  # type: ignore[index]


def test_the_proxy_does_not_forward_the_figures() -> None:
    proxy = (ROOT / "deploy" / "nginx.conf").read_text()

    assert "location = /metrics { return 404; }" in proxy
