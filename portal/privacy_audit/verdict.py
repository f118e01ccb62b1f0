"""Verdict on the findings of an attack, at a declared rate of false alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import exp, log

# At most one run in a thousand of a portal that leaks nothing may say that it leaks.
FALSE_ALARMS = 0.001


class FoundLink(StrEnum):
    """What is tied to what."""

    TICKET_BALLOT = "ticket -> ballot"
    TICKET_COMMENT = "ticket -> comment"
    TICKET_OFFICER = "ticket -> officer answer"
    TICKET_PROFILE = "ticket -> profile"
    TICKET_ANY = "ticket -> every answer"
    COMPLAINT_TICKET = "complaint -> ticket"
    COMPLAINT_COMMENT = "complaint -> comment"
    COMPLAINT_BALLOT = "complaint -> ballot"
    COMPLAINT_ACCUSED = "complaint -> whom it accuses"
    COLLEAGUE_ANSWER = "colleague -> their answer"
    COUNTER_TICKET = "limiter's counter -> ticket"
    COUNTER_NETWORK = "limiter's counter -> network"
    TEXT_STATISTICS = "deleted text -> statistics"


class Knowledge(StrEnum):
    """What the insider has, besides what a queue system and a bystander know."""

    DATABASE = "database, dead rows, log"
    LIMITER = "and limiter's storage"
    TEXT_KEY = "and key of texts"
    DAY_KEY = "and current key of the inbox"
    EVERY_KEY = "and every day's key"


@dataclass(frozen=True, slots=True)
class Finding:
    """How often an attack was right, against what the promise allows.

    :ivar tried: rows it was tried on.
    :ivar right: on how many of them it named the right one, or a set that holds it.
    :ivar chance: how many are right on average when nothing but the promised batch is known.
    :ivar methods: how many ways were tried, of which this is the best.
    :ivar declared: why the threat model says that this link remains; empty when it must not.
    :ivar missing: why the attack could not be made; empty when it was.
    """

    link: FoundLink
    attack: str
    knowledge: Knowledge
    tried: int = 0
    right: int = 0
    chance: float = 0.0
    methods: int = 1
    method: str = ""
    declared: str = ""
    missing: str = ""

    @property
    def luck(self) -> float:
        """The most that the probability of so many right ones can be, if nothing leaks.

        Within a batch whoever leaks nothing leaves all orders equally likely. Then the factorial
        moments of the number of right ones are at most those of a Poisson variable of mean
        ``chance``, whatever sets are named, so that its Chernoff bound holds. It is multiplied
        by the number of methods tried.

        Source: Mitzenmacher and Upfal, Probability and Computing, theorem 5.4 (Poisson tails).
        """
        if self.right <= self.chance or self.right == 0:
            return 1.0
        if self.chance == 0:
            return 0.0
        excess = self.right - self.chance
        return min(1.0, self.methods * exp(excess - self.right * log(self.right / self.chance)))


def verdicts(
    findings: Sequence[Finding], *, false_alarms: float = FALSE_ALARMS
) -> list[tuple[Finding, bool]]:
    """Return each finding with whether it links.

    :param false_alarms: how probable it may be that any finding links by luck; shared evenly.
    """
    share = false_alarms / max(1, len(findings))
    return [(finding, finding.luck < share) for finding in findings]


def links(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that link and that the threat model does not declare."""
    return [each for each, is_link in verdicts(findings) if is_link and not each.declared]
