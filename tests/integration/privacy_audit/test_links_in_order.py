"""Each link that an order of keys gives away is named; ``test_privacy_check`` finds none now."""

import pytest
from sqlalchemy import Engine

from portal.privacy_audit.acts import Acts
from portal.privacy_audit.answer_attacks import to_ballots, to_comments, to_parts
from portal.privacy_audit.check import check_visitors
from portal.privacy_audit.complaint_attacks import to_writers
from portal.privacy_audit.verdict import Finding, FoundLink, Knowledge, links
from tests.integration.privacy_audit.leaks import complain_at_once
from tests.integration.privacy_audit.leaks_in_order import KeysInOrder

RATINGS = 1_000
ATTACKS = (to_ballots, to_comments, to_parts, to_writers)
LEAKED = {
    (FoundLink.TICKET_BALLOT, "order within a batch", Knowledge.DATABASE),
    (FoundLink.TICKET_COMMENT, "order within a night", Knowledge.DATABASE),
    (FoundLink.TICKET_OFFICER, "order at a desk", Knowledge.DAY_KEY),
    (FoundLink.TICKET_PROFILE, "order of sealed parts", Knowledge.DAY_KEY),
    (FoundLink.TICKET_PROFILE, "order of sealed parts", Knowledge.DATABASE),
    (FoundLink.COMPLAINT_COMMENT, "places and transactions", Knowledge.DATABASE),
    (FoundLink.COMPLAINT_BALLOT, "places and transactions", Knowledge.DATABASE),
}


def named(findings: list[Finding]) -> set[tuple[FoundLink, str, Knowledge]]:
    """Return what links, the nearest quarter counted as the attack it belongs to."""
    return {
        (each.link, each.attack.removesuffix(", nearest quarter"), each.knowledge)
        for each in links(findings)
    }


@pytest.fixture(scope="module")
def in_order(installed: Engine) -> list[Finding]:
    leaky = KeysInOrder()
    acts = Acts(rate=leaky.rate, complain=complain_at_once, mix=leaky.mix)
    return check_visitors(installed, ratings=RATINGS, acts=acts, attacks=ATTACKS)


@pytest.mark.parametrize("link", sorted(LEAKED))
def test_an_order_of_keys_is_named(
    in_order: list[Finding], link: tuple[FoundLink, str, Knowledge]
) -> None:
    assert link in named(in_order)
