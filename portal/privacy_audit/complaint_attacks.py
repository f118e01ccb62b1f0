"""From a complaint to its writer: their ticket, comment and ballot, by order and by moments."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from portal.privacy_audit.answer_attacks import candidates_by_owner
from portal.privacy_audit.evidence import LOG, Evidence
from portal.privacy_audit.pairing import Item, Search, best_order, named_by_order
from portal.privacy_audit.verdict import Finding, Knowledge, Link
from portal.privacy_audit.written_items import complaints
from portal.rating.domain.mixing import CROWD

IN_LOG = (LOG, "transaction in the log")


def to_writers(evidence: Evidence) -> Iterator[Finding]:
    """Look for the writer's ticket, comment and ballot at the desk and day complained about."""
    items = complaints(evidence)
    for link, rows in (
        (Link.COMPLAINT_TICKET, evidence.proofs),
        (Link.COMPLAINT_COMMENT, evidence.comments),
        (Link.COMPLAINT_BALLOT, evidence.ballots),
    ):
        yield from best_order(
            _search(link, "order and moments", victims=items, rows=rows, is_log=False)
        )
        if evidence.log:
            yield from best_order(_search(link, "log", victims=items, rows=rows, is_log=True))


def through_tickets(evidence: Evidence) -> Iterator[Finding]:
    """Name the writer's ticket by order, and then all ballots that can be of that ticket."""
    candidates = candidates_by_owner(evidence, batch="xmin")
    ballots = {ballot.owner: ballot for ballot in evidence.ballots}
    at_desk = Counter((b.known["desk"], b.known["came"]) for b in evidence.ballots)
    items = [item for item in complaints(evidence) if item.owner in ballots]
    for is_log in (False, True) if evidence.log else (False,):
        search = _search(
            Link.COMPLAINT_TICKET, "", victims=items, rows=evidence.proofs, is_log=is_log
        )
        best = Finding(Link.COMPLAINT_BALLOT, _through(is_log), Knowledge.DATABASE)
        named = named_by_order(search)
        for method, pairs in named.items():
            right, chance = 0, 0.0
            for item, ticket in pairs:
                sets = candidates.get(ticket.owner, [])
                right += any(ballot.owner == item.owner for ballot in sets)
                chance += len(sets) / max(CROWD, at_desk[item.known["desk"], item.known["came"]])
            best = min(
                best,
                replace(
                    best,
                    tried=len(items),
                    right=right,
                    chance=chance,
                    methods=len(named),
                    method=method,
                ),
                key=lambda finding: finding.luck,
            )
        yield best


def _through(is_log: bool) -> str:
    return "through the ticket by log" if is_log else "through the ticket by order"


def _search(
    link: Link, attack: str, *, victims: list[Item], rows: list[Item], is_log: bool
) -> Search:
    return Search(
        link,
        attack,
        Knowledge.DATABASE,
        victims=[_only(victim, is_log=is_log) for victim in victims],
        rows=[_only(row, is_log=is_log) for row in rows],
        within=("desk", "came"),
    )


def _only(item: Item, *, is_log: bool) -> Item:
    """Return an item with the traces of the log alone, or with all others."""
    traces = {name: value for name, value in item.traces.items() if (name in IN_LOG) == is_log}
    return Item(item.owner, said=item.said, known=item.known, traces=traces)
