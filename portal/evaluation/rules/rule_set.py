"""All rules of one cycle together, and for each of them whether a city may set it and its source.

The page "how a result comes about" is written from ``stated_rules``: a number that decides
anything stands there or is refused by a test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import StrEnum

from portal.evaluation.rules import attainment, behaviour, colleagues, levels
from portal.evaluation.rules.behaviour import BehaviourRules
from portal.evaluation.rules.citizens import GateRules
from portal.evaluation.rules.deadlines import DayRules, ObjectionClock
from portal.evaluation.rules.exact import ExactNumber
from portal.evaluation.rules.levels import RESULT_CUTS, SHORTEST_REASON, LevelCuts
from portal.evaluation.rules.signal_rules import SignalRules
from portal.evaluation.rules.stand_ins import ActingRules
from portal.evaluation.rules.terms import KeepingRules
from portal.evaluation.rules.weighting import LEAST_SHARE


class RuleOrigin(StrEnum):
    """Who decides about a rule."""

    LAW = "law"
    GUIDANCE = "guidance"
    LOCAL = "local"
    #: Protects colleagues or the person; no setting and no decision of the city lowers it.
    FLOOR = "floor"


class RuleWithoutOrigin(LookupError):
    """A rule that nobody said the origin of."""


@dataclass(frozen=True, slots=True)
class ResultRules:
    """How the result's reading aid becomes a level.

    :ivar least_share: of the weight that has to be left, 0 to 1.
    :ivar shortest_reason: characters, where level and aid differ.
    """

    cuts: LevelCuts = RESULT_CUTS
    least_share: ExactNumber = LEAST_SHARE
    shortest_reason: int = SHORTEST_REASON


@dataclass(frozen=True, slots=True)
class RuleSet:
    """What is frozen when a cycle opens and never changed afterwards; a change is a new set."""

    result: ResultRules = field(default_factory=ResultRules)
    behaviour: BehaviourRules = field(default_factory=BehaviourRules)
    citizens: GateRules = field(default_factory=GateRules)
    objection: ObjectionClock = field(default_factory=ObjectionClock)
    days: DayRules = field(default_factory=DayRules)
    keeping: KeepingRules = field(default_factory=KeepingRules)
    acting: ActingRules = field(default_factory=ActingRules)
    signals: SignalRules = field(default_factory=SignalRules)


@dataclass(frozen=True, slots=True)
class StatedRule:
    """One number that decides something, as a page states it.

    :ivar key: dotted, for the page's own words.
    :ivar source: text of law or guidance, or what was measured; empty for local policy.
    """

    key: str
    value: object
    origin: RuleOrigin
    source: str = ""


# A rule set holds these; what is not named here by itself is named by its group.
_ORIGINS: Mapping[str, tuple[RuleOrigin, str]] = {
    "result": (RuleOrigin.LOCAL, ""),
    "behaviour": (RuleOrigin.LOCAL, ""),
    "citizens": (RuleOrigin.LOCAL, ""),
    "days": (RuleOrigin.LOCAL, ""),
    "keeping": (RuleOrigin.LOCAL, ""),
    "acting": (RuleOrigin.LOCAL, ""),
    "signals": (RuleOrigin.LOCAL, ""),
    "objection.days": (RuleOrigin.LAW, "PP 30/2019 Art. 59"),
    "objection.are_working_days": (RuleOrigin.LOCAL, ""),
    "objection.least_working_days": (RuleOrigin.LOCAL, ""),
    "objection.admission_days": (RuleOrigin.LOCAL, ""),
    "objection.extension_days": (RuleOrigin.LOCAL, ""),
    "objection.may_worsen": (RuleOrigin.LOCAL, ""),
}
_SIMULATED = "attacks that were simulated and measured"
FIXED_RULES = (
    StatedRule(
        "attainment.highest_percent", attainment.HIGHEST_PERCENT, RuleOrigin.LAW, "PP 30/2019"
    ),
    StatedRule("quadrant", levels.QUADRANT, RuleOrigin.LAW, "Permen PANRB 6/2022"),
    StatedRule(
        "head_result",
        {
            predicate: levels.head_result_level(predicate)
            for predicate in levels.OrganisationPredicate
        },
        RuleOrigin.GUIDANCE,
        "SE MenPANRB 3/2023",
    ),
    StatedRule("citizens.most", behaviour.MOST_CITIZENS, RuleOrigin.FLOOR),
    StatedRule("colleagues.pool", colleagues.LEAST_POOL, RuleOrigin.FLOOR, _SIMULATED),
    StatedRule("colleagues.strikes", colleagues.MOST_STRIKES, RuleOrigin.FLOOR, _SIMULATED),
    StatedRule("colleagues.guides", colleagues.LEAST_GUIDES, RuleOrigin.FLOOR, _SIMULATED),
    StatedRule("colleagues.answers", colleagues.LEAST_FOLDED, RuleOrigin.FLOOR, _SIMULATED),
    StatedRule(
        "colleagues.mentions_from", colleagues.LEAST_FOR_MENTIONS, RuleOrigin.FLOOR, _SIMULATED
    ),
    StatedRule("colleagues.mentions", colleagues.LEAST_MENTIONS, RuleOrigin.FLOOR, _SIMULATED),
)


def stated_rules(rules: RuleSet) -> tuple[StatedRule, ...]:
    """Return every number that decides about a result: those of the set, then the fixed ones.

    :raises RuleWithoutOrigin: when somebody added a rule and did not say who decides about it.
    """
    own = tuple(StatedRule(key, value, *_origin(key)) for key, value in _flat(rules, ""))
    return own + FIXED_RULES


def _flat(part: object, prefix: str) -> Iterator[tuple[str, object]]:
    if is_dataclass(part):
        for each in fields(part):
            yield from _flat(getattr(part, each.name), f"{prefix}.{each.name}".strip("."))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield f"{prefix}.{key}", value
    else:
        yield prefix, part


def _origin(key: str) -> tuple[RuleOrigin, str]:
    group = key.partition(".")[0]
    found = _ORIGINS.get(key) or _ORIGINS.get(group)
    if found is None:
        raise RuleWithoutOrigin(key)
    return found
