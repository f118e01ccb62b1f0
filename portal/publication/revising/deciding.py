"""The whole decision of which places are revised: P2, P3, P6 for each, P5, then P7 until clean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.publication.disclosure_audit.auditor import Exposure, members_of
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.groups import SINGLE_GROUPS, Group
from portal.publication.figures.knowledge import PublishedConstraint
from portal.publication.revising.cells import Candidate, Candidates, first_candidates
from portal.publication.revising.disclosure_audit import RevisionAuditor
from portal.publication.revising.inputs import RevisionInputs
from portal.publication.revising.secondary_suppression import suppress_secondary


class CannotProtect(ValueError):
    """A hidden count stays within fewer than 5, whatever else is left out of a revision.

    It is not published then; the months of its year stand as they are.
    """


@dataclass(frozen=True, slots=True)
class Telling:
    """A figure of the draft, by place and group, and how many ratings stand behind it."""

    n: int
    address: str
    group: Group


def decide(inputs: RevisionInputs) -> Candidates:
    """Return every place where enough changed, revised or left out with its reason.

    Each round hides a figure more, or asks less for an agency where nothing is left to hide.

    :raises CannotProtect: when a hidden count stays within fewer than 5 whatever is left out.
    """
    found = first_candidates(inputs)
    suppress_secondary(inputs, found)
    auditor = RevisionAuditor(inputs)
    while exposed := auditor.exposures(found):
        _hide_more(inputs, found, exposed=exposed, auditor=auditor)
        suppress_secondary(inputs, found)
    return found


def _hide_more(
    inputs: RevisionInputs, found: Candidates, *, exposed: list[Exposure], auditor: RevisionAuditor
) -> None:
    """Hide one figure in each family that is exposed; the rest wait for the next check.

    Where nothing is left to hide, silence tells: then readers who know every crowd are one
    assumption too many, and the five units of P7 have to do.
    """
    repaired = set()
    for exposure in exposed:
        parent = next(reversed(inputs.city.parents[exposure.target.address]), CITY_ADDRESS)
        if parent in repaired:
            continue
        telling = _next_to_hide(inputs, found, exposure=exposure)
        if telling is None:
            agency = inputs.city.agency_of(exposure.target.address) or CITY_ADDRESS
            if agency in auditor.lenient:
                raise CannotProtect(f"nothing is left to hide for {exposure.target.address}")
            auditor.lenient.add(agency)
            continue
        found[telling.address] = found[telling.address].hiding(telling.group)
        repaired.add(parent)


def _next_to_hide(
    inputs: RevisionInputs, found: Candidates, *, exposure: Exposure
) -> Telling | None:
    """Return the smallest figure that tells a count; else the smallest ever nearer the top."""
    address = exposure.target.address
    agency = inputs.city.agency_of(address) or CITY_ADDRESS
    choices: list[Iterable[Telling]] = [
        (each for said in exposure.told_by for each in _said_by(found, said)),
        _figures(found, (address,)),
        _figures(found, members_of(inputs.revised, agency)),
        _figures(found, (CITY_ADDRESS,)),
    ]
    for choice in choices:
        told = min(choice, key=lambda each: (each.n, each.address, each.group), default=None)
        if told is not None:
            return told
    return None


def _said_by(found: Candidates, said: PublishedConstraint) -> Iterator[Telling]:
    """Give the figure of this draft that makes a statement; the change stands for all of them."""
    if not said.is_revised or len(said.addresses) != 1:
        return
    candidate = found.get(said.addresses[0])
    groups = {Group.VERIFIED, Group.OPEN, Group.ALL, Group.PAPER}
    wanted = groups if said.group in {Group.CHANGED, Group.ALL} else {said.group}
    yield from (told for told in (_of(candidate) if candidate else ()) if told.group in wanted)


def _figures(found: Candidates, addresses: Iterable[str]) -> Iterator[Telling]:
    for address in addresses:
        if address in found:
            yield from _of(found[address])


def _of(candidate: Candidate) -> Iterator[Telling]:
    for group in (*SINGLE_GROUPS, Group.ALL, Group.PAPER):
        cell = candidate.shown(group)
        if cell is not None:
            yield Telling(cell.sums.n, candidate.address, group)
