"""From a ticket to what its holder said: ballot, comment, answer about an officer, profile."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from portal.privacy_audit.evidence import LOG, TrialEvidence, about_self
from portal.privacy_audit.pairing import Item, Search, best_order, grouped
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge
from portal.privacy_audit.visitors import NIGHTS, NOT_ASKED, MadeUpVisitor
from portal.rating.mixing.domain import MIN_BATCH_SIZE
from portal.storage.sealing.keys import CannotOpen
from portal.survey.elements import OFFICER_ELEMENTS

# How traces in the bytes of files begin (``raw_bytes.raw_traces``).
IN_BYTES = ("first in", "last in")
BATCH = ("night", "xmin", "desk", "channel", "service", "nulls")
BATCH_IN_LOG = ("night", "log", "desk", "channel", "service", "nulls")
BATCH_DECLARED = (
    "log and dead rows tell with which of its desk's batches a comment was written, and so its "
    "channel; a batch is ten or more"
)
OFFICER_KNOWN = (
    "answers about an officer wait until ten of them are there: who holds the current key and "
    "knows who served somebody chooses among fewer"
)


def to_ballots(evidence: TrialEvidence) -> Iterator[Finding]:
    """Look for each mixed visitor's ballot: few candidates, then any order within a batch."""
    ballots = evidence.ballots
    proofs = evidence.proofs_as(_number, of=evidence.mixed, with_row=ballots)
    for name, within in (("transaction", "xmin"), ("log", "log")):
        if any(ballot.known[within] is not None for ballot in ballots):
            attack = f"fewer than {MIN_BATCH_SIZE} candidates by service, not-asked and {name}"
            yield _few(evidence, proofs, attack=attack, batch=within)
    if all(ballot.known["xmin"] is None for ballot in ballots):
        attack = f"fewer than {MIN_BATCH_SIZE} candidates by service, not-asked and night"
        yield _few(evidence, proofs, attack=attack, batch="night")
    ways = [("order within a batch", BATCH)]
    ways += [("order within a batch of the log", BATCH_IN_LOG)] if evidence.log else []
    for attack, batch in ways:
        yield from best_order(
            _search(FoundLink.TICKET_BALLOT, attack, proofs, ballots, within=batch)
        )


def _few(evidence: TrialEvidence, proofs: Sequence[Item], *, attack: str, batch: str) -> Finding:
    """Count visitors of whose batch fewer than ten ballots fit their service.

    No luck is in it: the promise is that there is none.
    """
    candidates = candidates_by_owner(evidence, batch=batch)
    few = sum(len(candidates[proof.owner]) < MIN_BATCH_SIZE for proof in proofs)
    return Finding(
        FoundLink.TICKET_BALLOT,
        attack,
        Knowledge.DATABASE,
        tried=len(proofs),
        right=few,
        chance=0.0,
    )


def candidates_by_owner(evidence: TrialEvidence, *, batch: str) -> dict[int, list[Item]]:
    """Return, by visitor, the ballots of their batch that fit their service.

    :param batch: what tells batches apart: ``xmin``, ``log`` or ``night``.
    """
    names = ("night", batch, "desk", "channel")
    batches = grouped(evidence.ballots, names)
    return {
        ballot.owner: [
            row
            for row in batches[tuple(ballot.known[name] for name in names)]
            if _fits(evidence, row, visitor=evidence.trial.visitors[ballot.owner])
        ]
        for ballot in evidence.ballots
        if ballot.owner >= 0
    }


def _fits(evidence: TrialEvidence, row: Item, *, visitor: MadeUpVisitor) -> bool:
    """Return whether a ballot can be of the visitor's service: its number, and what is null.

    Where residuals of an agency are mixed, elements that only some were not asked are null, too.
    """
    service_id = evidence.trial.city.service_ids[visitor.service]
    not_asked = {str(element) for element in NOT_ASKED[visitor.service]}
    nulls = set(row.known["nulls"])  # type: ignore[call-overload] # what is known is loosely typed
    is_of_agency = row.known["desk"] is None and row.known["service"] is None
    has_nulls = not_asked <= nulls if is_of_agency else not_asked == nulls
    return row.known["service"] in {service_id, None} and has_nulls


