"""From a complaint to its writer: their ticket, comment and ballot, by order and by moments."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.privacy_audit.answer_attacks import candidates_by_owner
from portal.privacy_audit.evidence import LOG, Evidence
from portal.privacy_audit.pairing import Item, Search, best_order, named_by_order
from portal.privacy_audit.verdict import Finding, Knowledge, Link
from portal.privacy_audit.written_items import complaints
from portal.rating.domain.mixing import CROWD

LOG_DECLARED = (
    "the log, and backups of a day, tell in which order tickets and complaints came; whoever keeps "
    "them ties a complaint written minutes after a rating to its ticket"
)
NUMBERS_DECLARED = (
    "numbers of complaints tell their order, and looks of staff, which have moments, when the "
    "latest it was written"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where traces come from, and why what they tell remains; empty when it must not."""

    name: str
    traces: tuple[str, ...]
    declared: str = ""


LOGGED = Source("log", (LOG, "transaction in the log"), declared=LOG_DECLARED)
NUMBERED = Source(
    "numbers and looks of staff", ("column id", "minute by number"), declared=NUMBERS_DECLARED
)
# Everything else: places, transactions, bytes, and the moments of staff's transactions.
PLACES = Source("places and transactions", ())


def sources(evidence: Evidence) -> tuple[Source, ...]:
    """Return the sources that there are on this database."""
    return (PLACES, NUMBERED, LOGGED) if evidence.log else (PLACES, NUMBERED)


def to_writers(evidence: Evidence) -> Iterator[Finding]:
    """Look for the writer's ticket, comment and ballot at the desk and day complained about."""
    items = complaints(evidence)
    yield from _to_tickets(evidence, items)
    for link, rows in (
        (Link.COMPLAINT_COMMENT, evidence.comments),
        (Link.COMPLAINT_BALLOT, evidence.ballots),
    ):
        for source in sources(evidence):
            # Numbers and looks are held against the queue's order, which only tickets have.
            if source is not NUMBERED:
                yield from _by(_search(link, source, victims=items, rows=rows), source)


def _to_tickets(evidence: Evidence, items: list[Item]) -> Iterator[Finding]:
    """Look for tickets; places have to tell more than the numbers do, which say their order."""
    told = {
        source.name: list(
            _by(_search(Link.COMPLAINT_TICKET, source, victims=items, rows=evidence.proofs), source)
        )
        for source in sources(evidence)
    }
    for numbered, placed in zip(told[NUMBERED.name], told[PLACES.name], strict=True):
        yield replace(placed, chance=max(placed.chance, float(numbered.right)))
        yield numbered
    yield from told.get(LOGGED.name, ())


def _by(search: Search, source: Source) -> Iterator[Finding]:
    for finding in best_order(search):
        yield replace(finding, declared=source.declared)


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
            declared=source.declared,
        )
        named, tried = named_by_order(search), []
        for method, pairs in named.items():
            right, chance = 0, 0.0
            for item, ticket in pairs:
                sets = candidates.get(ticket.owner, [])
                right += any(ballot.owner == item.owner for ballot in sets)
                chance += len(sets) / max(CROWD, at_desk[item.known["desk"], item.known["came"]])
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
