"""Counts of the reports on help: people by topic, programmes by cause, in tens only."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.evaluation.monitoring.domain import DifficultyCause
from portal.evaluation.rules.programmes import ProgrammeOutcome
from portal.evaluation.rules.states import RecommendationState
from portal.publication.yearly_evaluation.documents import TenStep
from portal.publication.yearly_evaluation.steps import tens

# Where a training stands, as the office plans it: needed, with a day, behind.
NEEDED = frozenset({RecommendationState.SUGGESTED, RecommendationState.ACCEPTED})
PLANNED = frozenset({RecommendationState.PLANNED, RecommendationState.TAKING_PART})
DONE = frozenset({RecommendationState.DONE, RecommendationState.EFFECT_CHECKED})
# Of whom no cause was told stand in a line of their own.
NO_CAUSE = "none"
CAUSES = (*map(str, DifficultyCause), NO_CAUSE)


@dataclass(frozen=True, slots=True)
class TopicNeed:
    """How many people need a topic, have a day for it, and took part; in tens."""

    topic: str
    needed: TenStep
    planned: TenStep
    done: TenStep


@dataclass(frozen=True, slots=True)
class CauseLine:
    """How many programmes have a cause, and how many of them ended how; in tens."""

    cause: str
    programmes: TenStep
    outcomes: Mapping[ProgrammeOutcome, TenStep]


def topic_needs(
    names: Mapping[str, str], *, held: Iterable[tuple[int, str, RecommendationState]]
) -> Sequence[TopicNeed]:
    """Return a line for each topic of the catalogue, whether anybody needs it or not.

    :param names: of the topics, by code.
    :param held: person, topic and state of each training; a person counts once in a column.
    """
    found = frozenset(held)
    return [
        TopicNeed(
            name,
            *(
                tens(
                    len({person for person, topic, state in found if topic == code and state in at})
                )
                for at in (NEEDED, PLANNED, DONE)
            ),
        )
        for code, name in sorted(names.items(), key=lambda pair: pair[1])
    ]


def _people(
    held: Iterable[tuple[int, str, RecommendationState]],
    code: str,
    *,
    at: Collection[RecommendationState],
) -> int:
    return len({person for person, topic, state in held if topic == code and state in at})


def cause_lines(programmes: Iterable[tuple[str | None, str | None]]) -> Sequence[CauseLine]:
    """Return a line for each cause, whether any programme has it or not.

    :param programmes: cause and outcome of each; None where none was told or it runs.
    """
    counts = Counter((cause or NO_CAUSE, outcome) for cause, outcome in programmes)
    return [
        CauseLine(
            cause,
            tens(sum(count for (other, _), count in counts.items() if other == cause)),
            {each: tens(counts[cause, each]) for each in ProgrammeOutcome},
        )
        for cause in CAUSES
    ]
