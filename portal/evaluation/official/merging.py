"""Merging a file's plan into a stored plan: it adds and corrects, and never removes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portal.evaluation.official.domain import (
    OfficialFault,
    OfficialIndicator,
    OfficialResult,
    text_key,
)
from portal.evaluation.official.targets import Target, read_target, shown_target
from portal.evaluation.plans.domain import Indicator, Result
from portal.evaluation.rules.attainment import Aspect, Direction, is_measurable
from portal.evaluation.rules.states import PlanState


class Outcome(StrEnum):
    """What becomes of a plan of a file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a plan says after an import and did not before.

    :ivar field: of what changes, such as ``target``; ``result`` or ``indicator`` for a new one.
    :ivar text: the result or indicator it concerns.
    :ivar new: what it says then.
    """

    field: str
    text: str
    new: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Results after an import.

    :ivar kept: how many results and indicators only the plan here has; they stay.
    """

    results: tuple[Result, ...]
    changes: tuple[Change, ...]
    kept: int


def merged(existing: Sequence[Result], official: Sequence[OfficialResult]) -> Merged:
    """Return results with what a file says of them; fields that it does not say stay.

    A result is known again by its words, an indicator by its words within the result: without
    case and further blanks, the first of the same words first.
    """
    return _Merging(existing).run(official)


def refusal_of(state: PlanState, *, is_different: bool) -> OfficialFault | None:
    """Return why a plan in a state cannot take in what a file says, or None where it can."""
    if not is_different or state in {PlanState.DRAFT, PlanState.RETURNED}:
        return None
    if state is PlanState.SUBMITTED:
        return OfficialFault.SENT_ALREADY
    if state in {PlanState.ENDED_EARLY, PlanState.CONCLUDED, PlanState.AMENDED}:
        return OfficialFault.OVER
    return OfficialFault.AGREED_BY_BOTH


class _Merging:
    def __init__(self, existing: Sequence[Result]) -> None:
        self._results = list(existing)
        self._next_result = 1 + max((each.key for each in existing), default=0)
        own = [one.key for each in existing for one in each.indicators]
        self._next_indicator = 1 + max(own, default=0)
        self._changes: list[Change] = []
        self._kept = 0

    def run(self, official: Sequence[OfficialResult]) -> Merged:
        places = _places(each.text for each in self._results)
        for each in official:
            at = places.get(text_key(each.text), [])
            if at:
                self._mend(at.pop(0), each)
            else:
                self._add(each)
        self._kept += sum(map(len, places.values()))
        return Merged(tuple(self._results), tuple(self._changes), self._kept)

    def _add(self, each: OfficialResult) -> None:
        self._changes.append(Change("result", each.text, each.text))
        self._results.append(
            Result(
                0,
                self._next_result,
                each.kind,
                each.text,
                serves_text=each.serves or "",
                assigned_by=each.assigned_by or "",
                indicators=tuple(map(self._indicator, each.indicators)),
            )
        )
        self._next_result += 1

    def _mend(self, at: int, each: OfficialResult) -> None:
        held = self._results[at]
        # A link to the leader's result says more than the same in words.
        serves = None if held.serves_id is not None else each.serves
        values = {"kind": each.kind, "serves_text": serves, "assigned_by": each.assigned_by}
        changed = {
            name: value
            for name, value in values.items()
            if value is not None and text_key(getattr(held, name)) != text_key(value)
        }
        self._say(held.text, changed)
        self._results[at] = replace(
            held,
            kind=each.kind,
            serves_text=changed.get("serves_text", held.serves_text),
            assigned_by=changed.get("assigned_by", held.assigned_by),
            own_reason="" if changed.get("serves_text") else held.own_reason,
            indicators=self._indicators(held, each),
        )

    def _indicators(self, held: Result, each: OfficialResult) -> tuple[Indicator, ...]:
        own = list(held.indicators)
        places = _places(one.text for one in own)
        for one in each.indicators:
            same = places.get(text_key(one.text), [])
            if same:
                at = same.pop(0)
                own[at] = self._mended(own[at], one)
            else:
                own.append(self._indicator(one))
                self._changes.append(Change("indicator", one.text, one.target))
        self._kept += sum(map(len, places.values()))
        return tuple(own)

    def _indicator(self, each: OfficialIndicator) -> Indicator:
        target = target_of(each)
        key = self._next_indicator
        self._next_indicator += 1
        return Indicator(
            id=0,
            key=key,
            text=each.text,
            aspect=each.aspect or Aspect.QUANTITY,
            direction=each.direction or target.direction or Direction.HIGHER,
            target=target.value,
            unit=target.unit,
            target_text=target.text,
            method=each.method or "",
            source=each.source or "",
            weight=each.weight if target.value is not None else None,
            quarters=each.quarters or (),
        )

    def _mended(self, held: Indicator, each: OfficialIndicator) -> Indicator:
        target = target_of(each)
        values: dict[str, object] = {
            "aspect": each.aspect,
            "direction": each.direction or target.direction,
            "method": each.method,
            "source": each.source,
            "weight": each.weight,
            "quarters": each.quarters,
        }
        changed = {
            name: value
            for name, value in values.items()
            if value is not None and not _is_same(getattr(held, name), value)
        }
        if each.target and not _says_same(held, target, text=each.target):
            changed |= {"target": target.value, "unit": target.unit, "target_text": target.text}
        self._say(held.text, changed, target=each.target)
        mended = replace(held, **changed)  # type: ignore[arg-type] # fields by their names
        if mended.target is None or is_measurable(mended.target, mended.direction):
            return mended
        # A target of nought that no longer counts downwards is kept in words.
        return replace(mended, target=None, target_text=each.target or "0")

    def _say(self, text: str, changed: Mapping[str, object], *, target: str = "") -> None:
        for name, value in changed.items():
            if name not in {"unit", "target_text", "own_reason"}:
                self._changes.append(Change(name, text, target if name == "target" else f"{value}"))


def _is_same(old: object, new: object) -> bool:
    if isinstance(old, str) and isinstance(new, str):
        return text_key(old) == text_key(new)
    return old == new


def target_of(each: OfficialIndicator) -> Target:
    """Return an indicator's target; of nought only where the file says that lower is better."""
    target = read_target(each.target)
    if target.value is None and each.direction is Direction.LOWER and target.text:
        return replace(read_target(f"<= {target.text}"), direction=None, text=target.text)
    return target


def shown_target_of(held: Indicator) -> str:
    """Return the cell of an indicator's target as a file has it."""
    return shown_target(
        held.target, unit=held.unit, direction=held.direction, text=held.target_text
    )


def _says_same(held: Indicator, target: Target, *, text: str) -> bool:
    if text_key(shown_target_of(held)) == text_key(text):
        return True
    if target.value is None:
        return held.target is None and text_key(held.target_text) == text_key(target.text)
    return held.target == target.value and text_key(held.unit) == text_key(target.unit)


def _places(texts: Iterable[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, text in enumerate(texts):
        found.setdefault(text_key(text), []).append(at)
    return found
