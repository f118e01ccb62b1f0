"""Parts of a result, read from its snapshot: weights, what was left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.evaluation.appraisals.canonical import Document
from portal.evaluation.rules.behaviour import CITIZENS, COLLEAGUES, SUPERIOR
from portal.evaluation.rules.citizens import NOT_USABLE, on_step_scale
from portal.evaluation.rules.exact import mean

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class MadePart:
    """One part of a bar.

    :ivar number: ties drawing, table and evidence together; 1 for the first.
    :ivar key: ``i3`` for an indicator, or the name of a source of behaviour.
    :ivar weight: by the rules.
    :ivar used: share in percent after what is missing was left out.
    :ivar starts: where it begins in the bar, percent.
    """

    number: int
    key: str
    label: str
    value: Fraction
    weight: Fraction
    used: Fraction
    starts: Fraction


@dataclass(frozen=True, slots=True)
class MissingPart:
    """A part that did not count; ``because`` is a key that the page explains."""

    key: str
    label: str
    weight: Fraction
    because: str


@dataclass(frozen=True, slots=True)
class MadeBar:
    """A bar of parts, result or behaviour; the two are never added.

    :ivar score: what the parts give; None without an aid.
    :ivar suggested: the level that the aid suggested.
    :ivar chosen: the level that a person chose.
    :ivar is_hidden: whether there is an aid that would tell the reader colleagues' figure.
    """

    score: Fraction | None
    suggested: str | None
    chosen: str
    parts: tuple[MadePart, ...]
    missing: tuple[MissingPart, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MadeResult:
    """Everything that the page shows of a result."""

    document: Document
    result: MadeBar
    behaviour: MadeBar
    is_near_border: bool

    @property
    def missing(self) -> tuple[MissingPart, ...]:
        """Every part that did not count."""
        return self.result.missing + self.behaviour.missing

    @property
    def rating(self) -> Document:
        """The rating that counts."""
        rating: Document = self.document["ratings"][-1]
        return rating

    def name(self, person_id: int | None) -> str:
        """Return the name of somebody as it was then."""
        names: Mapping[str, str] = self.document["names"]
        return names.get(str(person_id), "")


def result_of(document: Document, *, reads_causes: bool, reads_colleagues: bool) -> MadeResult:
    """Return what a snapshot says, for a reader.

    :param reads_causes: whether the reader reads why citizens' figure is missing: the person
        only; everybody else reads one wording for every cause.
    :param reads_colleagues: whether the reader reads colleagues' figure. Whoever does not reads
        neither the aid nor whether it lies near a border: beside the superior's steps that the
        page shows, either would give the figure to half a step.
    """
    result = _result_bar(document)
    behaviour = _behaviour_bar(
        document,
        first=len(result.parts) + 1,
        reads_causes=reads_causes,
        reads_colleagues=reads_colleagues,
    )
    is_near = bool(document["behaviour"]["near_border"]) and not behaviour.is_hidden
    return MadeResult(document, result, behaviour, is_near)


def fraction(text: str | int | None) -> Fraction:
    """Return an exact number as a snapshot writes it; 0 for none."""
    return Fraction(text or 0)


def _result_bar(document: Document) -> MadeBar:
    result, levels = document["result"], document["levels"]
    indicators = {each["name"]: each for each in document["plan"]["indicators"]}
    weights: Mapping[str, str] = result["weights"] or {}
    entries = [
        (
            name,
            indicators[name]["text"],
            fraction(result["attainments"][name]),
            fraction(indicators[name]["weight"]),
            fraction(share),
        )
        for name, share in weights.items()
        if fraction(share)
    ]
    missing = [
        MissingPart(
            each["key"], indicators[each["key"]]["text"], fraction(each["weight"]), each["because"]
        )
        for each in result["left_out"]
    ]
    score = None if result["score"] is None else fraction(result["score"])
    return MadeBar(
        score, result["level"], levels["result"], _parts(entries, first=1), tuple(missing)
    )


def _behaviour_bar(
    document: Document, *, first: int, reads_causes: bool, reads_colleagues: bool
) -> MadeBar:
    behaviour, rules = document["behaviour"], document["rules"]["values"]
    values = {
        SUPERIOR: mean(
            [Fraction(each["step"]) for each in document["ratings"][-1]["steps"].values()]
        ),
        COLLEAGUES: fraction(document["colleagues"]["value"]),
        CITIZENS: on_step_scale(fraction(document["citizens"]["value"])),
    }
    weights: Mapping[str, str] = behaviour["weights"] or {}
    entries = [
        (key, key, values[key], fraction(rules[f"behaviour.{key}"]), fraction(weights[key]))
        for key in (SUPERIOR, COLLEAGUES, CITIZENS)
        if fraction(weights.get(key))
    ]
    missing = tuple(
        MissingPart(
            each["key"],
            each["key"],
            fraction(each["weight"]),
            NOT_USABLE if each["key"] == CITIZENS and not reads_causes else each["because"],
        )
        for each in behaviour["left_out"]
    )
    score = None if behaviour["score"] is None else fraction(behaviour["score"])
    parts = _parts(entries, first=first)
    chosen = document["levels"]["behaviour"]
    if not reads_colleagues and any(each.key == COLLEAGUES for each in parts):
        others = tuple(each for each in parts if each.key != COLLEAGUES)
        return MadeBar(None, None, chosen, others, missing, is_hidden=True)
    return MadeBar(score, behaviour["level"], chosen, parts, missing)


def _parts(
    entries: Sequence[tuple[str, str, Fraction, Fraction, Fraction]], *, first: int
) -> tuple[MadePart, ...]:
    parts: list[MadePart] = []
    starts = Fraction()
    for number, (key, label, value, weight, share) in enumerate(entries, start=first):
        parts.append(MadePart(number, key, label, value, weight, share * HUNDRED, starts))
        starts += share * HUNDRED
    return tuple(parts)
