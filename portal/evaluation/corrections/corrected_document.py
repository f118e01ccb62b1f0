"""Document after a correction: it names the old one, and both are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.evaluation.corrections.domain import Correction
from portal.evaluation.corrections.recounting import Json, recounted


@dataclass(frozen=True, slots=True)
class Signed:
    """Who confirmed a correction and when, its reason in plain words, and the names then."""

    by: int
    on: date
    reason: str
    names: Mapping[int, str]


def corrected_document(frozen: Json, correction: Correction, *, signed: Signed) -> Json:
    """Return the document of a result with one typing error put right.

    :raises portal.evaluation.corrections.recounting.NoSuchValue: when it is not in ``frozen``.
    """
    wrong = correction.wrong
    levels = frozen["levels"]
    said: dict[str, Any] = {
        "correction": correction.id,
        "about": correction.about,
        "indicator": wrong.indicator,
        "period": wrong.period,
        "was": wrong.was,
        "value": wrong.value,
        "reason": signed.reason,
        "before": {key: levels[key] for key in ("result", "behaviour", "predicate")},
        "proposed": {"by": correction.proposed_by, "on": correction.proposed_on},
        "agreed": {"by": correction.agreed_by, "on": correction.agreed_on},
        "confirmed": {"by": signed.by, "on": signed.on},
    }
    names = {**frozen["names"], **{str(key): each for key, each in signed.names.items()}}
    return {**frozen, "names": names, "result": recounted(frozen, wrong), "correction": said}
