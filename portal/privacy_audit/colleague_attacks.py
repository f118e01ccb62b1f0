"""From a colleague who was asked to what they answered about another."""

from collections.abc import Iterator, Sequence

from portal.privacy_audit.colleagues import CurrentKey, current_key
from portal.privacy_audit.evidence import TrialEvidence
from portal.privacy_audit.pairing import Item, Search, best_order
from portal.privacy_audit.rows import RawRow
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge

TODAY_DECLARED = (
    "until the night, whoever holds the current key of colleagues' boxes makes the mark of every "
    "seat and reads what it answered that day"
)


def to_colleagues(evidence: TrialEvidence) -> Iterator[Finding]:
    """Look for the answer of each colleague by order, without the current key and with it."""
    done = evidence.trial.colleagues
    key = None if done is None else current_key(evidence.trial.session, done)
    if done is None or key is None:
        return
    rows = evidence.rows("peer_box", key="token")
    boxes = [_box(row, key) for row in rows]
    asked = [
        Item(place, said=pair, known={"rated": pair[1]}, traces={"arrival": place})
        for place, pair in enumerate(done.said)
    ]
    sealed = [item for item in asked if item.said not in done.today]
    carried = [box for box in boxes if box.said not in done.today]
    for knowledge, within in ((Knowledge.DATABASE, ()), (Knowledge.DAY_KEY, ("rated",))):
        yield from best_order(
            _search(sealed, carried, knowledge=knowledge, within=within, least=done.least)
        )
    yield _marks(rows, key, pairs=[pair for pair in done.said if pair not in done.today])
    yield _marks(rows, key, pairs=sorted(done.today), declared=TODAY_DECLARED)


def _box(row: RawRow, key: CurrentKey) -> Item:
    """Return a box with the seat that it is of; only the key tells whom it is about."""
    pair = key.pair_in(row.values["ciphertext"])
    return Item(-1, said=pair, known={"rated": pair[1]}, traces=row.traces)


def _search(
    asked: Sequence[Item],
    boxes: Sequence[Item],
    *,
    knowledge: Knowledge,
    within: tuple[str, ...],
    least: int,
) -> Search:
    return Search(
        FoundLink.COLLEAGUE_ANSWER,
        "order of sealed boxes",
        knowledge,
        victims=asked,
        rows=boxes,
        within=within,
        least=least,
    )


def _marks(
    rows: Sequence[RawRow],
    key: CurrentKey,
    *,
    pairs: Sequence[tuple[int, int]],
    declared: str = "",
) -> Finding:
    """Make the mark of every seat with the current key, and look for it among the boxes."""
    marks = {bytes(row.values["mark"]) for row in rows}
    return Finding(
        FoundLink.COLLEAGUE_ANSWER,
        f"marks of seats, answered {'today' if declared else 'before the night'}",
        Knowledge.DAY_KEY,
        tried=len(pairs),
        right=sum(key.mark_of(pair) in marks for pair in pairs),
        chance=0.0,
        declared=declared,
    )
