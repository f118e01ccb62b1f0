"""How far each agency has come with accounts for its people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.organisation.people_accounts.domain import AccountStanding, Candidate


@dataclass(frozen=True, slots=True)
class AgencyProgress:
    """How far an agency has come; ``agency_id`` is None for people without post and desk."""

    agency_id: int | None
    people: int
    counts: Mapping[AccountStanding, int]

    @property
    def done(self) -> int:
        """How many have an account, used or not."""
        return sum(
            self.counts.get(each, 0)
            for each in (AccountStanding.USED, AccountStanding.INVITED, AccountStanding.CLOSED)
        )


def progress(people: Iterable[Candidate]) -> Sequence[AgencyProgress]:
    """Return how far each agency has come, by its number; who has none comes last."""
    found: dict[int | None, dict[AccountStanding, int]] = {}
    for each in people:
        counts = found.setdefault(each.agency_id, {})
        counts[each.standing] = counts.get(each.standing, 0) + 1
    return [
        AgencyProgress(agency_id, sum(counts.values()), counts)
        for agency_id, counts in sorted(found.items(), key=lambda item: (item[0] is None, item[0]))
    ]
