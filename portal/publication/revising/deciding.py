"""The whole decision of which places are revised: P2, P3, P6 for each, P5, then P7 until clean."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portal.publication.disclosure_audit.auditor import Exposure, members_of
from portal.publication.figures.disclosure_rules import SINGLE_GROUPS, Group
from portal.publication.figures.documents import CITY_ADDRESS
from portal.publication.figures.known_figures import PublishedConstraint
from portal.publication.revising.cells import Candidates, RevisionCandidate, first_candidates
from portal.publication.revising.disclosure_audit import RevisionAuditor
from portal.publication.revising.inputs import RevisionInputs
from portal.publication.revising.secondary_suppression import suppress_secondary

# How many figures are tried one by one before the nearest is hidden.
TRIED = 12


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

    The names of places that are left out tell that ten ratings or more changed there: they go
    before a figure has to. Where nothing near a count is left to hide, who knows every batch is
    one assumption too many; for a reader who knows what is published, others hide more.
    """
    repaired = set()
    for exposure in exposed:
        parent = next(reversed(inputs.city.parents[exposure.target.address]), CITY_ADDRESS)
        if parent in repaired:
            continue
        if exposure.is_real and auditor.is_large:
            _leave_agency_out(inputs, found, exposure=exposure)
            repaired.add(parent)
        elif exposure.is_real:
            _hide_for_readers(inputs, found, exposure=exposure, auditor=auditor)
            repaired.add(parent)
        elif _leave_unnamed(found, _named_by(exposure)) or _hide_near(
            inputs, found, exposure=exposure
        ):
            repaired.add(parent)
        else:
            _ask_less(inputs, found, exposure=exposure, auditor=auditor)


def _leave_unnamed(found: Candidates, addresses: Iterable[str]) -> bool:
    """Say nothing more of places that are left out; return whether there are any."""
    named = [each for each in addresses if each in found and _is_only_named(found[each])]
    found.update({each: replace(found[each], may_be_named=False) for each in named})
    return bool(named)


def _is_only_named(candidate: RevisionCandidate) -> bool:
    return candidate.is_named and not candidate.is_revised


def _named_by(exposure: Exposure) -> list[str]:
    """Return the places whose being named tells a count."""
    changed = (said for said in exposure.told_by if said.group is Group.CHANGED)
    return [address for said in changed for address in said.addresses]


def _hide_near(inputs: RevisionInputs, found: Candidates, *, exposure: Exposure) -> bool:
    """Hide the smallest figure that tells a count, or names, or a figure ever nearer the top."""
    own, members, top = _nearer(inputs, exposure)
    said = (each for said in exposure.told_by for each in _said_by(found, said))
    if _hide_smallest(found, said) or _leave_unnamed(found, members):
        return True
    return any(_hide_smallest(found, _figures(found, each)) for each in (own, members, top))


def _nearer(inputs: RevisionInputs, exposure: Exposure) -> tuple[tuple[str, ...], ...]:
    """Return the place of a count, all of its agency, and the city."""
    address = exposure.target.address
    agency = inputs.city.agency_of(address) or CITY_ADDRESS
    return (address,), tuple(members_of(inputs.revised, agency)), (CITY_ADDRESS,)


def _hide_for_readers(
    inputs: RevisionInputs, found: Candidates, *, exposure: Exposure, auditor: RevisionAuditor
) -> None:
    """Leave names out, then hide the one figure without which a count is open; else the nearest.

    :raises CannotProtect: when nothing is left to hide.
    """
    if _leave_unnamed(found, inputs.city.places):
        return
    choices = list(_by_nearness(inputs, found, exposure=exposure))
    if not choices:
        raise CannotProtect(f"nothing is left to hide for {exposure.target.address}")
    for choice in choices[:TRIED]:
        less = {**found, choice.address: found[choice.address].hiding(choice.group)}
        if auditor.is_open(exposure.target, less):
            found.update(less)
            return
    _hide(found, choices[0])


def _leave_agency_out(inputs: RevisionInputs, found: Candidates, *, exposure: Exposure) -> None:
    """Say nothing of a count's agency, nor of the city, by which agencies hang together.

    In a large city each look takes too long to try figures one by one. For a count of the city
    itself the nearest figure is hidden, until it is open or a revision shows nothing.
    """
    own, members, top = _nearer(inputs, exposure)
    if own == top:
        said = next(_by_nearness(inputs, found, exposure=exposure), None)
        told = [] if said is None else [said]
        members = tuple(inputs.city.places)
    else:
        told = list(_figures(found, dict.fromkeys((*members, *top))))
    for each in told:
        _hide(found, each)
    _leave_unnamed(found, (*members, *top))


def _by_nearness(
    inputs: RevisionInputs, found: Candidates, *, exposure: Exposure
) -> Iterator[Telling]:
    """Give every figure: of a count's place, its agency, the city, others; the smallest first."""
    given = set()
    for addresses in (*_nearer(inputs, exposure), tuple(inputs.city.places)):
        told = sorted(_figures(found, addresses), key=_smallness)
        yield from (each for each in told if each not in given)
        given |= set(told)


def _ask_less(
    inputs: RevisionInputs, found: Candidates, *, exposure: Exposure, auditor: RevisionAuditor
) -> None:
    """Ask only for the five units of P7 in an agency where nothing is left to hide.

    Where that was not enough, say less of other agencies.

    :raises CannotProtect: when nothing is left to hide there either.
    """
    agency = inputs.city.agency_of(exposure.target.address) or CITY_ADDRESS
    if agency not in auditor.lenient:
        auditor.lenient.add(agency)
        return
    places = inputs.city.places
    if not (_leave_unnamed(found, places) or _hide_smallest(found, _figures(found, places))):
        raise CannotProtect(f"nothing is left to hide for {exposure.target.address}")


def _hide_smallest(found: Candidates, choice: Iterable[Telling]) -> bool:
    """Hide the figure with the fewest ratings; return whether there is one."""
    told = min(choice, key=_smallness, default=None)
    if told is None:
        return False
    _hide(found, told)
    return True


def _smallness(told: Telling) -> tuple[int, str, Group]:
    return told.n, told.address, told.group


def _hide(found: Candidates, told: Telling) -> None:
    found[told.address] = found[told.address].hiding(told.group)


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


def _of(candidate: RevisionCandidate) -> Iterator[Telling]:
    for group in (*SINGLE_GROUPS, Group.ALL, Group.PAPER):
        cell = candidate.shown(group)
        if cell is not None:
            yield Telling(cell.sums.n, candidate.address, group)
