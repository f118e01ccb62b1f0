"""Attacks on the limiter's storage: first day of a counter, and the network behind it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from portal.privacy_audit.evidence import TrialEvidence
from portal.privacy_audit.limiter import Contents
from portal.privacy_audit.limiter_charges import WRONG_FOLLOW_CODE, WRONG_TICKET
from portal.privacy_audit.pairing import Item, Search, best_order
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge
from portal.privacy_audit.visitors import MINUTES_OF_A_DAY, NIGHTS, TIMEZONE
from portal.privacy_audit.written_items import complaints
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.web.day_keys import network_of, pseudonym
from portal.web.guessing import Window, counter_name

# What the portal calls a network when it is counted for one thing or another.
LABELS = ("network", "presence network", "complaint network")
# What is counted for a network in hours and days.
COUNTED = ("complaint", WRONG_TICKET, WRONG_FOLLOW_CODE)
# What counters tell by design, by the beginning of their names.
DECLARED = {
    "portal:desk-hour": "how many rated a desk by its poster is counted for each hour, for two "
    "days, so that a burst is noticed; not who",
}
_PARTS = re.compile(r"[0-9a-f]{32}")
_NUMBER = re.compile(r"\d+")
NUMBER = "@"
# Windows that a counter may be kept for after its first hit, in minutes.
WINDOWS = (1, 5, 10, 15, 30, 60, 24 * 60)
# What a number in a counter's name may count since 1970, in seconds.
UNITS = (1, 30, 60, 3600)
_BEFORE = (NIGHTS - 1) * MINUTES_OF_A_DAY


def from_counters(evidence: TrialEvidence) -> Iterator[Finding]:
    """Tie counters to visits by names and ends, complaints to counters, names to networks."""
    limits = evidence.trial.limits
    if limits is None:
        return
    contents = limits.contents()
    people = [proof for proof in evidence.proofs if proof.known["came"] == NIGHTS - 1]
    came = {proof.owner for proof in people}
    written = [item for item in complaints(evidence) if item.owner in came]
    for kind, counters in sorted(_by_kind(contents).items()):
        if len(counters) >= MIN_BATCH_SIZE:
            attack = f"names and ends of {kind}"
            declared = next((why for name, why in DECLARED.items() if kind.startswith(name)), "")
            for search in (
                _search(FoundLink.COUNTER_TICKET, attack, counters, people),
                _search(FoundLink.COMPLAINT_TICKET, attack, written, counters),
            ):
                for found in best_order(search):
                    yield replace(found, declared=declared)
    yield _networks(evidence, contents)


def _search(link: FoundLink, attack: str, *sides: Sequence[Item]) -> Search:
    victims, rows = sides
    return Search(link, attack, Knowledge.LIMITER, victims=victims, rows=rows, within=())


def _by_kind(contents: Contents) -> dict[str, list[Item]]:
    """Return the counters of one visitor each, by kind.

    With the minutes that their ends tell, and the numbers that stand in their names.
    """
    kinds: defaultdict[str, dict[int, Item]] = defaultdict(dict)
    for counter in contents.counters:
        minute = (counter.ends_at - contents.opens_at) / 60 + _BEFORE
        traces: dict[str, Any] = {f"minute, {window} before": minute - window for window in WINDOWS}
        kind = _NUMBER.sub(NUMBER, counter.kind)
        for place, number in enumerate(_NUMBER.findall(counter.kind)):
            traces[f"number {place} of the name"] = int(number)
            for unit in UNITS:
                at = (int(number) * unit - contents.opens_at) / 60 + _BEFORE
                traces[f"minute, number {place} of the name by {unit} seconds"] = at
        item = Item(counter.owner, said=counter.owner, traces=traces)
        kinds[kind].setdefault(counter.owner, item)
    return {kind: list(items.values()) for kind, items in kinds.items()}


def _networks(evidence: TrialEvidence, contents: Contents) -> Finding:
    """Compute every network's names with what lies beside the counters as key of the day."""
    attack = "day key beside the counters"
    if not contents.day_keys:
        why = "the trial counted in memory, where no key lies beside the counters"
        return Finding(FoundLink.COUNTER_NETWORK, attack, Knowledge.LIMITER, missing=why)
    names = [counter.name for counter in contents.counters]
    places = ((), *((str(place),) for place in range(len(evidence.trial.city.desks) + 1)))
    found: set[str] = set()
    for visitor in evidence.trial.visitors:
        network = network_of(visitor.address)
        for key, label, more in product(contents.day_keys, LABELS, places):
            found.add(pseudonym(key, label, network, *more))
        for key in contents.day_keys:
            found |= _counters_of_hours(pseudonym(key, "network", network), contents)
    return Finding(
        FoundLink.COUNTER_NETWORK,
        attack,
        Knowledge.LIMITER,
        tried=len(names),
        right=sum(bool(found & set(_PARTS.findall(name))) for name in names),
        chance=0.0,
    )


def _counters_of_hours(who: str, contents: Contents) -> set[str]:
    """Return under which names a network's complaints and wrong codes would be counted."""
    begins = datetime.fromtimestamp(contents.opens_at, tz=UTC).replace(hour=0)
    hours = [begins + timedelta(hours=hour) for hour in range(-24, 48)]
    names = (
        counter_name(what, who, window=window, now=hour, timezone=TIMEZONE)
        for what, window, hour in product(COUNTED, Window, hours)
    )
    return {part for name in names for part in _PARTS.findall(name)}
