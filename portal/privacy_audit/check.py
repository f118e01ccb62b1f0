"""Runs every attack on the made-up city and returns what each of them found."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import Engine

from portal.privacy_audit.acts import Acts
from portal.privacy_audit.answer_attacks import kept_ciphertexts, to_ballots, to_comments, to_parts
from portal.privacy_audit.colleague_attacks import to_colleagues
from portal.privacy_audit.complaint_attacks import by_statistics, through_tickets, to_writers
from portal.privacy_audit.evidence import TrialEvidence
from portal.privacy_audit.limiter import TrialLimiter
from portal.privacy_audit.limiter_attacks import from_counters
from portal.privacy_audit.round_attacks import attack_round
from portal.privacy_audit.scratch import scratch_database
from portal.privacy_audit.similarity_attack import by_own_complaints, by_signature, by_words
from portal.privacy_audit.trial import OnProgress, Trial, no_progress, trial
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge

LEAST_RATINGS = 500
MOST_RATINGS = 20_000
Attack = Callable[[TrialEvidence], Iterator[Finding]]
# A new kind of answer gets its attack here and its link in ``Link``.
ATTACKS: tuple[Attack, ...] = (
    to_ballots,
    to_comments,
    to_parts,
    kept_ciphertexts,
    to_writers,
    through_tickets,
    by_signature,
    by_own_complaints,
    by_words,
    from_counters,
    to_colleagues,
    by_statistics,
)


def attack(trial: Trial, *, attacks: Sequence[Attack] = ATTACKS) -> list[Finding]:
    """Make every attack; what could not be looked at stands in findings of its own."""
    evidence = TrialEvidence(trial)
    findings = [finding for each in attacks for finding in each(evidence)]
    return [*findings, *_missing(evidence)]


def _missing(evidence: TrialEvidence) -> Iterator[Finding]:
    for name, why in evidence.missing.items():
        yield Finding(FoundLink.TICKET_ANY, f"the server's {name}", Knowledge.DATABASE, missing=why)
    if evidence.trial.limits is None:
        why = "no limiter's storage was given"
        yield Finding(FoundLink.COUNTER_TICKET, "limiter", Knowledge.LIMITER, missing=why)


def check_privacy(
    installed: Engine,
    *,
    ratings: int,
    limits: TrialLimiter | None,
    on_progress: OnProgress = no_progress,
) -> list[Finding]:
    """Run every attack: on visitors of a made-up city, and on colleagues' answers in another.

    The colleagues have a round over several nights, with seats, copies and other tables.

    :param ratings: 500 to 20,000.
    :raises portal.privacy_audit.scratch.NoScratchDatabase: when there cannot be one.
    """
    found = check_visitors(installed, ratings=ratings, limits=limits, on_progress=on_progress)
    with scratch_database(installed) as engine:
        return [*found, *attack_round(engine)]


def check_visitors(
    installed: Engine,
    *,
    ratings: int,
    acts: Acts | None = None,
    limits: TrialLimiter | None = None,
    attacks: Sequence[Attack] = ATTACKS,
    on_progress: OnProgress = no_progress,
) -> list[Finding]:
    """Run the attacks on a scratch database with the installed schema.

    :param ratings: 500 to 20,000.
    :raises portal.privacy_audit.scratch.NoScratchDatabase: when there cannot be one.
    """
    with (
        scratch_database(installed) as engine,
        trial(engine, ratings=ratings, acts=acts, limits=limits, on_progress=on_progress) as done,
    ):
        return attack(done, attacks=attacks)
