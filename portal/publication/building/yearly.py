"""Yearly figures of an agency: who answered, their wishes, officers in bands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.publication.disclosure_audit.tables import is_told
from portal.publication.exact_sums.inputs import YearlyCounts
from portal.publication.figures.city import City
from portal.publication.figures.disclosure_rules import (
    COARSE_PERCENT,
    LEAST_SHOWN,
    percent_in_fives,
    rounded_count,
)
from portal.publication.figures.documents import (
    CITY_ADDRESS,
    Breakdown,
    OfficerBands,
    PlaceKind,
    ProfileShare,
    address_of,
)
from portal.publication.figures.figures import Band, Reason
from portal.statistics.disclosure import suppress
from portal.statistics.moments import Sample
from portal.statistics.shrinkage import shrink
from portal.survey.elements import LEVELS, MIN_RESPONDENTS, LevelCounts

LEAST_OFFICERS = 20
REASONS = "reasons"
LARGEST_BAND_PERCENT = 90


@dataclass(frozen=True, slots=True)
class OfYear:
    """The yearly sections of an agency, or those of the city, which alone has bands."""

    breakdowns: tuple[Breakdown, ...] = ()
    officers: OfficerBands | None = None


def yearly_sections(city: City, yearly: YearlyCounts) -> Mapping[str, OfYear]:
    """Return the sections of the city and every agency for a year that is over, by address."""
    breakdowns = _breakdowns(yearly)
    agencies = {
        address_of(PlaceKind.AGENCY, agency.code): OfYear(tuple(breakdowns.get(agency.id, ())))
        for agency in city.catalogue.agencies.values()
    }
    return {CITY_ADDRESS: OfYear(officers=_officer_bands(city, yearly)), **agencies}


def _breakdowns(yearly: YearlyCounts) -> Mapping[int, list[Breakdown]]:
    counted: defaultdict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for profile in yearly.profile:
        counted[profile.agency_id, profile.field][profile.answer] = profile.respondents
    for reason in yearly.reasons:
        counted[reason.agency_id, REASONS][str(reason.element)] = reason.respondents
    found: defaultdict[int, list[Breakdown]] = defaultdict(list)
    for (agency_id, field), answers in counted.items():
        found[agency_id].append(
            breakdown_of(field, answers, year=yearly.year, least=yearly.least_mean)
        )
    return found


def breakdown_of(
    field: str, answers: Mapping[str, int], *, year: int, least: int = MIN_RESPONDENTS
) -> Breakdown:
    """Return answers as rounded shares; cells below 10 are hidden, and what would tell them.

    :param answers: respondents by answer, all of them disjoint or, for reasons, wishes.
    :param least: respondents that a breakdown needs.
    """
    total = sum(answers.values())
    if total < least:
        return Breakdown(field, year, None, suppressed=Reason.TOO_FEW)
    hidden = _hidden(field, answers, year=year, least=least)
    return Breakdown(
        field=field,
        year=year,
        n=rounded_count(total),
        answers=tuple(
            _share(answer, n, total=total, is_hidden=answer in hidden)
            for answer, n in answers.items()
        ),
    )


def _hidden(field: str, answers: Mapping[str, int], *, year: int, least: int) -> frozenset[str]:
    """Return the answers to hide: small ones, and more until no hidden number can be told."""
    hidden = frozenset(suppress(answers).suppressed)
    while hidden and is_told(field, answers, hidden=hidden, least=least):
        shown = sorted((n, answer) for answer, n in answers.items() if answer not in hidden)
        if not shown:
            break
        hidden |= {shown[0][1]}
    return hidden


def _share(answer: str, n: int, *, total: int, is_hidden: bool) -> ProfileShare:
    """Return a share in fives; every hidden one says the same reason."""
    if is_hidden:
        return ProfileShare(answer, None, Reason.PROTECTS_ANOTHER)
    return ProfileShare(answer, percent_in_fives(n, total))


def _officer_bands(city: City, yearly: YearlyCounts) -> OfficerBands:
    """Return the share of the city's officers in each band."""
    samples, _ = officer_samples(city, yearly)
    if len(samples) < LEAST_OFFICERS:
        return OfficerBands(None, None, None, None, Reason.FEW_MEMBERS)
    estimated = shrink(samples)
    return _bands(Counter(Band(estimated.band(officer)) for officer in samples))


def _bands(counts: Counter[Band]) -> OfficerBands:
    """Return the bands where each holds ten officers or more and none nearly everybody."""
    total = counts.total()
    is_few = min(counts[band] for band in Band) < LEAST_SHOWN
    if is_few or 100 * max(counts.values()) > LARGEST_BAND_PERCENT * total:
        return OfficerBands(None, None, None, None, Reason.FEW_MEMBERS)
    above, middle, below = (
        COARSE_PERCENT * round(100 * counts[band] / total / COARSE_PERCENT)
        for band in (Band.ABOVE, Band.NOT_DISTINGUISHABLE, Band.BELOW)
    )
    return OfficerBands(rounded_count(total), above, middle, below)


def officer_samples(
    city: City, yearly: YearlyCounts
) -> tuple[Mapping[str, Sample], Mapping[str, int]]:
    """Return the officers with enough answers for a mean, and the agency most of them came from.

    The mean is that of the two elements that are an officer's doing; since both come from the
    same people, the variance is that of single answers and so rather too large.
    """
    answers: defaultdict[int, dict[str, LevelCounts]] = defaultdict(dict)
    agencies: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for row in yearly.officers:
        known = answers[row.officer_id].get(row.element, LevelCounts())
        answers[row.officer_id][row.element] = known + row.counts
        agencies[row.officer_id][city.catalogue.agency_of_desk(row.desk_id).id] += row.counts.n
    samples = {
        str(officer): sample
        for officer, given in answers.items()
        if (sample := officer_sample(given.values())).n >= yearly.least_mean
    }
    return samples, {code: agencies[int(code)].most_common(1)[0][0] for code in samples}


def officer_sample(given: Iterable[LevelCounts]) -> Sample:
    """Return an officer's answers on their own elements as one sample of respondents.

    :param given: counts per element; one that nobody answered has no part in it.
    """
    answered = [counts for counts in given if counts.n]
    total = sum(answered, LevelCounts())
    n = round(total.n / len(answered))
    mean = total.total / total.n
    spread = sum(
        count * (level - mean) ** 2 for level, count in zip(LEVELS, total.answers, strict=True)
    )
    return Sample(n=n, mean=mean, variance=spread / max(1, total.n - 1))
