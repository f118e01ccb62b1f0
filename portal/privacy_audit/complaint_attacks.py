"""From a complaint to its writer: their ticket, comment and ballot, by order and by moments."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.privacy_audit.answer_attacks import candidates_by_owner
from portal.privacy_audit.evidence import Evidence
from portal.privacy_audit.pairing import Item, Search, best_order, named_by_order
from portal.privacy_audit.verdict import Finding, Knowledge, Link
from portal.privacy_audit.written_items import TOLD_BY_LOG, complaints
from portal.rating.mixing.domain import MIN_BATCH_SIZE


@dataclass(frozen=True, slots=True)
class Source:
    """Where traces come from; without names, everything that the other sources do not name."""

    name: str
    traces: tuple[str, ...]


LOGGED = Source("log", TOLD_BY_LOG)
NUMBERED = Source("numbers and looks of staff", ("column id", "minute by number"))
# Everything else: places, transactions, bytes, and the moments of staff's transactions.
PLACES = Source("places and transactions", ())


def sources(evidence: Evidence) -> tuple[Source, ...]:
    """Return the sources that there are on this database."""
    return (PLACES, NUMBERED, LOGGED) if evidence.log else (PLACES, NUMBERED)


def to_writers(evidence: Evidence) -> Iterator[Finding]:
    """Look for the writer's ticket, comment and ballot at the desk and day complained about."""
    items = complaints(evidence)
    for link, rows in (
        (Link.COMPLAINT_TICKET, evidence.proofs),
        (Link.COMPLAINT_COMMENT, evidence.comments),
        (Link.COMPLAINT_BALLOT, evidence.ballots),
    ):
        for source in sources(evidence):
            # Numbers and looks are held against the queue's order, which only tickets have.
            if source is not NUMBERED or link is Link.COMPLAINT_TICKET:
                yield from best_order(_search(link, source, victims=items, rows=rows))


def through_tickets(evidence: Evidence) -> Iterator[Finding]:
    """Name the writer's ticket by order, and then all ballots that can be of that ticket."""
    candidates = candidates_by_owner(evidence, batch="xmin")
    ballots = {ballot.owner: ballot for ballot in evidence.ballots}
    at_desk = Counter((b.known["desk"], b.known["came"]) for b in evidence.ballots)
    items = [item for item in complaints(evidence) if item.owner in ballots]
    for source in sources(evidence):
        search = _search(Link.COMPLAINT_TICKET, source, victims=items, rows=evidence.proofs)
        best = Finding(
            Link.COMPLAINT_BALLOT,
            f"through the ticket by {source.name}",
            Knowledge.DATABASE,
        )
        named, tried = named_by_order(search), []
        for method, pairs in named.items():
            right, chance = 0, 0.0
            for item, ticket in pairs:
                sets = candidates.get(ticket.owner, [])
                right += any(ballot.owner == item.owner for ballot in sets)
                chance += len(sets) / max(
                    MIN_BATCH_SIZE, at_desk[item.known["desk"], item.known["came"]]
                )
            found = replace(best, right=right, chance=chance, method=method)
            tried.append(replace(found, tried=len(items), methods=len(named)))
        yield min(tried, key=lambda finding: finding.luck, default=best)


def _search(link: Link, source: Source, *, victims: list[Item], rows: list[Item]) -> Search:
    return Search(
        link,
        source.name,
        Knowledge.DATABASE,
        victims=[_only(victim, source, is_victim=True) for victim in victims],
        rows=[_only(row, source, is_victim=False) for row in rows],
        within=("desk", "came"),
    )


def _only(item: Item, source: Source, *, is_victim: bool) -> Item:
    """Return an item with the traces of one source; numbers are held against arrivals."""
    is_numbered = source is NUMBERED and not is_victim
    named = ("arrival", "minute") if is_numbered else source.traces
    others = (*LOGGED.traces, *NUMBERED.traces)
    traces = {
        name: value
        for name, value in item.traces.items()
        if (name in named if named else name not in others)
    }
    return Item(item.owner, said=item.said, known=item.known, traces=traces)
