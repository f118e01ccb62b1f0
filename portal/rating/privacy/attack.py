"""Pairs citizens' proofs with stored answers by every trace, and counts who was found."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import sqrt
from typing import Any

from sqlalchemy import Engine

from portal.rating.domain import Channel
from portal.rating.privacy.citizens import Citizen
from portal.rating.privacy.scratch import scratch_database
from portal.rating.privacy.targets import WITH_KEY, StoredAnswer, Target, targets
from portal.rating.privacy.traces import traced_rows
from portal.rating.privacy.trial import Mix, Rate, Trial, trial
from portal.rating.sealing import CannotOpen

LEAST_RATINGS = 500
MOST_RATINGS = 20_000
# A shuffled crowd gives one link on average, with variance one: five deviations and a little.
DEVIATIONS = 5
ALLOWANCE = 3
PROOF_TABLES: Mapping[Channel, tuple[str, str]] = {
    Channel.TICKET: ("ticket", "code_hash"),
    Channel.PRESENCE: ("accepted_submission", "key_hash"),
}
Traces = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Finding:
    """How many citizens one method tied to their own row, against what guessing gives.

    ``bound`` is the most links that luck explains; above it the method is a leak.
    """

    knowledge: str
    target: str
    method: str
    citizens: int
    links: int
    chance: float
    bound: float

    @property
    def is_leak(self) -> bool:
        """Whether the method finds more than luck does."""
        return self.links > self.bound


def insiders_attack(trial: Trial) -> list[Finding]:
    """Try every trace of the proofs against every trace of the answers.

    The insider has watched the order of arrival, as a write-ahead log tells it, and knows
    desk, channel and night of every citizen.
    """
    proofs = _proofs(trial)
    findings = [
        finding for target in targets(trial) for finding in _findings(trial, target, proofs=proofs)
    ]
    return [*findings, _kept_ciphertexts(trial)]


def check_privacy(
    installed: Engine, *, ratings: int, rate: Rate | None = None, mix: Mix | None = None
) -> list[Finding]:
    """Run the attack on a scratch database with the installed schema.

    :param ratings: 500 to 20,000.
    :raises portal.rating.privacy.scratch.NoScratchDatabase: when there cannot be one.
    """
    with (
        scratch_database(installed) as engine,
        trial(engine, ratings=ratings, rate=rate, mix=mix) as done,
    ):
        return insiders_attack(done)


def _proofs(trial: Trial) -> Traces:
    """Return, by citizen, every trace of their ticket or grant, and of what was kept."""
    found: dict[int, dict[str, Any]] = {
        citizen.number: {"arrival": citizen.number} for citizen in trial.citizens
    }
    for kept in trial.kept:
        found[kept.number]["sealed token"] = kept.token
    for channel, (table, key) in PROOF_TABLES.items():
        rows = {row.values[key]: row.traces for row in traced_rows(trial.session, table)}
        for citizen in trial.citizens:
            if citizen.channel is channel:
                found[citizen.number] |= rows[citizen.proof]
    return found


def _findings(trial: Trial, target: Target, *, proofs: Traces) -> Iterator[Finding]:
    chance = _chance(trial, target)
    bound = chance + DEVIATIONS * sqrt(chance) + ALLOWANCE
    for proof, trace in product(_names(proofs.values()), _names(r.traces for r in target.rows)):
        yield Finding(
            knowledge=target.knowledge,
            target=target.name,
            method=f"{proof} ~ {trace}",
            citizens=len(target.citizens),
            links=_links(target, proof=proof, trace=trace, proofs=proofs),
            chance=chance,
            bound=bound,
        )


def _names(traces: Any) -> list[str]:
    return sorted({name for each in traces for name in each})


def _chance(trial: Trial, target: Target) -> float:
    """Return how many links guessing within each citizen's own crowd gives on average."""
    crowds: defaultdict[Hashable, list[Hashable]] = defaultdict(list)
    for citizen in target.citizens:
        crowds[trial.crowds[citizen.number]].append(target.said(citizen))
    return sum(count**2 / len(said) for said in crowds.values() for count in Counter(said).values())


def _links(target: Target, *, proof: str, trace: str, proofs: Traces) -> int:
    """Sort both sides of each group by their traces, pair them in order, count the right ones."""
    rows: defaultdict[Hashable, list[StoredAnswer]] = defaultdict(list)
    for row in target.rows:
        if row.traces.get(trace) is not None:
            rows[row.group].append(row)
    people: defaultdict[Hashable, list[Citizen]] = defaultdict(list)
    for citizen in target.citizens:
        if proofs[citizen.number].get(proof) is not None:
            people[target.group(citizen)].append(citizen)
    links = 0
    for group, citizens in people.items():
        in_order = sorted(rows[group], key=lambda row: row.traces[trace])
        citizens.sort(key=lambda citizen: proofs[citizen.number][proof])
        links += _right_pairs(target, citizens, rows=in_order)
    return links


def _right_pairs(
    target: Target, citizens: Sequence[Citizen], *, rows: Sequence[StoredAnswer]
) -> int:
    """Count who is paired with what they said; ranks are stretched when the numbers differ."""
    if not rows:
        return 0
    return sum(
        rows[place * len(rows) // len(citizens)].content == target.said(citizen)
        for place, citizen in enumerate(citizens)
    )


def _kept_ciphertexts(trial: Trial) -> Finding:
    """Try the current key on every ciphertext that was mixed, as logs and backups keep them."""
    kept = [one for one in trial.kept if one.number in trial.crowds]
    links = 0
    for one in kept:
        try:
            trial.opener.open_sealed(one.ciphertext)
        except CannotOpen:
            continue
        links += 1
    return Finding(
        knowledge=WITH_KEY,
        target="every answer",
        method="kept ciphertexts (write-ahead log, dead rows, backups)",
        citizens=len(kept),
        links=links,
        chance=0,
        bound=0,
    )
