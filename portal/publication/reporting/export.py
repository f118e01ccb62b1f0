"""A report as JSON, with the keys that other programs rely on."""

import json
from typing import Any

from portal.publication.domain.encoding import plain
from portal.publication.domain.report import Report


def report_json(report: Report) -> str:
    """Return the report as readable JSON.

    Beside everything else it has ``agency``, ``period``, ``respondents``, ``minimum_sample``,
    ``ikm``, ``grade`` and ``elements`` with ``key``, ``nrr``, ``grade`` and ``counts``.
    """
    body: dict[str, Any] = plain(report)
    sample, place = body.pop("sample"), body.pop("place")
    head = {
        **place,
        "period": body.pop("period"),
        "respondents": sample["respondents"],
        "minimum_sample": sample["minimum"],
        "minimum_reached": report.sample.is_reached,
        "population": sample["population"],
        "population_source": sample["population_source"],
        "ikm": body.pop("ikm"),
        "grade": body.pop("grade"),
    }
    return json.dumps(head | body, ensure_ascii=False, indent=2) + "\n"
