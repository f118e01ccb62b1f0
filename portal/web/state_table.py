"""The state of each part of the portal, as a table for administrators."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Flask
from flask_babel import format_timedelta, ngettext
from flask_babel import gettext as _

from portal.web.formatting import month, number
from portal.web.full_look import full_look
from portal.web.health import UNAVAILABLE, UNKNOWN, Fact, Probe, ProbeResult, probes_of

# Shown in words of their own, or of no use to a reader.
GIGABYTE = 1_000_000_000
IN_WORDS = frozenset({"age_seconds", "bound_seconds"})


@dataclass(frozen=True, slots=True)
class PartRow:
    """A line of the table; ``remedy`` is empty where nothing is to be done."""

    title: object
    is_ok: bool
    state: object
    age: str
    facts: list[str]
    remedy: object


def part_rows(app: Flask) -> list[PartRow]:
    """Return a line for each part, those that are not well first."""
    look = full_look(app)
    results = {} if look is None else look.results
    rows = [_row(probe, results[probe.name]) for probe in probes_of(app) if probe.name in results]
    return sorted(_together(rows), key=lambda row: row.is_ok)


def _together(rows: list[PartRow]) -> list[PartRow]:
    """Return one line for parts of which the same is to be said and done, as on a first day."""
    alike: dict[tuple[str, str], list[PartRow]] = {}
    for row in rows:
        is_plain = not (row.is_ok or row.age or row.facts)
        own = (str(row.state), str(row.remedy)) if is_plain else (str(id(row)), "")
        alike.setdefault(own, []).append(row)
    return [
        replace(each[0], title=", ".join(str(row.title) for row in each)) for each in alike.values()
    ]


def _row(probe: Probe, result: ProbeResult) -> PartRow:
    age = result.facts.get("age_seconds")
    return PartRow(
        title=probe.title or probe.name,
        is_ok=result.is_ok,
        state=_state(probe, result),
        age="" if age is None else format_timedelta(timedelta(seconds=float(age))),
        facts=[_fact(name, fact) for name, fact in result.facts.items() if _is_told(name, fact)],
        remedy="" if result.is_ok else probe.remedy,
    )


def _is_told(name: str, fact: Fact) -> bool:
    return name not in IN_WORDS and not name.endswith("_share") and fact not in {None, ""}


def _fact(name: str, fact: Fact) -> str:
    """Return what a probe measured in words; a kind of failure keeps the name it has in the log."""
    if name.endswith("_free_bytes"):
        folder, free = name.removesuffix("_free_bytes"), float(fact or 0) / GIGABYTE
        return str(_("%(folder)s: %(free)s GB kosong", folder=folder, free=number(free, 1)))
    if name == "month":
        return month(str(fact))
    if name == "problem":
        return str(fact)
    if name == "days_late":
        late = int(fact or 0)
        return str(
            ngettext("terlambat %(count)s hari", "terlambat %(count)s hari", late, count=late)
        )
    told = {
        "waiting": _("%(count)s menunggu", count=fact),
        "given_up": _("%(count)s tidak dapat dikirim", count=fact),
    }
    return str(told.get(name) or f"{name}: {fact}")


def _state(probe: Probe, result: ProbeResult) -> object:
    if result.is_ok:
        return _("Baik")
    common = {
        UNAVAILABLE: _("Tidak dapat dipakai."),
        UNKNOWN: _("Tidak dapat diperiksa selama bagian di atasnya bermasalah."),
    }
    return probe.words.get(result.state) or common.get(result.state, result.state)