def to_comments(evidence: TrialEvidence) -> Iterator[Finding]:
    """Look for each mixed visitor's comment, and for the batch that a comment came from.

    The order within a night is held against guessing within the batch, since log and dead rows
    tell the batch: that is looked at, and declared, on its own.
    """
    comments = _with_batch_known(evidence)
    proofs = evidence.proofs_as(_number, of=evidence.mixed, with_row=comments)
    within = ("night", "desk")
    unlogged = [_without_log(comment) for comment in comments]
    nightly = _search(
        FoundLink.TICKET_COMMENT, "order within a night", proofs, unlogged, within=within
    )
    yield from best_order(replace(nightly, told_batch="batch"))
    yield neighbours(unlogged, within=within)
    if evidence.log:
        attack, batch = "order within a batch of the log", ("night", "log", "desk")
        yield from best_order(
            _search(FoundLink.TICKET_COMMENT, attack, proofs, comments, within=batch)
        )
    if any(comment.known["xmin"] is not None for comment in comments):
        yield _with_batch(evidence, mark="xmin", within=("desk",))
        yield _with_batch(evidence, mark="xmin", within=within)
    if evidence.log:
        of_log = _with_batch(evidence, mark="log", within=within)
        yield replace(of_log, declared=BATCH_DECLARED)


def _with_batch_known(evidence: TrialEvidence) -> list[Item]:
    """Return comments with which batch their visitor's ballot was written with."""
    batches = {
        ballot.owner: tuple(ballot.known[name] for name in BATCH) for ballot in evidence.ballots
    }
    return [
        replace(comment, known=comment.known | {"batch": batches.get(comment.owner)})
        for comment in evidence.comments
    ]


def neighbours(comments: Sequence[Item], *, within: tuple[str, ...]) -> Finding:
    """Count neighbours in the bytes of files, and of SQLite's log, that are of one batch."""
    right: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    chance: defaultdict[str, float] = defaultdict(float)
    for rows in grouped(comments, within).values():
        names = {name for row in rows for name in row.traces if name.startswith(IN_BYTES)}
        for name in names:
            order = sorted((r for r in rows if name in r.traces), key=lambda r: r.traces[name])
            batches = [row.known["batch"] for row in order]
            right[name] += sum(one == other for one, other in pairwise(batches))
            pairs[name] += max(0, len(order) - 1)
            alike = sum(n * (n - 1) for n in Counter(batches).values())
            chance[name] += alike / max(1, len(order))
    best = Finding(
        FoundLink.TICKET_COMMENT,
        "neighbours in dead rows are of one batch",
        Knowledge.DATABASE,
        declared=BATCH_DECLARED,
    )
    found = (
        replace(
            best, tried=pairs[n], right=right[n], chance=chance[n], method=n, methods=len(pairs)
        )
        for n in pairs
    )
    return min(found, key=lambda finding: finding.luck, default=best)


def _without_log(item: Item) -> Item:
    """Return an item without its place in the log, which tells its batch."""
    traces = {name: value for name, value in item.traces.items() if name != LOG}
    return replace(item, traces=traces)


