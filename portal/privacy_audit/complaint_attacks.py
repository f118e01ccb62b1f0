"""From a complaint to its writer, and from what statistics keep to texts that were deleted."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import select, table, text

from portal.privacy_audit.answer_attacks import candidates_by_owner
from portal.privacy_audit.evidence import TrialEvidence
from portal.privacy_audit.pairing import Item, Search, best_order, named_by_order
from portal.privacy_audit.rows import rows_of
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge
from portal.privacy_audit.written_items import TOLD_BY_LOG, complaints
from portal.rating.mixing.domain import MIN_BATCH_SIZE


@dataclass(frozen=True, slots=True)
class AttackSource:
    """Where traces come from; without names, everything that the other sources do not name."""

    name: str
    traces: tuple[str, ...]


LOGGED = AttackSource("log", TOLD_BY_LOG)
NUMBERED = AttackSource("numbers and looks of staff", ("column id", "minute by number"))
# Everything else: places, transactions, bytes, and the moments of staff's transactions.
PLACES = AttackSource("places and transactions", ())
OF_SERVER = text(
    "SELECT most_common_vals::text, histogram_bounds::text, most_common_elems::text "
    "FROM pg_stats WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
)
TABLES_OF_SQLITE = text("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")


def sources(evidence: TrialEvidence) -> tuple[AttackSource, ...]:
    """Return the sources that there are on this database."""
    return (PLACES, NUMBERED, LOGGED) if evidence.log else (PLACES, NUMBERED)


def to_writers(evidence: TrialEvidence) -> Iterator[Finding]:
    """Look for the writer's ticket, comment and ballot at the desk and day complained about."""
    items = complaints(evidence)
    for link, rows in (
        (FoundLink.COMPLAINT_TICKET, evidence.proofs),
        (FoundLink.COMPLAINT_COMMENT, evidence.comments),
        (FoundLink.COMPLAINT_BALLOT, evidence.ballots),
    ):
        for source in sources(evidence):
            # Numbers and looks are held against the queue's order, which only tickets have.
            if source is not NUMBERED or link is FoundLink.COMPLAINT_TICKET:
                yield from best_order(_search(link, source, victims=items, rows=rows))


def through_tickets(evidence: TrialEvidence) -> Iterator[Finding]:
    """Name the writer's ticket by order, and then all ballots that can be of that ticket."""
    candidates = candidates_by_owner(evidence, batch="xmin")
    ballots = {ballot.owner: ballot for ballot in evidence.ballots}
    at_desk = Counter((b.known["desk"], b.known["came"]) for b in evidence.ballots)
    items = [item for item in complaints(evidence) if item.owner in ballots]
    for source in sources(evidence):
        search = _search(FoundLink.COMPLAINT_TICKET, source, victims=items, rows=evidence.proofs)
        best = Finding(
            FoundLink.COMPLAINT_BALLOT,
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


def _search(
    link: FoundLink, source: AttackSource, *, victims: list[Item], rows: list[Item]
) -> Search:
    return Search(
        link,
        source.name,
        Knowledge.DATABASE,
        victims=[_only(victim, source, is_victim=True) for victim in victims],
        rows=[_only(row, source, is_victim=False) for row in rows],
        within=("desk", "came"),
    )


def _only(item: Item, source: AttackSource, *, is_victim: bool) -> Item:
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


def by_statistics(evidence: TrialEvidence) -> Iterator[Finding]:
    """Look for citizens' words, and for their sealed texts, in what the server plans by."""
    kept = noted_by_planner(evidence)
    writings = [visitor.writing for visitor in evidence.trial.visitors]
    complaints = [each.complaint for each in writings if each.complaint]
    yield _noted(kept, attack="comments in the clear", texts=[each.comment for each in writings])
    yield _noted(kept, attack="complaints in the clear", texts=complaints)
    rows = rows_of(evidence.trial.session, "complaint", key="code_hash")
    sealed = [bytes(row.values["text"]).hex() for row in rows]
    yield _noted(kept, attack="sealed complaints", texts=sealed, knowledge=Knowledge.TEXT_KEY)


def _noted(
    kept: str,
    *,
    attack: str,
    texts: Collection[str],
    knowledge: Knowledge = Knowledge.DATABASE,
) -> Finding:
    right = sum(each in kept for each in texts)
    return Finding(FoundLink.TEXT_STATISTICS, attack, knowledge, tried=len(texts), right=right)


def noted_by_planner(evidence: TrialEvidence) -> str:
    """Let the database look at its tables, and return every value that it notes down."""
    session = evidence.trial.session
    engine = session.connection().engine
    session.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
        if connection.dialect.name == "postgresql":
            found = [connection.execute(OF_SERVER)]
        else:
            tables = connection.scalars(TABLES_OF_SQLITE).all()
            asked = (select(text("*")).select_from(table(each)) for each in tables)
            found = [connection.execute(each) for each in asked]
        # A row as a whole would be written shortened.
        return "\n".join(str(value) for rows in found for row in rows for value in row)
