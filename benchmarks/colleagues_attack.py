"""The attack on colleagues' answers: what it ties on the portal, and where they are kept plainly.

It is the part of ``flask privacy check`` that is about a round of colleagues.
"""

from collections.abc import Iterator

from sqlalchemy import create_engine

from benchmarks.context import Context
from benchmarks.ratio import Ratio
from portal.privacy_audit.round_attacks import attack_round
from portal.privacy_audit.scratch import scratch_database
from portal.privacy_audit.verdict import links
from portal.storage.database import engine_options
from tests.conftest import migrate_to_head
from tests.plain_colleagues import plain_ways

ORDER = "order of seats and boxes"


def measure(context: Context) -> list[Ratio]:
    """Attack a round as the portal keeps it, and one that is kept plainly, on both databases."""
    return [ratio for kind in ("sqlite", "postgresql") for ratio in _on(context, kind)]


def _on(context: Context, kind: str) -> Iterator[Ratio]:
    url = context.new_database(kind)
    migrate_to_head(context.new_folder("attacked"), url)
    engine = create_engine(url, **engine_options(url))
    with scratch_database(engine) as scratch:
        kept = attack_round(scratch)
    with scratch_database(engine) as scratch:
        plain = next(
            each for each in attack_round(scratch, acts=plain_ways()) if each.attack == ORDER
        )
    engine.dispose()
    yield Ratio(
        f"attacks on colleagues' answers that tie more than chance, {kind}",
        len(links(kept)),
        bound=0,
        unit="attacks",
        detail={"attacks": len(kept), "seats": next(e.tried for e in kept if e.attack == ORDER)},
    )
    yield Ratio(
        f"answers that the same attack ties where they are kept plainly, {kind}",
        plain.right / plain.tried,
        bound=1,
        side="at least",
        detail={"answers": plain.tried},
    )