def _with_batch(evidence: TrialEvidence, *, mark: str, within: tuple[str, ...]) -> Finding:
    """Narrow a comment to the visitors whose ballots are of the batch written nearest to it.

    What is named by ``within`` is known; daily backups tell the night, too.
    """
    places = grouped((b for b in evidence.ballots if b.known[mark] is not None), within)
    right, chance = 0, 0.0
    for comment in evidence.comments:
        near = places.get(tuple(comment.known[name] for name in within), [])
        if comment.known[mark] is None or not near:
            continue
        apart = [abs(int(str(b.known[mark])) - int(str(comment.known[mark]))) for b in near]
        nearest = min(apart)
        named = [b for b, distance in zip(near, apart, strict=True) if distance == nearest]
        right += any(ballot.owner == comment.owner for ballot in named)
        chance += len(named) / len(near)
    return Finding(
        FoundLink.TICKET_COMMENT,
        f"comment with its batch by {mark}, {' and '.join(within)} known",
        Knowledge.DATABASE,
        tried=len(evidence.comments),
        right=right,
        chance=chance,
    )


def to_parts(evidence: TrialEvidence) -> Iterator[Finding]:
    """Look for answers about officers and profiles of the last night, which still wait."""
    nights = {ballot.owner: ballot.known["night"] for ballot in evidence.ballots}
    last = {owner for owner, night in nights.items() if night == NIGHTS - 1}
    on_officer = evidence.proofs_as(lambda v: _on_officer(evidence, v), of=last, with_row=())
    on_self = evidence.proofs_as(lambda v: about_self(v.profile), of=last, with_row=())
    said = {proof.said for proof in on_self}
    profiles = [profile for profile in evidence.profiles() if profile.said in said]
    officers = evidence.officer_answers()
    link, attack = FoundLink.TICKET_OFFICER, "order of sealed parts"
    yield from best_order(_search(link, attack, on_officer, officers, within=()))
    yield from best_order(_search(FoundLink.TICKET_PROFILE, attack, on_self, profiles, within=()))
    yield from best_order(
        _search(link, "order at a desk", on_officer, officers, within=("desk",), is_open=True)
    )
    yield from best_order(
        _search(FoundLink.TICKET_PROFILE, attack, on_self, profiles, within=(), is_open=True)
    )
    yield _officer_known(on_officer, officers)


def _officer_known(proofs: Sequence[Item], answers: Sequence[Item]) -> Finding:
    """Count whose answers wait with fewer than ten about the officer who served them."""
    waiting = Counter(answer.known["officer"] for answer in answers)
    return Finding(
        FoundLink.TICKET_OFFICER,
        f"fewer than {MIN_BATCH_SIZE} waiting about the officer",
        Knowledge.DAY_KEY,
        tried=len(proofs),
        right=sum(0 < waiting[proof.known["officer"]] < MIN_BATCH_SIZE for proof in proofs),
        chance=0.0,
        declared=OFFICER_KNOWN,
    )


def kept_ciphertexts(evidence: TrialEvidence) -> Iterator[Finding]:
    """Try the current key on every ciphertext that was mixed, as logs and backups keep them."""
    mixed = set(evidence.mixed)
    kept = [one for one in evidence.trial.kept if one.number in mixed]
    opener = evidence.trial.current_key()
    opened = 0
    for one in kept:
        try:
            opener.open_sealed(one.ciphertext)
        except CannotOpen:
            continue
        opened += 1
    yield Finding(
        FoundLink.TICKET_ANY,
        "ciphertexts kept by log, dead rows, backups",
        Knowledge.DAY_KEY,
        tried=len(kept),
        right=opened,
        chance=0.0,
    )


def _number(visitor: MadeUpVisitor) -> int:
    return visitor.number


def _on_officer(evidence: TrialEvidence, visitor: MadeUpVisitor) -> tuple[object, ...]:
    officer_id = evidence.trial.city.officer_ids[visitor.officer]
    return (officer_id, *(visitor.scores.get(element) for element in OFFICER_ELEMENTS))


def _search(
    link: FoundLink,
    attack: str,
    *sides: Sequence[Item],
    within: tuple[str, ...],
    is_open: bool = False,
) -> Search:
    victims, rows = sides
    knowledge = Knowledge.DAY_KEY if is_open else Knowledge.DATABASE
    return Search(link, attack, knowledge, victims=victims, rows=rows, within=within)
