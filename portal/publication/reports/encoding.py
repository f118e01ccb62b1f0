"""A report as JSON: flat and exact for staff; for the public every figure with its n and reason."""

from typing import Any

from portal.publication.figures.encoding import to_json
from portal.publication.figures.figures import Figure
from portal.publication.reports import labels as words
from portal.publication.reports.content import Audience, Report, ReportElement
from portal.publication.reports.prose import background, method, sampling
from portal.survey.elements import LEGAL_ELEMENT_NAMES, ElementCodes

Json = dict[str, Any]


def report_json(report: Report) -> str:
    """Return the report as one JSON object, always the same text for the same report."""
    is_exact = report.edition is Audience.OFFICIAL
    result = _exact_result(report) if is_exact else _public_result(report)
    return to_json({**_head(report), **result, **_body(report)})


def _head(report: Report) -> Json:
    place, span, sample = report.place, report.span, report.sample
    return {
        "version": report.version,
        "edition": report.edition,
        "demo": report.is_demo,
        "city": report.city,
        "agency": place.agency,
        "agency_name": place.agency_name,
        "unit": place.unit,
        "unit_name": place.unit_name,
        "period": str(span),
        "first_day": span.first_day,
        "last_day": span.last_day,
        "page": report.page_url,
        "respondents": sample.respondents,
        "minimum_sample": sample.minimum,
        "sample_reached": sample.is_reached,
        "population": {
            "value": sample.population,
            "basis": sample.basis,
            "source": sample.source,
        },
    }


def _exact_result(report: Report) -> Json:
    return {
        **_flat(report.headline),
        "open": report.open and {"respondents": report.open.n, **_flat(report.open)},
        "elements": [_exact_element(each, report.codes) for each in report.elements],
        "plan": report.plan,
        "earlier_plan": report.earlier_plan,
    }


def _flat(figure: Figure) -> Json:
    letter = figure.grade and figure.grade.letter
    return {
        "ikm": figure.value,
        "grade": letter,
        "performance": words.PERFORMANCE[letter] if letter else None,
        "channels": figure.channels,
    }


def _exact_element(each: ReportElement, codes: ElementCodes) -> Json:
    return {
        **_element_head(each, codes),
        "grade": each.figure.grade and each.figure.grade.letter,
        "ikm": each.figure.value,
        "n": each.figure.n,
        "counts": each.counts and each.counts.answers,
    }


def _element_head(each: ReportElement, codes: ElementCodes) -> Json:
    return {
        "key": each.element,
        "code": codes.code(each.element),
        "name": LEGAL_ELEMENT_NAMES[each.element],
        "nrr": each.nrr,
    }


def _public_result(report: Report) -> Json:
    return {
        "ikm": report.headline,
        "grade": report.headline.grade and report.headline.grade.letter,
        "open": report.open,
        "elements": [
            {
                **_element_head(each, report.codes),
                "grade": each.figure.grade and each.figure.grade.letter,
                "ikm": each.figure,
            }
            for each in report.elements
        ],
    }


def _body(report: Report) -> Json:
    return {
        "background": background(report),
        "method": method(report),
        "sample": sampling(report.sample),
        "by_channel": report.channels,
        "parts": report.parts,
        "profile": report.profile,
        "distribution": [
            {"key": each.element, "shares": each.shares} for each in report.elements if each.shares
        ],
        "reasons": report.reasons,
        "priorities": report.priorities,
        "trend": report.trend,
        "earlier_publications": report.earlier,
        "follow_up": report.follow_up,
        "notes": report.notes,
        "left_out": report.left_out,
        "exclusions": report.exclusions,
        "uncounted": report.uncounted,
    }
