"""What the portal is made of, and that no audit passes that looked nothing up."""

import json
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from scripts import audit, sbom

TODAY = date(2026, 11, 29)
ENTRY = """[[allowed]]
id = "PYSEC-1"
package = "flask"
reason = "Not called."
until = 2026-11-29
"""


def report(*packages: dict[str, Any]) -> dict[str, Any]:
    return {"dependencies": list(packages)}


def package(name: str, *advisories: str, aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    found = [{"id": each, "aliases": list(aliases), "fix_versions": ["9.9"]} for each in advisories]
    return {"name": name, "version": "1.0", "vulns": found}


def skipped(name: str) -> dict[str, Any]:
    return {"name": name, "skip_reason": "Dependency not found on PyPI"}


def test_packages_without_advisories_are_well() -> None:
    code, lines = audit.verdict([report(package("flask"), package("jinja2"))], ())

    assert (code, lines) == (0, ["2 packages looked up, no advisory concerns them"])


def test_an_advisory_is_named_with_what_mends_it() -> None:
    code, lines = audit.verdict([report(package("flask", "PYSEC-1"))], ())

    assert (code, lines) == (1, ["ADVISORY PYSEC-1: flask 1.0, mended in 9.9"])


@pytest.mark.parametrize("advisory", [("PYSEC-1", ()), ("GHSA-x", ("PYSEC-1",))])
def test_an_allowed_advisory_is_passed_by_each_of_its_names(
    advisory: tuple[str, tuple[str, ...]],
) -> None:
    allowed = audit.allowed_advisories(ENTRY, today=TODAY)
    name, aliases = advisory

    assert audit.verdict([report(package("flask", name, aliases=aliases))], allowed)[0] == 0
    assert audit.verdict([report(package("jinja2", name, aliases=aliases))], allowed)[0] == 1


@pytest.mark.parametrize(
    ("text", "today"),
    [(ENTRY, date(2026, 11, 30)), (ENTRY.replace("Not called.", " "), TODAY)],
)
def test_an_entry_without_reason_or_after_its_date_is_refused(text: str, today: date) -> None:
    with pytest.raises(audit.WrongEntry, match="PYSEC-1"):
        audit.allowed_advisories(text, today=today)


def test_the_allow_list_can_be_read_on_any_day() -> None:
    """Its dates are looked at by `make audit`; a test must not fail because a day has come."""
    entries = audit.allowed_advisories(audit.ALLOWED.read_text(), today=date.min)

    assert all(entry.reason for entry in entries)


@pytest.mark.parametrize(
    "reports", [[], [report()], [report(skipped("flask"))], [report(package("a"), skipped("b"))]]
)
def test_what_was_not_looked_up_never_passes(reports: list[dict[str, Any]]) -> None:
    code, lines = audit.verdict(reports, ())

    assert code == 3
    assert lines[-1].startswith("NOT CHECKED: ")


def test_an_advisory_weighs_more_than_what_was_not_looked_up() -> None:
    assert audit.verdict([report(package("a", "X-1"), skipped("b"))], ())[0] == 1


@pytest.mark.parametrize("said", ["", "not json"])
def test_a_program_that_cannot_ask_has_checked_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    program = tmp_path / "pip-audit"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)

    assert audit.main(str(program)) == 3
    assert capsys.readouterr().out.count("NOT CHECKED") == len(audit.LOCKS)


def test_an_expired_entry_stops_the_audit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "list.toml").write_text(ENTRY.replace("2026", "2020"))
    monkeypatch.setattr(audit, "ALLOWED", tmp_path / "list.toml")

    assert audit.main(sys.executable) == 1
    assert "look at it again" in capsys.readouterr().out


def test_the_bill_of_materials_names_every_locked_package(tmp_path: Path) -> None:
    sbom.main(tmp_path / "build" / "sbom.json")

    made = json.loads((tmp_path / "build" / "sbom.json").read_text())
    lock = (sbom.ROOT / "requirements.txt").read_text()
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==([^\s;\\]+)", lock, flags=re.M))
    assert {(each["name"], each["version"]) for each in made["components"]} == pinned
    assert len(made["components"]) == len(pinned) > 20
    digests = [
        each["hashes"][0]["content"]
        for part in made["components"]
        for each in part["externalReferences"]
    ]
    assert sorted(digests) == sorted(re.findall(r"sha256:(\w{64})", lock))
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", made["serialNumber"])


def test_the_same_lock_gives_the_same_document() -> None:
    lock = "flask==3.1 \\\n    --hash=sha256:" + "a" * 64 + "\n"

    assert sbom.document(lock, serial=sbom.serial_of(lock)) == sbom.document(
        lock, serial=sbom.serial_of(lock)
    )
    assert sbom.serial_of(lock) != sbom.serial_of(lock + "#")
