"""Document after a decision: the frozen one with its levels, and the decision beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.evaluation.objections.domain import Levels, NewEvidence, ObjectionOutcome
from portal.evaluation.rules.levels import QUADRANT


@dataclass(frozen=True, slots=True)
class DecidedPoint:
    """One point in plain words."""

    number: int
    claim: str
    answer: str
    reply: str
    finding: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision in plain words, as it stands in the new document.

    :ivar names: of the people whom the decision names, by their internal numbers.
    :ivar about: number of the document that it is about.
    """

    objection_id: int
    about: int
    filed_on: date
    decided_by: int
    decided_on: date
    outcome: ObjectionOutcome
    levels: Levels
    points: Sequence[DecidedPoint]
    evidence: Sequence[Mapping[str, Any]]
    names: Mapping[int, str]


def evidence_said(one: NewEvidence, *, said: Callable[[bytes | None], str]) -> dict[str, Any]:
    """Return a piece of new evidence as a document says it; a file by its kind and digest."""
    found: dict[str, Any] = {"side": one.side, "title": said(one.title), "link": said(one.link)}
    if one.file is not None:
        found |= {"file": str(one.file.kind), "digest": one.digest}
    if one.removed_on is not None:
        found |= {"removed": one.removed_on, "why": said(one.removal_reason)}
    return found


def decided_document(frozen: Mapping[str, Any], record: DecisionRecord) -> Mapping[str, Any]:
    """Return the document of a result after a decision; everything else stays as it was frozen."""
    result, behaviour = record.levels
    levels = dict(frozen.get("levels", {}))
    before = {key: levels.get(key) for key in ("result", "behaviour", "predicate")}
    levels |= {
        "result": result,
        "behaviour": behaviour,
        "predicate": QUADRANT[result, behaviour],
    }
    names = {**frozen.get("names", {}), **{str(key): each for key, each in record.names.items()}}
    decision = {
        "objection": record.objection_id,
        "about": record.about,
        "filed_on": record.filed_on,
        "by": record.decided_by,
        "on": record.decided_on,
        "outcome": record.outcome,
        "before": before,
        "points": [
            {
                "number": each.number,
                "claim": each.claim,
                "answer": each.answer,
                "reply": each.reply,
                "finding": each.finding,
                "reason": each.reason,
            }
            for each in record.points
        ],
        "evidence": list(record.evidence),
    }
    return {**frozen, "names": names, "levels": levels, "decision": decision}
