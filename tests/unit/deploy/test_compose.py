"""The compose file: each service has a health check of its own, and jobs end when they fail."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.cli.jobs import loop

FILE = Path(__file__).resolve().parents[3] / "deploy" / "compose.yaml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text())["services"]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_each_service_has_a_health_check_of_its_own(name: str) -> None:
    check = SERVICES[name]["healthcheck"]

    if name == "migrate":
        assert check == {"disable": True}
    else:
        assert check["test"][0] in {"CMD", "CMD-SHELL"}


def test_no_two_services_share_a_check() -> None:
    checks = [str(each["healthcheck"].get("test")) for each in SERVICES.values()]

    assert len(set(checks)) == len(checks)


def test_the_jobs_end_at_the_third_failure_and_are_started_again() -> None:
    jobs = SERVICES["jobs"]
    words = jobs["command"].split()
    context = loop.make_context("loop", words[words.index("loop") + 1 :])

    assert words[:3] == ["flask", "jobs", "loop"]
    assert context.params["patience"] == 3
    assert str(context.params["heartbeat"]) in jobs["healthcheck"]["test"][1]
    assert jobs["restart"] == "unless-stopped"


def test_whoever_is_waited_for_as_healthy_can_be() -> None:
    for service in SERVICES.values():
        for name, asked in service.get("depends_on", {}).items():
            if asked["condition"] == "service_healthy":
                assert "test" in SERVICES[name]["healthcheck"]
