"""The units and services of an official report, each with its respondents and, mostly, its IKM."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from portal.organisation.places.catalogue import Catalogue, Place
from portal.publication.figures.documents import PlaceKind
from portal.publication.reports.content import Part
from portal.publication.reports.respondent_sums import DECIMALS
from portal.rating.answers.channels import Channel
from portal.rating.mixing.sum_queries import TallyRow
from portal.statistics.disclosure import suppress
from portal.survey.elements import ElementCounts
from portal.survey.index import grade_of_ikm, ikm, rounded_half_up

# Ratings of no unit, or whose service is not known.
REST = ""
SumsByPart = dict[str, tuple[int, ElementCounts]]


def parts_of(
    rows: Iterable[TallyRow],
    *,
    channels: Iterable[Channel],
    catalogue: Catalogue,
    least_mean: int,
    withheld: Collection[int | None] = (),
) -> tuple[Part, ...]:
    """Return what the counted ratings are made of: units, then services, by name.

    An IKM needs as many respondents as a mean, and is hidden where the rest of the ratings, fewer
    than ten or a single part, could be told by subtraction.

    :param least_mean: how many respondents a mean needs.
    :param withheld: services (id) of which not every rating can be counted.
    """
    wanted = set(channels)
    counted = [row for row in rows if row.channel in wanted]
    units = {row.unit_id for row in counted}
    by_unit = _sums_by_part((row, row.unit_id, catalogue.units) for row in counted)
    by_service = _sums_by_part((row, row.service_id, catalogue.services) for row in counted)
    names = {each.code: each.name for each in catalogue.units.values()}
    found = [*_parts(PlaceKind.UNIT, by_unit, names=names, least=least_mean)]
    found = found if len(units) > 1 else []
    names = {each.code: each.name for each in catalogue.services.values()}
    hidden = {catalogue.services[each].code for each in withheld if each is not None}
    services = _parts(PlaceKind.SERVICE, by_service, names=names, least=least_mean, withheld=hidden)
    return (*found, *services)


def _sums_by_part(rows: Iterable[tuple[TallyRow, int | None, Mapping[int, Place]]]) -> SumsByPart:
    found: SumsByPart = {}
    for row, number, places in rows:
        code = REST if number is None else places[number].code
        respondents, counts = found.get(code, (0, ElementCounts()))
        found[code] = respondents + row.respondents, counts + row.counts
    return found


def _parts(
    kind: PlaceKind,
    sums_by_part: SumsByPart,
    *,
    names: Mapping[str, str],
    least: int,
    withheld: Collection[str] = (),
) -> Iterator[Part]:
    sizes = {code: n for code, (n, _) in sums_by_part.items()}
    small = [code for code, n in sizes.items() if n < least or code in withheld]
    shown = set(suppress(sizes, hidden=small).published)
    for code in sorted(sums_by_part, key=lambda each: (each == REST, names.get(each, REST), each)):
        n, counts = sums_by_part[code]
        exact = ikm(counts) if code in shown else None
        yield Part(
            kind,
            code or None,
            names.get(code, REST),
            n,
            None if exact is None else rounded_half_up(exact, DECIMALS),
            None if exact is None else grade_of_ikm(exact),
        )
